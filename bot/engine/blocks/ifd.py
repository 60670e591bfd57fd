"""Image file directories: the entries of a TIFF stream and the bytes they point at.

Spec: TIFF 6.0 §2; Exif 3.0 §4.6.2 (types), §4.6.3 (which directory points at which).

Nothing here raises: a directory or value outside the block is not there, one that ends
too late is cut, one met before is not read twice.
"""

import re
import struct
from collections import deque
from collections.abc import Iterator
from typing import Literal, NamedTuple

from bot.engine.binary.cursor import Cursor
from bot.engine.binary.text import TEXT_BYTES, decode
from bot.engine.errors import Damaged

# struct code and bytes of each field type; 16 and 17 are BigTIFF's, 129 is UTF-8 (Exif 3.0).
TYPES = {
    1: ("B", 1), 2: ("B", 1), 3: ("H", 2), 4: ("I", 4), 5: ("I", 8), 6: ("b", 1), 7: ("B", 1),
    8: ("h", 2), 9: ("i", 4), 10: ("i", 8), 11: ("f", 4), 12: ("d", 8), 13: ("I", 4), 16: ("Q", 8),
    17: ("q", 8), 129: ("B", 1),
}  # fmt: skip
BYTES = frozenset({1, 2, 7, 129})
WHOLE = frozenset({1, 3, 4, 6, 8, 9, 13, 16, 17})
RATIONAL = frozenset({5, 10})

MAX_ENTRIES = 1000  # one block: directories may overlap and point at each other without end
MAX_DIRECTORIES = 100  # one block: empty ones cost no entries
MAX_VALUES = 64  # one entry: a count may claim four thousand million
SHARED = 1000  # bytes that values may share: more than a block's length are read twice
MAX_SHOWN = 16  # numbers of one entry that are reported

_HEADER = re.compile(rb"II\*\0|MM\0\*")
_PREFIX = 16  # where a header may start: "Exif\0\0" and what careless writers make of it

# The directories of a stream, by what they are there for; "Sub" is any that a SubIFDs tag names.
Ifd = Literal["0th", "1st", "Exif", "GPS", "Interop", "Sub"]
# A tag whose value is the offset of another directory.
SUB, GPS = 0x014A, 0x8825
POINTERS: dict[int, Ifd] = {SUB: "Sub", 0x8769: "Exif", GPS: "GPS", 0xA005: "Interop"}


