"""JPEG XL: the codestream, bare or in boxes, stays; every other box goes.

Spec: ISO/IEC 18181-1 (codestream: §A.1, SizeHeader), 18181-2 §9 (boxes); jhgm: ISO 21496-1.

The codestream itself is never opened: words that a coder wrote into it, such as the names of
layers, stay where they are; LIMITS.md says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.engine.binary import plain_text
from bot.engine.binary.cursor import Cursor
from bot.engine.binary.plain_text import has_identifier, has_identifier_at_end
from bot.engine.blocks import c2pa, exif, gain_map, trailer, xmp
from bot.engine.errors import Damaged, TooLarge
from bot.engine.formats.isobmff import boxes
from bot.engine.formats.isobmff.boxes import Box, make
from bot.engine.limits import ReadBudget
from bot.engine.model import GAIN_MAP, Caution, Finding, Kind, Part, Role, clip
from bot.engine.reference import Reference

NAME = "JPEG XL"
EXTENSION = "jxl"

BARE = b"\xff\x0a"
SIGNATURE = b"\0\0\0\x0cJXL \r\n\x87\n"
BRANDS = make(b"ftyp", b"jxl \0\0\0\0jxl ")
LEVELS = frozenset({5, 10})
LAST = 1 << 31  # in the number of a piece
PIECE_LIMIT = 10_000  # of a codestream: a hundred thousand empty ones fit into a megabyte
CODE = frozenset({"codestream", GAIN_MAP})


def matches(head: bytes) -> bool:
    """Return whether a file that starts with `head` is ours."""
    return head.startswith((BARE, SIGNATURE))


def parse(data: memoryview, reference: Reference) -> "Jxl":
    """Return a JPEG XL taken apart."""
    parts = tuple(_boxes(data)) if bytes(data[:2]) != BARE else (_code(data, 0, data),)
    if not any(part.name == "codestream" for part in parts):
        raise Damaged("no codestream")
    for part in parts:
        if part.role is Role.PICTURE:
            reference.part(data, part.start)  # compared here, so not again
    return Jxl(parts)


@dataclass(frozen=True)
class Jxl:
    """A JPEG XL taken apart."""

    parts: tuple[Part, ...]

    def rebuild(self) -> Iterator[Part | bytes]:
        """Yield the clean file: small headers before what stays."""
        for number, part in enumerate(self.parts):
            if part.role is Role.DROPPED:
                continue
            literal = self._literal(number) if part.role is Role.PATCHED else None
            yield part if literal is None or literal == part.raw else literal

    def coded(self) -> Iterator[memoryview]:
        """Yield the codestream, in its pieces, and the gain map's."""
        return (part.raw for part in self.parts if part.role is Role.PICTURE)

    def cautions(self) -> Iterator[Caution]:
        """Yield nothing: what shows stays."""
        return iter(())

    def findings(self) -> Iterator[Finding]:
        """Yield what the dropped and rewritten parts reveal; never raise."""
        budget = ReadBudget()
        for part in self.parts:
            if part.name == GAIN_MAP:
                yield Finding(Kind.GAIN_MAP, "jhgm", "gain map")
            elif part.name == "trailer":
                yield from trailer.read(part.raw)
            elif part.role is Role.DROPPED:
                yield from _box_findings(part, budget)

    def dimensions(self) -> tuple[int, int] | None:
        """Return width and height in pixels, as the codestream's first bits say."""
        head = b"".join(bytes(p.raw[:24]) for p in self.parts if p.name == "codestream")[:24]
        bits = int.from_bytes(head[2:], "little")

        def take(count: int) -> int:
            nonlocal bits
            value = bits & ((1 << count) - 1)
            bits >>= count
            return value

        small = take(1)

        def side() -> int:
            return (take(5) + 1) * 8 if small else take((9, 13, 18, 30)[take(2)]) + 1

        high = side()
        shape = take(3)
        if not shape:
            return side(), high
        over, under = ((1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1))[shape - 1]
        return high * over // under, high

    def _literal(self, number: int) -> bytes:
        """Return the bytes that take the place of a patched part."""
        part = self.parts[number]
        if part.name == "ftyp":
            return BRANDS
        if part.name == "jxll":
            return make(b"jxll", bytes(_box(part).body[:1]))
        own = b""
        if part.name == "jxlp":
            index = self._pieces[part.start]
            own = (index | (LAST if index == len(self._pieces) - 1 else 0)).to_bytes(4, "big")
        elif part.name == "jhgm":
            own = _gain_head(_box(part).body)
        return _header(part.name.encode(), len(own) + len(self.parts[number + 1].raw)) + own

    @cached_property
    def _pieces(self) -> dict[int, int]:
        """The number of each piece of the codestream, by its offset."""
        starts = (part.start for part in self.parts if part.name == "jxlp")
        return {start: number for number, start in enumerate(starts)}


