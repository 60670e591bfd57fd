"""GIF: screen, then blocks. Pictures, their timing and the loop count stay, all words go.

Spec: GIF89a (CompuServe, 1990) §17-27; NETSCAPE2.0 looping extension.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.engine.binary.cursor import Cursor
from bot.engine.binary.lzw import SCANS, Codes
from bot.engine.blocks import ai, c2pa, exif, icc, iptc, trailer, xmp
from bot.engine.errors import Damaged, TooLarge
from bot.engine.formats.gif import sub_blocks
from bot.engine.limits import ReadBudget
from bot.engine.model import Caution, Finding, Kind, Part, Role, clip, rebuilt
from bot.engine.reference import Reference

NAME = "GIF"
EXTENSION = "gif"
VERSIONS = (b"GIF87a", b"GIF89a")

PART_LIMIT = 60_000  # about 10,000 frames; a part costs memory
EXTENSION_BLOCK, IMAGE, TRAILER = 0x21, 0x2C, 0x3B  # §12, appendix A
CONTROL, COMMENT, PLAIN_TEXT, APPLICATION = 0xF9, 0xFE, 0x01, 0xFF
NAMES = {COMMENT: "comment", PLAIN_TEXT: "plain text", APPLICATION: "application"}
LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
LOOP_LENGTH = 19  # 21 FF 0B, 11 of name, 03 01 lo hi 00
CONTROL_LENGTH = 8  # 21 F9 04, 4 of body, 00
ZEROS = 64 * 1024  # some writers leave zeros between blocks; viewers pass over them


def matches(head: bytes) -> bool:
    """Return whether a file that starts with `head` is of this format."""
    return head.startswith(VERSIONS)


def parse(data: memoryview, reference: Reference) -> "Gif":
    """Return a GIF taken apart. Raises Damaged, TooLarge or Unsupported."""
    return Gif(tuple(_Reader(data, reference).blocks()))


@dataclass(frozen=True, slots=True)
class Gif:
    """A GIF taken apart."""

    parts: tuple[Part, ...]

    def rebuild(self) -> Iterator[Part | bytes]:
        """Yield the kept blocks; a sub-block that ran past the picture gets its true size."""
        return rebuilt(self.parts, self._patch)

    def coded(self) -> Iterator[memoryview]:
        """Yield the LZW data of every frame."""
        for part in self.parts:
            if part.role is Role.PICTURE:
                yield part.raw

    def cautions(self) -> Iterator[Caution]:
        """Yield what shows and will be missing from the copy."""
        if any(part.name == "plain text" for part in self.parts):
            yield Caution.TEXT_BLOCK_REMOVED
        if not any(part.name == "end" for part in self.parts[-2:]):
            yield Caution.ENDS_EARLY

    def findings(self) -> Iterator[Finding]:
        """Yield what the parts that must go tell; never raises."""
        budget = ReadBudget()
        for part in self.parts:
            if part.role is Role.DROPPED:
                yield from _part_findings(part, budget)

    def dimensions(self) -> tuple[int, int] | None:
        """Return width and height of the screen in pixels, §18."""
        cursor = Cursor(self.parts[0].raw, "little", at=6)
        return cursor.u16(), cursor.u16()

    def _patch(self, number: int) -> bytes:
        """Return the bytes that take the place of a patched part."""
        part = self.parts[number]
        if part.name == "size":
            return bytes([len(self.parts[number + 1].raw)])
        length = CONTROL_LENGTH if part.name == "control" else LOOP_LENGTH
        return bytes(part.raw[: length - 1]) + b"\0"


class _Reader:
    """A walk over the blocks.

    A graphic control belongs to the picture that follows it, §23. (By the letter a plain
    text block uses it up; no viewer draws those, and none does so.)
    """

    def __init__(self, data: memoryview, reference: Reference) -> None:
        self.cursor = Cursor(data, "little")
        self.reference = reference
        self.waiting: list[Part] = []  # a graphic control, and words between it and its image
        self.looped = False
        self.images = 0
        self.made = 0
        self.scans = 0  # clear codes followed one by one, over all frames

    def blocks(self) -> Iterator[Part]:
        """Yield every block as parts; raises Damaged or TooLarge."""
        self.cursor.take(6 + 4)
        self.cursor.take(2 + _table(self.cursor.u8()))
        yield self._part("screen", 0, Role.STRUCTURE)
        while self.cursor.left:
            start = self.cursor.at
            kind = self.cursor.u8()
            if kind == TRAILER and self.images:
                yield from self._release(Role.DROPPED)
                yield self._part("end", start, Role.STRUCTURE)
                break
            if kind == IMAGE:
                yield from self._release(Role.STRUCTURE)
                yield from self._image(start)
            elif kind == EXTENSION_BLOCK:
                self._extension(start)
            elif kind == 0:
                ahead = bytes(self.cursor.data[start : start + ZEROS])
                self.cursor.seek(start + len(ahead) - len(ahead.lstrip(b"\0")))
                self.waiting.append(self._part("stray", start, Role.DROPPED))
            elif self.images:
                self.cursor.seek(start)
                break  # every viewer stops here too
            else:
                raise Damaged(f"block {kind:#x} at {start}")
        yield from self._release(Role.DROPPED)
        if not self.images:
            raise Damaged("no picture")
        if self.cursor.left:
            start = self.cursor.at
            self.cursor.take(self.cursor.left)
            yield self._part("trailer", start, Role.DROPPED)

    def _part(self, name: str, start: int, role: Role) -> Part:
        self.made += 1
        if self.made > PART_LIMIT:
            raise TooLarge("too many blocks")
        return Part(name, start, self.cursor.data[start : self.cursor.at], role)

    def _release(self, role: Role) -> Iterator[Part]:
        """Yield what waited for its picture: the last graphic control with `role`."""
        controls = [n for n, part in enumerate(self.waiting) if part.name == "control"]
        for number, part in enumerate(self.waiting):
            last = bool(controls) and number == controls[-1]
            final_role = part.role if role is not Role.DROPPED and last else Role.DROPPED
            if part.name == "loop":
                final_role = part.role
            yield Part(part.name, part.start, part.raw, final_role)
        self.waiting = []

    def _extension(self, start: int) -> None:
        label = self.cursor.u8()
        first = self.cursor.at
        self.cursor.seek(sub_blocks.last_block(self.cursor.data, first)[1])
        body = self.cursor.data[first : self.cursor.at]
        if label == CONTROL and len(body) > 5 and body[0] == 4:
            self.waiting.append(self._part("control", start, Role.PATCHED))
        elif label == APPLICATION and _loops(body) and not self.looped:
            self.looped = True
            self.waiting.append(self._part("loop", start, Role.PATCHED))
        else:
            name = NAMES.get(label, f"extension {label:#04x}")
            self.waiting.append(self._part(name, start, Role.DROPPED))

    def _image(self, start: int) -> Iterator[Part]:
        cursor = self.cursor
        cursor.take(8)
        cursor.take(_table(cursor.u8()))
        yield self._part("image", start, Role.STRUCTURE)
        start = cursor.at
        minimum = cursor.u8()
        last, end = sub_blocks.last_block(cursor.data, cursor.at)
        surplus = 0
        if 1 <= minimum <= 11 and not self._is_in_reference(start, last, end):
            chain = cursor.data[start + 1 : end - 1]
            payload = sub_blocks.payload(chain, last - start - 1)
            surplus = len(payload) - (self._used(Codes(payload, minimum)) or len(payload))
        self.images += 1
        yield from self._lzw(start, last, end, surplus)

    def _is_in_reference(self, start: int, last: int, end: int) -> bool:
        """Return whether the code is an original's to its end: full sub-blocks, then the last."""
        data, reference = self.cursor.data, self.reference
        full, rest = reference.part(data, start), reference.part(data, last + 1)
        return (
            full is not None
            and start + len(full.raw) == last
            and (last == end - 1 or (rest is not None and last + 1 + len(rest.raw) == end - 1))
        )

    def _used(self, codes: Codes) -> int | None:
        used = codes.length(SCANS - self.scans)
        self.scans += codes.scans
        return used

    def _lzw(self, start: int, last: int, end: int, surplus: int) -> Iterator[Part]:
        """Yield full sub-blocks, then the last one's size, data and what runs past the picture."""
        data = self.cursor.data
        stop = end - 1
        if surplus:
            last, stop = sub_blocks.place(data, start + 1, surplus, end)
        self.cursor.seek(last)
        yield self._part("LZW", start, Role.PICTURE)
        if last < end - 1:
            self.cursor.seek(last + 1)
            yield self._part("size", last, Role.PATCHED)
            self.cursor.seek(stop)
            yield self._part("LZW", last + 1, Role.PICTURE)
        if stop < end - 1:
            self.cursor.seek(end - 1)
            yield self._part("LZW tail", stop, Role.DROPPED)
        self.cursor.seek(end)
        yield self._part("terminator", end - 1, Role.STRUCTURE)


