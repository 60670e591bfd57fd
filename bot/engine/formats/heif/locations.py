"""Where items lie: runs of the file, in whichever of three ways a file says so.

Spec: ISO/IEC 14496-12 §8.11.3 (iloc): offsets in the file, in `idat`, or in other items.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bot.engine.binary.cursor import Cursor
from bot.engine.binary.ranges import Range, Ranges, cut, total
from bot.engine.errors import Damaged, TooLarge
from bot.engine.formats.isobmff import boxes
from bot.engine.formats.isobmff.boxes import Box

EXTENT_LIMIT = 200_000  # pieces of all items; a million fit into 12 MB
PIECES = 64  # of an item made of others, and of each of those: their product must stay small
IN_FILE, IN_IDAT, IN_ITEM = 0, 1, 2


class Extent(NamedTuple):
    """A piece of an item as the file gives it: `which` names a reference of its own."""

    which: int
    offset: int
    length: int  # 0: to the end


class Place(NamedTuple):
    """One item's row of iloc."""

    way: int
    elsewhere: bool  # in another file
    extents: tuple[Extent, ...]


def read(
    box: Box, idat: Box | None, data: memoryview, indirect: Mapping[int, tuple[int, ...]]
) -> dict[int, Ranges]:
    """Return where each item lies; `indirect` names the items that an item is made of.

    An item that lies nowhere, or outside the file, has no runs.
    Raises Damaged or TooLarge.
    """
    rows = dict(_rows(box))
    return {
        number: _runs(place, rows, idat, data, indirect.get(number, ()))
        for number, place in rows.items()
    }


def _rows(box: Box) -> Iterator[tuple[int, Place]]:
    version, _, cursor = boxes.parse_full(box)
    if version > 2:
        raise Damaged("iloc")
    sizes = cursor.u16()
    offset, length, base, index = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    if not {offset, length, base} <= {0, 4, 8}:
        raise Damaged("iloc")
    pieces = 0
    for _ in range(cursor.u32() if version == 2 else cursor.u16()):
        number = cursor.u32() if version == 2 else cursor.u16()
        way = cursor.u16() & 15 if version else IN_FILE
        elsewhere = cursor.u16() != 0
        start = _number(cursor, base)
        extents = []
        count = cursor.u16()
        pieces += count + 1
        if pieces > EXTENT_LIMIT:
            raise TooLarge("too many extents")
        for _ in range(count):
            which = _number(cursor, index) if version else 0
            extents.append(Extent(which, start + _number(cursor, offset), _number(cursor, length)))
        yield number, Place(way, elsewhere, tuple(extents))


def _number(cursor: Cursor, size: int) -> int:
    return int.from_bytes(cursor.take(size), "big")


def _runs(
    place: Place,
    rows: Mapping[int, Place],
    idat: Box | None,
    data: memoryview,
    others: tuple[int, ...] | None,
) -> Ranges:
    """Return where a row's bytes lie; `others` are None for a row that others are made of."""
    if place.elsewhere:
        return ()
    runs: list[Range] = []
    for extent in place.extents:
        inside: Ranges = ()
        if place.way == IN_FILE:
            inside = ((0, len(data)),)
        elif place.way == IN_IDAT and idat:
            inside = ((idat.start + idat.header_size, idat.end),)
        elif place.way == IN_ITEM and others and len(place.extents) <= PIECES:
            other = rows.get(others[min(max(extent.which, 1), len(others)) - 1])
            if other and len(other.extents) <= PIECES:
                inside = _runs(other, rows, idat, data, None)
        size = total(inside)
        end = extent.offset + extent.length if extent.length else size
        if not extent.offset < end <= size:
            return ()
        runs += cut(inside, extent.offset, end)
    return tuple(runs)
