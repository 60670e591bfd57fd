"""What a GIF's words say: comments, application blocks, bytes past the picture.

Spec: GIF89a §24 comment, §26 application; XMP part 3 §1.1.2 (the magic trailer).
"""

from collections.abc import Iterator

from bot.engine.blocks import ai, c2pa, exif, icc, iptc, trailer, xmp
from bot.engine.formats.gif import blocks
from bot.engine.limits import ReadBudget
from bot.engine.model import Finding, Kind, Part, clip

APPLICATIONS = {  # identifier and authentication code -> who reads it
    b"XMP DataXMP": "xmp",
    b"ICCRGBG1012": "icc",
    b"MGK8BIM0000": "8bim",
    b"MGKIPTC0000": "iptc",
    b"C2PA_GIF\x01\x00\x00": "c2pa",
}
MAGIC_TRAILER = 258  # 01 FF FE … 00 00: makes a plain reader find the end


def read(part: Part, room: ReadBudget) -> Iterator[Finding]:
    """Say what one dropped part tells; never raise."""
    if part.name == "trailer":
        yield from trailer.read(part.raw)
    elif part.name == "LZW tail":
        yield Finding(Kind.TRAILING, "image data", "bytes", len(part.raw))
    elif not room.take(len(part.raw)):
        yield Finding(Kind.UNKNOWN, part.name, "bytes", len(part.raw))
    elif part.name == "comment":
        text = blocks.join(part.raw[2:]).decode("utf-8", "replace")
        generator = tuple(ai.read_text("Comment", text, "comment"))
        yield from generator or (Finding(Kind.TEXT, "comment", "comment", clip(text)),)
    elif part.name == "plain text":
        text = blocks.join(part.raw[15:]).decode("latin-1")
        yield Finding(Kind.TEXT, "plain text", "plain text", clip(text))
    elif part.name == "application":
        yield from _application(part.raw)
    elif part.name not in {"stray", "control"}:
        yield Finding(Kind.UNKNOWN, part.name, "bytes", len(part.raw))


def _application(raw: memoryview) -> Iterator[Finding]:
    identifier = bytes(raw[3:14])
    body = raw[14:]
    match APPLICATIONS.get(identifier):
        case "xmp":
            yield from xmp.read(_packet(bytes(body)))
        case "icc":
            yield from icc.read(blocks.join(body))
        case "8bim":
            yield from iptc.read_photoshop(blocks.join(body), read_exif=exif.read)
        case "iptc":
            yield from iptc.read_iim(blocks.join(body), read_exif=exif.read)
        case "c2pa":
            yield from c2pa.read(blocks.join(body))
        case _:
            label = clip(identifier.decode("latin-1"))
            yield Finding(Kind.UNKNOWN, "application", label, len(body))


def _packet(body: bytes) -> bytes:
    """Return an XMP packet that lies bare, or in ordinary sub-blocks as some writers have it."""
    if body[:1] in {b"<", b"\xef"}:
        return body[:-MAGIC_TRAILER]
    return blocks.join(memoryview(body))
