"""Canon's CR3: boxes, with Exif in four blocks and the previews beside them.

Spec: ISO/IEC 14496-12 §4.2; none for Canon's own boxes: lclevy/canon_cr3, ExifTool.
"""

from collections.abc import Iterator

from bot.engine.binary.cursor import Cursor
from bot.engine.blocks import exif, ifd, makernotes, xmp
from bot.engine.blocks.exif import tags
from bot.engine.blocks.ifd import Entry
from bot.engine.formats.isobmff.boxes import JUNK, Box, parse_boxes, strict_children
from bot.engine.formats.raw import preview
from bot.engine.limits import ReadBudget
from bot.engine.model import Finding, Kind

WHERE = "CR3"
CANON = bytes.fromhex("85c0b687820f11e08111f4ce462b6a48")
XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
PREVIEW = bytes.fromhex("eaf42b5e1c984b88b9fbb7dc406e4d16")
UUID = 16  # bytes behind the header of a uuid box
PATH = (b"trak", b"mdia", b"minf", b"stbl", b"stsd")
SIZE = 20  # bytes from the mark of how a picture is coded to its size
LIST = 8  # bytes before the first description
PREVIEW_HEAD = 8  # bytes before the box PRVW inside its uuid box
WINDOW = 256  # bytes in which a JPEG, or that mark, starts; the versions differ


def read(data: memoryview) -> Iterator[Finding]:
    """Yield what the file tells."""
    budget = ReadBudget()
    for box in _metadata(data):
        if box.kind in (b"PRVW", b"THMB"):
            yield from _picture(box)
        elif not budget.take(len(box.body)):
            yield Finding(Kind.UNKNOWN, WHERE, "bytes", len(box.body))
        elif box.kind == b"uuid":
            yield from xmp.read(bytes(box.body[UUID:]))
        elif box.kind in (b"CMT1", b"CMT2"):
            yield from exif.read(box.body)
        elif box.kind == b"CMT3":
            yield from _maker_note(box.body)
        elif box.kind == b"CMT4":
            yield from exif.read_gps(box.body)


def dimensions(data: memoryview) -> tuple[int, int] | None:
    """Return width and height of the largest picture, as it is coded."""
    sizes = [(0, 0)]
    for box in parse_boxes(data):
        for entry in _entries(box, PATH) if box.kind == b"moov" else ():
            mark = bytes(entry.body[:WINDOW]).find(b"CMP1")
            if mark >= 0:
                sizes.append(Cursor(entry.body, at=mark + SIZE).pair())
    largest = max(sizes, key=lambda size: size[0] * size[1])
    return largest if all(largest) else None


def _entries(box: Box, path: tuple[bytes, ...]) -> Iterator[Box]:
    """Yield what describes the pictures of the tracks."""
    for inner in strict_children(box):
        if inner.kind == path[0] and path[1:]:
            yield from _entries(inner, path[1:])
        elif inner.kind == path[0]:
            yield from (entry for entry in strict_children(inner, LIST) if entry.kind == b"CRAW")


def _metadata(data: memoryview) -> Iterator[Box]:
    """Yield the boxes that tell something."""
    for box in parse_boxes(data):
        if box.kind == b"moov":
            for inner in strict_children(box):
                if _uuid(inner) == CANON:
                    yield from strict_children(inner, UUID)
        elif _uuid(box) == PREVIEW:
            yield from strict_children(box, UUID + PREVIEW_HEAD)
        elif _uuid(box) == XMP:
            yield box
        elif box.kind == JUNK:
            return


def _uuid(box: Box) -> bytes:
    return bytes(box.body[:UUID]) if box.kind == b"uuid" else b""


def _picture(box: Box) -> Iterator[Finding]:
    at = bytes(box.body[:WINDOW]).find(preview.START)
    if at >= 0:
        yield from preview.read(box.body[at:], WHERE, box.kind.decode())


def _maker_note(body: memoryview) -> Iterator[Finding]:
    if tiff := ifd.parse(body):
        note = Entry(tags.MAKER_NOTE, 7, body[tiff.first :], tiff.first, tiff.order)
        yield from makernotes.read(note, tiff, ("Canon", ""), "Exif")