class Entry(NamedTuple):
    """One field of a directory; `raw` is its value, as much of it as the block holds."""

    tag: int
    type: int
    raw: memoryview
    at: int  # offset of `raw` in the block
    order: str

    def text(self, limit: int = TEXT_BYTES) -> str:
        """Return the value as words: bytes up to a NUL, or numbers with spaces between."""
        if self.type in BYTES:
            return decode(self.raw, limit)
        return " ".join(map(plain, self.numbers()[:MAX_SHOWN]))

    def numbers(self) -> tuple[float, ...]:
        """Return the first values; a ratio without a denominator is left out."""
        if self.type in RATIONAL:
            return tuple(n / d for n, d in self.ratios() if d)
        return self._unpack()

    def ratios(self) -> tuple[tuple[float, float], ...]:
        """Return the first values as numerator and denominator, whatever their type."""
        flat = self._unpack()
        if self.type in RATIONAL:
            return tuple(zip(flat[::2], flat[1::2], strict=True))
        return tuple((value, 1) for value in flat)

    def whole(self) -> tuple[int, ...]:
        """Return the first values where the type is one of integers."""
        return tuple(map(int, self._unpack())) if self.type in WHOLE else ()

    def _unpack(self) -> tuple[float, ...]:
        code, size = TYPES[self.type]
        count = min(len(self.raw) // size, MAX_VALUES)
        repeat = count * 2 if self.type in RATIONAL else count
        sign = "<" if self.order == "little" else ">"
        return struct.unpack(f"{sign}{repeat}{code}", self.raw[: count * size])


class Tiff:
    """A block of directories, and how much of it may still be read."""

    __slots__ = (
        "_big",
        "_left",
        "_most",
        "_seen",
        "_value_bytes_left",
        "data",
        "first",
        "order",
        "unread",
    )

    def __init__(
        self,
        data: memoryview,
        order: str,
        first: int = 0,
        big: bool = False,
        entries: int = MAX_ENTRIES,
        directories: int = MAX_DIRECTORIES,
    ) -> None:
        self.data = data
        self.order = order
        self.first = first  # offset of the first directory
        self.unread = 0  # entries that the limits left out
        self._big = big  # 64-bit offsets and counts
        self._left = entries
        self._most = directories
        self._value_bytes_left = len(data) + SHARED  # bytes of values that may still be read
        self._seen: set[int] = set()

    def directory(self, at: int) -> tuple[tuple[Entry, ...], int] | None:
        """Return the entries of the directory at `at` and the offset of the next one.

        None where it was read before, or lies outside.
        """
        if at in self._seen or len(self._seen) == self._most:
            return None
        self._seen.add(at)
        cursor = Cursor(self.data, self.order)
        try:
            cursor.seek(at)
            declared = cursor.u64() if self._big else cursor.u16()
        except Damaged:
            return None
        width = 20 if self._big else 12
        there = min(declared, cursor.left // width)
        count = min(there, self._left)
        self._left -= count
        self.unread += there - count
        layout = ("<" if self.order == "little" else ">") + ("HHQ8x" if self._big else "HHI4x")
        first = cursor.at + (12 if self._big else 8)
        rows = struct.iter_unpack(layout, cursor.take(count * width))
        entries = tuple(
            self._entry(first + width * i, *row) for i, row in enumerate(rows) if row[1] in TYPES
        )
        if count < declared or cursor.left < (8 if self._big else 4):
            return entries, 0
        return entries, cursor.u64() if self._big else cursor.u32()

    def view(self, at: int, size: int) -> memoryview:
        """Return `size` bytes at `at`, or as many of them as there are."""
        cursor = Cursor(self.data)
        try:
            cursor.seek(at)
        except Damaged:
            return self.data[:0]
        return cursor.take(min(size, cursor.left))

    def _entry(self, at: int, tag: int, kind: int, count: int) -> Entry:
        size = count * TYPES[kind][1]
        if size > (8 if self._big else 4):
            cursor = Cursor(self.data, self.order, at)
            at = cursor.u64() if self._big else cursor.u32()
        raw = self.view(at, size)
        self._value_bytes_left -= min(len(raw), TEXT_BYTES)
        if self._value_bytes_left < 0:
            self.unread += 1
            raw = raw[:0]
        return Entry(tag, kind, raw, at, self.order)


def parse(block: memoryview) -> Tiff | None:
    """Return the TIFF stream that `block` holds, behind an "Exif" prefix or without one."""
    header = _HEADER.search(bytes(block[: _PREFIX + 4]))
    if not header:
        return None
    order = "little" if header[0][:1] == b"I" else "big"
    cursor = Cursor(block[header.start() :], order, at=4)
    try:
        return Tiff(cursor.data, order, first=cursor.u32())
    except Damaged:
        return None


def plain(value: float) -> str:
    """Write a number without a needless fraction."""
    return f"{value:.12g}"


class Directory(NamedTuple):
    """One directory of the block, and what it is there for."""

    ifd: Ifd
    entries: tuple[Entry, ...]
    at: int = 0  # offset of the directory in the block

    def find(self, tag: int) -> Entry | None:
        """Return the first entry with `tag`."""
        return next((entry for entry in self.entries if entry.tag == tag), None)


def walk(tiff: Tiff) -> tuple[Directory, ...]:
    """Return every directory of a stream once: the chain of main ones, what they point at."""
    return tuple(_walk(tiff))


def _walk(tiff: Tiff) -> Iterator[Directory]:
    """Yield every directory once, the chain of main ones and what they point at."""
    waiting: deque[tuple[Ifd, int]] = deque([("0th", tiff.first)])
    while waiting:
        name, at = waiting.popleft()
        directory = tiff.directory(at)
        if not directory:
            continue
        entries, after = directory
        yield Directory(name, entries, at)
        if name in ("GPS", "Interop"):
            continue
        for entry in entries:
            if entry.tag in POINTERS:
                waiting += ((POINTERS[entry.tag], offset) for offset in entry.whole())
        if after and name in ("0th", "1st"):
            waiting.append(("1st", after))