def _table(flags: int) -> int:
    """Return the bytes of a colour table, §19."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _loops(body: memoryview) -> bool:
    """Return whether an application extension's body is the loop count and nothing before it."""
    return len(body) >= LOOP_LENGTH - 2 and (
        body[0] == 11 and bytes(body[1:12]) in LOOPS and body[12] == 3 and body[13] == 1
    )


APPLICATIONS = {  # identifier and authentication code -> who reads it
    b"XMP DataXMP": "xmp",
    b"ICCRGBG1012": "icc",
    b"MGK8BIM0000": "8bim",
    b"MGKIPTC0000": "iptc",
    b"C2PA_GIF\x01\x00\x00": "c2pa",
}
MAGIC_TRAILER = 258  # 01 FF FE … 00 00: makes a plain reader find the end


def _part_findings(part: Part, budget: ReadBudget) -> Iterator[Finding]:
    """Yield what one dropped part tells; never raises."""
    if part.name == "trailer":
        yield from trailer.read(part.raw)
    elif part.name == "LZW tail":
        yield Finding(Kind.TRAILING, "image data", "bytes", len(part.raw))
    elif not budget.take(len(part.raw)):
        yield Finding(Kind.UNKNOWN, part.name, "bytes", len(part.raw))
    elif part.name == "comment":
        text = sub_blocks.join(part.raw[2:]).decode("utf-8", "replace")
        generator = tuple(ai.read_text("Comment", text, "comment"))
        yield from generator or (Finding(Kind.TEXT, "comment", "comment", clip(text)),)
    elif part.name == "plain text":
        text = sub_blocks.join(part.raw[15:]).decode("latin-1")
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
            yield from icc.read(sub_blocks.join(body))
        case "8bim":
            yield from iptc.read_photoshop(sub_blocks.join(body), read_exif=exif.read)
        case "iptc":
            yield from iptc.read_iim(sub_blocks.join(body), read_exif=exif.read)
        case "c2pa":
            yield from c2pa.read(sub_blocks.join(body))
        case _:
            label = clip(identifier.decode("latin-1"))
            yield Finding(Kind.UNKNOWN, "application", label, len(body))


def _packet(body: bytes) -> bytes:
    """Return an XMP packet that lies bare, or in ordinary sub-blocks as some writers have it."""
    if body[:1] in {b"<", b"\xef"}:
        return body[:-MAGIC_TRAILER]
    return sub_blocks.join(memoryview(body))
