"""The item locations of HEIF: which ranges of the file hold each item's bytes.

Spec: ISO/IEC 14496-12 §8.11.3 (iloc).
"""

from collections.abc import Iterator, Mapping
from enum import IntEnum
from typing import NamedTuple

from bot.engine.binary.cursor import Cursor
from bot.engine.binary.ranges import Range, Ranges, cut, total
from bot.engine.errors import Damaged, TooLarge
from bot.engine.formats.isobmff import boxes
from bot.engine.formats.isobmff.boxes import Box

EXTENT_LIMIT = 200_000  # extents of all items; a million fit into 12 MB
# Extents of an item made of other items, and of each of those: their product must stay small.
NESTED_EXTENT_LIMIT = 64


class ConstructionMethod(IntEnum):
    """What an item's offsets count from."""

    FILE = 0
    IDAT = 1  # the body of the idat box
    ITEM = 2  # the bytes of another item, which an iloc reference names


class Extent(NamedTuple):
    """A run of an item's bytes, as the file gives it."""

    source_index: int  # of the reference that names the other item, from 1; 0 where there is none
    offset: int
    length: int  # 0: to the end


class ItemLocation(NamedTuple):
    """One item's row of iloc."""

    method: int  # a ConstructionMethod, where the file is right
    is_external: bool  # the bytes are in another file
    extents: tuple[Extent, ...]


def item_ranges(
    iloc: Box, idat: Box | None, data: memoryview, sources: Mapping[int, tuple[int, ...]]
) -> dict[int, Ranges]:
    """Return the ranges of the file `data` that hold each item, by item ID.

    `sources` holds the IDs of the items that an item's bytes are taken from. An item that is
    in another file, or reaches outside this one, has no ranges.
    Raises Damaged or TooLarge.
    """
    locations = dict(_locations(iloc))
    return {
        item_id: _ranges(location, locations, idat, data, sources.get(item_id, ()))
        for item_id, location in locations.items()
    }


def _locations(iloc: Box) -> Iterator[tuple[int, ItemLocation]]:
    """Yield the rows of iloc, each with its item's ID."""
    version, _, cursor = boxes.parse_full(iloc)
    if version > 2:
        raise Damaged("iloc")
    # Four half bytes say how many bytes the numbers of a row have; versions 1 and 2 alone
    # have an index.
    sizes = cursor.u16()
    offset_size, length_size, base_size, index_size = (
        sizes >> shift & 15 for shift in (12, 8, 4, 0)
    )
    if not {offset_size, length_size, base_size} <= {0, 4, 8}:
        raise Damaged("iloc")
    extent_count = 0
    for _ in range(cursor.u32() if version == 2 else cursor.u16()):
        item_id = cursor.u32() if version == 2 else cursor.u16()
        method = cursor.u16() & 15 if version else ConstructionMethod.FILE
        is_external = cursor.u16() != 0  # the index of a data reference, 0 for this file
        base = _number(cursor, base_size)
        extents = []
        count = cursor.u16()
        extent_count += count + 1
        if extent_count > EXTENT_LIMIT:
            raise TooLarge("too many extents")
        for _ in range(count):
            index = _number(cursor, index_size) if version else 0
            offset = base + _number(cursor, offset_size)
            extents.append(Extent(index, offset, _number(cursor, length_size)))
        yield item_id, ItemLocation(method, is_external, tuple(extents))


def _number(cursor: Cursor, size: int) -> int:
    return int.from_bytes(cursor.take(size), "big")


def _ranges(
    location: ItemLocation,
    locations: Mapping[int, ItemLocation],
    idat: Box | None,
    data: memoryview,
    sources: tuple[int, ...] | None,
) -> Ranges:
    """Return the ranges of the file that an item's extents are.

    `sources` are the IDs of the items that it is made of; None for an item that is itself a
    source: a source made of further items has no ranges, so nothing runs in a circle.
    """
    if location.is_external:
        return ()
    ranges: list[Range] = []
    for extent in location.extents:
        container: Ranges = ()  # the ranges in which the extent's offset counts
        if location.method == ConstructionMethod.FILE:
            container = ((0, len(data)),)
        elif location.method == ConstructionMethod.IDAT and idat:
            container = ((idat.start + idat.header_size, idat.end),)
        elif (
            location.method == ConstructionMethod.ITEM
            and sources
            and len(location.extents) <= NESTED_EXTENT_LIMIT
        ):
            # An index that is missing or too large means the first or the last source.
            source = locations.get(sources[min(max(extent.source_index, 1), len(sources)) - 1])
            if source and len(source.extents) <= NESTED_EXTENT_LIMIT:
                container = _ranges(source, locations, idat, data, None)
        size = total(container)
        end = extent.offset + extent.length if extent.length else size
        if not extent.offset < end <= size:
            return ()
        ranges += cut(container, extent.offset, end)
    return tuple(ranges)
