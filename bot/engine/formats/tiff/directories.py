"""A TIFF stream: header, and directories of fields, in 32 bits or in 64.

Spec: TIFF 6.0 §2; BigTIFF (libtiff, 2007).
"""

import sys
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from bot.engine.binary.cursor import Cursor
from bot.engine.errors import Damaged, TooLarge

ByteOrder = Literal["big", "little"]

HEADERS: dict[bytes, tuple[ByteOrder, bool]] = {  # order, 64-bit
    b"II*\0": ("little", False),
    b"MM\0*": ("big", False),
    b"II+\0": ("little", True),
    b"MM\0+": ("big", True),
}
BYTE, ASCII, SHORT, LONG, RATIONAL, UNDEFINED, LONG8 = 1, 2, 3, 4, 5, 7, 16
SRATIONAL, FLOAT, DOUBLE = 10, 11, 12
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8,
         17: 8, 18: 8}  # fmt: skip
WHOLE = {1: "B", 3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}  # types of numbers without a sign
PAGE_LIMIT = 5_000  # a fax of a week; directories may point at each other without end
FIELD_LIMIT = 5_000  # of one directory; real ones have a hundred


class Field(NamedTuple):
    """A field of a directory: its values as they stand in the file."""

    type: int
    raw: memoryview
    order: ByteOrder

    def whole(self) -> "array[int]":
        """Return the values of a type of integers, none of another type."""
        code = WHOLE.get(self.type)
        values = array("Q" if code is None else code)
        if code:
            values.frombytes(self.raw)
            if values.itemsize > 1 and self.order != sys.byteorder:
                values.byteswap()
        return values

    def ratios(self) -> tuple[tuple[int, int], ...]:
        """Return numerators and denominators."""
        flat = Field(LONG, self.raw, self.order).whole() if self.type == RATIONAL else ()
        return tuple(zip(flat[::2], flat[1::2], strict=True))


Directory = dict[int, Field]


@dataclass(frozen=True, slots=True)
class Stream:
    """A file of directories."""

    data: memoryview
    order: ByteOrder
    big: bool  # 64-bit offsets
    first: int

    @property
    def head(self) -> int:
        """Bytes before anything else."""
        return 16 if self.big else 8

    def chain(self) -> Iterator[tuple[int, Directory]]:
        """Yield the main directories, each once, and their offsets.

        Raises Damaged where the first lies outside, TooLarge where there are too many.
        """
        at, seen = self.first, set[int]()
        while at and at not in seen:
            if len(seen) >= PAGE_LIMIT:
                raise TooLarge("too many directories")
            seen.add(at)
            directory = self.directory(at)
            if directory is None and len(seen) == 1:
                raise Damaged(f"directory at {at}")
            if directory is None:
                return
            yield at, directory[0]
            at = directory[1]

    def directory(self, at: int) -> tuple[Directory, int] | None:
        """Return the fields at `at` and the next directory's offset; None where there is none."""
        cursor = Cursor(self.data, self.order)
        fields: Directory = {}
        try:
            cursor.seek(at)
            count = cursor.u64() if self.big else cursor.u16()
            if count > FIELD_LIMIT:
                return None
            for _ in range(count):
                tag, kind = cursor.u16(), cursor.u16()
                if (field := self._field(cursor, kind)) is not None:
                    fields.setdefault(tag, field)
        except Damaged:
            return None
        try:
            return fields, cursor.u64() if self.big else cursor.u32()
        except Damaged:
            return fields, 0  # the last one, cut off where it stands

    def _field(self, cursor: Cursor, kind: int) -> Field | None:
        count = cursor.u64() if self.big else cursor.u32()
        value = cursor.take(8 if self.big else 4)
        size = count * SIZES.get(kind, 0)
        if size > len(value):
            at = int.from_bytes(value, self.order)
            value = self.data[at : at + size]
        return Field(kind, value[:size], self.order) if 0 < size <= len(value) else None


def parse(data: memoryview) -> Stream:
    """Return the stream that a file is.

    Raises Damaged.
    """
    order, big = HEADERS[bytes(data[:4])]
    cursor = Cursor(data, order, at=4)
    if big and (cursor.u16(), cursor.u16()) != (8, 0):
        raise Damaged("BigTIFF header")
    return Stream(data, order, big, cursor.u64() if big else cursor.u32())