def _boxes(data: memoryview) -> Iterator[Part]:
    pieces = 0
    whole = False
    for box in boxes.parse_boxes(data):
        name = box.kind.decode("latin-1") or "trailer"
        if name == "JXL " and not box.start:
            yield Part(name, box.start, box.raw, Role.STRUCTURE)
        elif name == "jxlc" and not (whole or pieces):
            whole = True
            yield from _cut(data, box, box.header_size)
        elif name == "jxlp" and not whole:
            number = Cursor(box.body).u32()
            if number & ~LAST != pieces:
                raise Damaged("pieces out of order")
            if pieces >= PIECE_LIMIT:
                raise TooLarge("too many pieces")
            pieces += 1
            whole = bool(number & LAST)
            yield from _cut(data, box, box.header_size + 4)
        elif name in {"ftyp", "jxll"} and _fits(box):
            yield Part(name, box.start, box.raw, Role.PATCHED)
        elif name == "jhgm" and (head := _gain_map(box)):
            yield from _cut(data, box, box.header_size + head)
        else:
            yield Part(name, box.start, box.raw, Role.DROPPED)
    if pieces and not whole:
        raise Damaged("no last piece")


def _cut(data: memoryview, box: Box, head: int) -> Iterator[Part]:
    """Yield a box's header, and the code behind it."""
    at = box.start + head
    yield Part(box.kind.decode(), box.start, data[box.start : at], Role.PATCHED)
    yield _code(data[at : box.end], at, data, GAIN_MAP if box.kind == b"jhgm" else "codestream")


def _code(raw: memoryview, start: int, whole: memoryview, name: str = "codestream") -> Part:
    last = bytes(raw[-plain_text.NEAR :])
    if (
        plain_text.has_text_at_end(raw)
        or any(s in last for s in plain_text.SIGNATURES)
        or has_identifier_at_end(raw)
    ):
        raise Damaged(f"words behind a codestream of {len(whole)} bytes")
    return Part(name, start, raw, Role.PICTURE)


def _fits(box: Box) -> bool:
    return box.kind == b"ftyp" or (len(box.body) >= 1 and box.body[0] in LEVELS)


def _box(part: Part) -> Box:
    """Return the box whose header a part is, as far as the part goes."""
    head = boxes.LARGE if bytes(part.raw[:4]) == b"\0\0\0\1" else boxes.HEADER
    return Box(bytes(part.raw[4:8]), part.start, part.raw, head)


def _header(kind: bytes, size: int) -> bytes:
    if size + boxes.HEADER < 1 << 32:
        return (size + boxes.HEADER).to_bytes(4, "big") + kind
    return b"\0\0\0\1" + kind + (size + boxes.LARGE).to_bytes(8, "big")


def _gain_map(box: Box) -> int:
    """Return the bytes before a gain map's own codestream; 0 where nobody here can clean it."""
    try:
        head = _gain_head(box.body)
        size = len(head) + _numbers(box.body)[1] - len(gain_map.numbers(_numbers(box.body)[0]))
    except Damaged:
        return 0
    return size if bytes(box.body[size : size + 2]) == BARE else 0


def _numbers(body: memoryview) -> tuple[bytes, int]:
    cursor = Cursor(body)
    if cursor.u8():
        raise Damaged("jhgm version")
    size = cursor.u16()
    return bytes(cursor.take(size)), size


def _gain_head(body: memoryview) -> bytes:
    """Return the numbers of a gain map, without a colour profile: one that has it goes."""
    raw_numbers, size = _numbers(body)
    cursor = Cursor(body, at=3 + size)
    if cursor.u8() or cursor.u32():
        raise Damaged("a gain map with colours of its own")
    numbers = gain_map.numbers(raw_numbers)
    if has_identifier(numbers):
        raise Damaged("words among a gain map's numbers")
    return b"\0" + len(numbers).to_bytes(2, "big") + numbers + bytes(5)


def _box_findings(part: Part, budget: ReadBudget) -> Iterator[Finding]:
    body = bytes(_box(part).body) if budget.take(len(part.raw)) else b""
    if part.name == "Exif":
        yield from exif.read(body[4 + int.from_bytes(body[:4], "big") :])
    elif part.name == "xml ":
        yield from xmp.read(body)
    elif part.name == "jumb":
        yield from c2pa.read(bytes(part.raw))
    elif part.name == "jhgm":
        yield Finding(Kind.GAIN_MAP, "jhgm", "gain map")
    elif part.name == "brob":  # which only a Brotli decoder reads
        yield Finding(Kind.UNKNOWN, "brob", clip(body[:4].decode("latin-1")), len(part.raw))
    else:
        yield Finding(Kind.UNKNOWN, clip(part.name), "bytes", len(part.raw))
