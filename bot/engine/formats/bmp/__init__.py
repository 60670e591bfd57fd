"""BMP: headers written anew, rows of pixels as they are, nothing between them or behind.

Spec: Microsoft, Bitmap Storage and BITMAPV5HEADER; OS/2 1.x and 2.x bitmaps.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.engine.blocks import trailer
from bot.engine.blocks.icc import read as read_profile
from bot.engine.errors import Damaged
from bot.engine.formats.bmp import header
from bot.engine.formats.bmp.header import RLE4, Header
from bot.engine.model import Caution, Finding, Kind, Part, Role, clip
from bot.engine.reference import Reference

NAME = "BMP"
EXTENSION = "bmp"

FILE = 14  # bytes of the file's own header


def matches(head: bytes) -> bool:
    """Return whether a file that starts with `head` is of this format."""
    sizes = header.SIZES
    return head[:2] == b"BM" and int.from_bytes(head[FILE : FILE + 4], "little") in sizes


def parse(data: memoryview, reference: Reference) -> "Bmp":
    """Return a BMP taken apart. Raises Damaged, TooLarge or Unsupported."""
    head = header.parse(data)
    return Bmp(tuple(_split(data, reference, head)), head)


@dataclass(frozen=True)
class Bmp:
    """A BMP taken apart."""

    parts: tuple[Part, ...]
    header: Header

    def rebuild(self) -> Iterator[Part | bytes]:
        """Yield the clean file: its headers, its pixels, and its colour profile if it has one."""
        size = sum(len(part.raw) for part in self.parts if part.name in ROW_NAMES)
        profile = self._profile
        written = header.written(self.header, size, profile)
        yield self.parts[0] if written == self.parts[0].raw else written
        for part in self.parts:
            if part.name == "padding":
                yield bytes(len(part.raw)) if any(part.raw) else part
            elif part.role is Role.PICTURE:
                yield part
        if profile:
            same = next((p for p in self.parts if p.name == "profile" and p.raw == profile), None)
            yield same or profile

    def coded(self) -> Iterator[memoryview]:
        """Yield the rows, each without what pads it."""
        for part in self.parts:
            if part.role is Role.PICTURE:
                yield from _pixels(self.header, part.raw)

    def cautions(self) -> Iterator[Caution]:
        """Yield what shows and will be missing from, or is broken in, the copy."""
        held = sum(len(part.raw) for part in self.parts if part.name in ROW_NAMES)
        if not self.header.packed and held < _rows_length(self.header, memoryview(b"")):
            yield Caution.ENDS_EARLY
        if self.header.foreign_colours and not self._profile:
            yield Caution.COLOURS_MAY_SHIFT

    def findings(self) -> Iterator[Finding]:
        """Yield what the parts that must go tell; never raises."""
        if self.header.dots != self.header.shape:
            yield Finding(Kind.SETTING, "BMP", "resolution", "{} x {}".format(*self.header.dots))
        if any(self.parts[0].raw[6:10]):
            yield Finding(Kind.UNKNOWN, "BMP", "reserved", 4)
        if self.header.linked:
            yield Finding(Kind.TEXT, "BMP", "profile", clip(self.header.linked.decode("latin-1")))
        for part in self.parts:
            if part.name == "profile":
                yield from read_profile(bytes(part.raw))
            elif part.name == "trailer":
                yield from trailer.read(part.raw)
            elif part.name == "gap" and any(part.raw):
                yield Finding(Kind.UNKNOWN, "BMP", "gap", len(part.raw))
            elif part.name == "padding":
                yield Finding(Kind.UNKNOWN, "BMP", "padding", len(part.raw))

    def dimensions(self) -> tuple[int, int] | None:
        """Return width and height in pixels."""
        return self.header.width, abs(self.header.height)

    @cached_property
    def _profile(self) -> bytes:
        """The sanitised colour profile, empty where there is none or nobody can read it."""
        return header.profile(self.header)


def _split(data: memoryview, reference: Reference, head: Header) -> Iterator[Part]:
    """Yield every byte of the file once, in order, as named parts."""
    start = int.from_bytes(data[10:14], "little")
    if start < head.end or start >= len(data):
        raise Damaged(f"pixels at {start}")
    end = start + _rows_length(head, data[start:])
    if end > len(data) and not head.packed:
        end = len(data)
    yield Part("header", 0, data[: head.end], Role.PATCHED)
    if start > head.end:
        yield from _between(data, head.end, start, head, "gap")
    for part in _row_parts(head, data, start, end):
        if part.role is Role.PICTURE:
            reference.part(data, part.start)  # compared here, so not again
        yield part
    if end < len(data):
        yield from _between(data, end, len(data), head, "trailer")


def _between(data: memoryview, start: int, end: int, head: Header, name: str) -> Iterator[Part]:
    """Yield bytes that are no pixels; a colour profile among them is a part of its own."""
    low, high = head.profile_at
    if start <= low < high <= end:
        if start < low:
            yield Part(name, start, data[start:low], Role.DROPPED)
        yield Part("profile", low, data[low:high], Role.PATCHED)
        start = high
    if start < end:
        yield Part(name, start, data[start:end], Role.DROPPED)


ROW_NAMES = frozenset({"rows", "padding"})
ROW_LIMIT = 100_000  # rows whose padding must be emptied one by one
END, DELTA = 1, 2  # codes behind a zero, [MS-WMF] 2.1.1.7; a 0 there ends a row


def _rows_length(header: Header, data: memoryview) -> int:
    """Return the bytes of all rows; of coded ones, up to their end code.

    Raises Damaged where the code never ends.
    """
    if header.packed:
        return _coded_length(data, header.coding == RLE4)
    return _stride(header) * abs(header.height)


def _pixels(header: Header, rows: memoryview) -> Iterator[memoryview]:
    """Yield what draws of some rows."""
    step, row = _stride(header), -(-header.width * header.depth // 8)
    if header.packed or row == step:
        yield rows
        return
    yield from (rows[at : at + row] for at in range(0, len(rows), step))


def _stride(header: Header) -> int:
    """Return the bytes from one row to the next."""
    return (header.width * header.depth + 31) // 32 * 4


def _row_parts(header: Header, data: memoryview, start: int, end: int) -> Iterator[Part]:
    """Yield the rows, and apart from them what was written into their padding."""
    step, row = _stride(header), -(-header.width * header.depth // 8)
    # One look at each byte of padding for all rows: slices with a step are fast.
    dirty = not header.packed and any(any(data[start + at : end : step]) for at in range(row, step))
    if not dirty:
        yield Part("rows", start, data[start:end], Role.PICTURE)
        return
    if abs(header.height) > ROW_LIMIT:
        raise Damaged("words between rows")
    for at in range(start, end, step):
        middle, behind = min(at + row, end), min(at + step, end)
        yield Part("rows", at, data[at:middle], Role.PICTURE)
        if middle < behind:
            yield Part("padding", middle, data[middle:behind], Role.PATCHED)


def _coded_length(data: memoryview, four: bool) -> int:
    at = 0
    while at + 1 < len(data):
        count, value = data[at], data[at + 1]
        at += 2
        if count:
            continue
        if value == END:
            return at
        if value == DELTA:
            at += 2
        elif value > DELTA:
            size = (value + 1) // 2 if four else value
            at += size + size % 2
    raise Damaged("rows without an end")
