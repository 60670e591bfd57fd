"""The sample tables of a track: where each sample is, how long it is and when it shows.

Spec: ISO/IEC 14496-12 §8.6.1 (stts, ctts, stss), §8.7 (stsz, stz2, stsc, stco, co64),
§8.9.2 (sbgp), §8.9.3 (sgpd), §10.1 (roll, prol), §10.4 (rap), §10.8 (sync).

Tables are read into arrays, a few bytes a sample: an hour has a hundred thousand of them,
an hour of plain sound a hundred million, all of one size.
"""

import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from bot.engine.binary.cursor import Cursor
from bot.engine.binary.ranges import Range
from bot.engine.errors import Damaged, TooLarge
from bot.engine.formats.isobmff.boxes import (
    TEXT_RUN,
    Box,
    Boxes,
    is_text,
    make_full,
    parse_full,
)

CHUNK_LIMIT = 300_000  # an hour of one sample each has as many; a million fit into 4 MB
GROUP_SIZES = {b"roll": 2, b"prol": 2, b"rap ": 1, b"sync": 1}  # bytes of each description
GROUP_LIMIT = 1000  # descriptions of one kind


class SampleUnit(NamedTuple):
    """Samples of one size: so many of them are in so many bytes."""

    size: int
    sample_count: int


class Chunk(NamedTuple):
    """Samples that lie one behind the other."""

    first_sample: int  # its number, from 0
    sample_count: int
    entry_number: int  # of its sample description, from 1
    start: int  # offset in the file
    end: int


class Table(NamedTuple):
    """The chunks of a track, and the size of each sample."""

    chunks: tuple[Chunk, ...]
    sizes: "array[int] | None"  # bytes of each sample; None where all have one size
    common_size: int  # the size of all samples as stsz gives it, 0 where they differ
    unit: SampleUnit  # what that size means
    is_cut: bool  # the file ends before its samples do

    @property
    def sample_count(self) -> int:
        """Number of samples in all chunks."""
        return self.chunks[-1].first_sample + self.chunks[-1].sample_count if self.chunks else 0


def unpack_numbers(view: memoryview, typecode: str = "I") -> "array[int]":
    """Return big-endian numbers as an array."""
    numbers = array(typecode)
    numbers.frombytes(view)
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def pack_numbers(numbers: "array[int]") -> bytes:
    """Return an array as big-endian numbers."""
    swapped = numbers[:]
    if sys.byteorder == "little":
        swapped.byteswap()
    return swapped.tobytes()


def read(stbl: Boxes, media: Sequence[Range], file_size: int, unit: SampleUnit | None) -> Table:
    """Return a track's table; its samples are in `media`, the bodies of the mdat boxes.

    `unit` is the size of samples that a sound's description gives: stsz only counts them then.
    Samples behind the end of the file are left out.
    Raises Damaged where tables are missing or contradict each other.
    """
    sizes, common_size, total = _sizes(stbl)
    unit = unit if unit and common_size == 1 else SampleUnit(common_size, 1)
    table = Table((), sizes, common_size, unit, is_cut=False)
    chunks: list[Chunk] = []
    for chunk in _chunks(stbl, table, total):
        if len(chunks) >= CHUNK_LIMIT:
            raise TooLarge("too many chunks")
        clipped = clip_chunk(chunk, table, media, file_size)
        if clipped.sample_count:
            chunks.append(clipped)
        if clipped.sample_count < chunk.sample_count:
            break
    table = table._replace(chunks=tuple(chunks))
    return table._replace(is_cut=table.sample_count < total)


def clip_chunk(chunk: Chunk, table: Table, media: Sequence[Range], file_size: int) -> Chunk:
    """Return a chunk without those of its samples that are behind the end of the file.

    Raises Damaged where they are outside the media data.
    """
    if _is_inside(chunk, media):
        return chunk
    if chunk.end <= file_size:
        raise Damaged(f"samples at {chunk.start}, outside the media data")
    if table.sizes is None:
        size, count = table.unit
        present = max(0, file_size - chunk.start) * count // max(1, size)
    else:
        present = sum(end <= file_size for _, _, end in sample_ranges(table, chunk))
    present = min(present, chunk.sample_count)
    end = chunk.start + size_of(table, chunk.first_sample, present)
    clipped = chunk._replace(sample_count=present, end=end)
    if present and _is_inside(clipped, media):
        return clipped
    return clipped._replace(sample_count=0)


def size_of(table: Table, first: int, count: int) -> int:
    """Return the bytes of `count` samples from number `first` on."""
    if table.sizes is not None:
        return sum(table.sizes[first : first + count])
    return count * table.unit.size // table.unit.sample_count


def sample_ranges(table: Table, chunk: Chunk) -> Iterator[tuple[int, int, int]]:
    """Yield the number of each sample in a chunk, and where it starts and ends in the file."""
    at = chunk.start
    for number in range(chunk.first_sample, chunk.first_sample + chunk.sample_count):
        end = at + size_of(table, number, 1)
        yield number, at, end
        at = end


def write_times(box: Box, total: int) -> bytes:
    """Return an stts or ctts box for the first `total` samples; equal neighbours are joined.

    Raises Damaged where a time may be text.
    """
    version, _, _ = parse_full(box)
    pairs = _rows(box, columns=2)
    rows: list[int] = []
    for count, value in zip(pairs[::2], pairs[1::2], strict=True):
        if is_text(value):
            raise Damaged(f"words among times at {box.start}")
        count, total = min(count, total), total - min(count, total)
        if count and rows and rows[-1] == value:
            rows[-2] += count
        elif count:
            rows += count, value
    version = min(version, 1) if box.kind == b"ctts" else 0
    return _table_box(box.kind, array("I", rows), 2, version)


def write_sync_samples(box: Box, total: int) -> bytes:
    """Return an stss or stps box: samples at which a player can begin, in order, each once."""
    numbers = sorted({number for number in _rows(box) if 0 < number <= total})
    return _table_box(box.kind, array("I", numbers))


def write_stsc(table: Table) -> bytes:
    """Return the stsc box: how many samples each chunk has, and which description."""
    rows = array("I")
    first_chunk = 1
    chunks = groupby(table.chunks, lambda chunk: (chunk.sample_count, chunk.entry_number))
    for (sample_count, entry_number), alike in chunks:
        rows.extend((first_chunk, sample_count, entry_number))
        first_chunk += sum(1 for _ in alike)
    return _table_box(b"stsc", rows, 3)


def write_stsz(table: Table, sizes: "array[int] | None") -> bytes:
    """Return the stsz box of samples with these sizes; None where all have one size."""
    if sizes is None:
        common_size, total = table.common_size, table.sample_count
        return make_full(b"stsz", 0, 0, common_size.to_bytes(4, "big"), total.to_bytes(4, "big"))
    return make_full(b"stsz", 0, 0, bytes(4), len(sizes).to_bytes(4, "big"), pack_numbers(sizes))


def write_offsets(offsets: "array[int]", is_wide: bool) -> bytes:
    """Return the stco box, or co64 where the file is longer than 4 GiB."""
    return _table_box(b"co64" if is_wide else b"stco", offsets if is_wide else array("I", offsets))


def write_groups(boxes: tuple[Box, ...], total: int) -> Iterator[bytes]:
    """Yield sgpd and sbgp boxes of the kinds of sample groups that a player needs.

    They say where it can begin, and how much before that it must decode.
    """
    for kind, size in GROUP_SIZES.items():
        descriptions = _group_descriptions(boxes, kind, size)
        if descriptions is None:
            continue
        count = len(descriptions) // size
        members = _group_members(boxes, kind, total, count)
        if members:
            head = kind + size.to_bytes(4, "big") + count.to_bytes(4, "big")
            yield make_full(b"sgpd", 1, 0, head, descriptions)
            rows = (len(members) // 2).to_bytes(4, "big") + pack_numbers(members)
            yield make_full(b"sbgp", 0, 0, kind, rows)


def _rows(box: Box, columns: int = 1, typecode: str = "I") -> "array[int]":
    """Return the numbers of a full box whose rows are counted.

    Raises Damaged where it holds fewer rows than it says.
    """
    _, _, cursor = parse_full(box)
    width = array(typecode).itemsize
    return unpack_numbers(cursor.take(cursor.u32() * columns * width), typecode)


def _table_box(kind: bytes, rows: "array[int]", columns: int = 1, version: int = 0) -> bytes:
    """Return a full box whose rows are counted."""
    count = len(rows) // columns
    return make_full(kind, version, 0, count.to_bytes(4, "big"), pack_numbers(rows))


def _sizes(stbl: Boxes) -> "tuple[array[int] | None, int, int]":
    """Return the bytes of each sample, or None and the size of all; and their number."""
    if box := stbl.get(b"stsz"):
        _, _, cursor = parse_full(box)
        common_size, total = cursor.pair()
        if common_size:
            return None, common_size, total
        return unpack_numbers(cursor.take(total * 4)), 0, total
    if box := stbl.get(b"stz2"):
        _, _, cursor = parse_full(box)
        bits, total = cursor.u32() & 0xFF, cursor.u32()
        return _small_sizes(cursor, bits, total), 0, total
    raise Damaged("no sample sizes")


def _small_sizes(cursor: Cursor, bits: int, total: int) -> "array[int]":
    match bits:
        case 4:  # two in a byte; the last half byte may be padding
            halves = (half for byte in cursor.take((total + 1) // 2) for half in divmod(byte, 16))
            return array("I", list(halves)[:total])
        case 8:
            return array("I", list(cursor.take(total)))
        case 16:
            return array("I", list(unpack_numbers(cursor.take(total * 2), "H")))
        case _:
            raise Damaged("stz2")


def _chunks(stbl: Boxes, table: Table, total: int) -> Iterator[Chunk]:
    """Yield the chunks that hold samples, in the order of their samples.

    A row of stsc says how many samples each chunk has, from its first chunk up to the first
    chunk of the next row; chunks count from 1. stco or co64 has each chunk's offset.
    """
    offsets = _offsets(stbl)
    if b"stsc" not in stbl:
        raise Damaged("no chunks")
    rows = _rows(stbl[b"stsc"], columns=3)
    first_sample = 0
    for row in range(0, len(rows), 3):
        first_chunk, count, entry_number = rows[row : row + 3]
        is_last = row + 3 >= len(rows)
        next_chunk = len(offsets) + 1 if is_last else rows[row + 3]
        if not first_chunk or (first_chunk > next_chunk and not is_last):
            raise Damaged("chunks out of order")
        for start in offsets[first_chunk - 1 : next_chunk - 1]:
            count = min(count, total - first_sample)
            if not count:
                break
            end = start + size_of(table, first_sample, count)
            yield Chunk(first_sample, count, entry_number, start, end)
            first_sample += count


def _offsets(stbl: Boxes) -> "array[int]":
    for kind, typecode in ((b"stco", "I"), (b"co64", "Q")):
        if kind in stbl:
            return _rows(stbl[kind], typecode=typecode)
    raise Damaged("no chunk offsets")


def _is_inside(chunk: Chunk, media: Sequence[Range]) -> bool:
    index = bisect_right(media, (chunk.start, sys.maxsize)) - 1
    return index >= 0 and chunk.end <= media[index][1]


def _group_descriptions(boxes: tuple[Box, ...], kind: bytes, size: int) -> bytes | None:
    """Return the descriptions of a kind of group.

    None where there are none, where each is not `size` bytes long, or where they hold text.
    """
    for box in boxes:
        version, _, cursor = parse_full(box)
        if box.kind != b"sgpd" or bytes(cursor.take(4)) != kind:
            continue
        if version and cursor.u32() != size:
            return None
        if version >= 2:
            cursor.take(4)  # the description of samples in no group
        count = cursor.u32()
        descriptions = bytes(cursor.take(count * size)) if count <= GROUP_LIMIT else b""
        return None if TEXT_RUN.search(descriptions) else descriptions
    return None


def _group_members(
    boxes: tuple[Box, ...], kind: bytes, total: int, description_count: int
) -> "array[int]":
    """Return pairs: a number of samples, and the number of their description, 0 for none."""
    members = array("I")
    for box in boxes:
        version, _, cursor = parse_full(box)
        if box.kind != b"sbgp" or bytes(cursor.take(4)) != kind or members:
            continue
        if version:
            cursor.take(4)  # a parameter of the grouping
        pairs = unpack_numbers(cursor.take(cursor.u32() * 8))
        for count, number in zip(pairs[::2], pairs[1::2], strict=True):
            count, total = min(count, total), total - min(count, total)
            if count:
                members.extend((count, number if number <= description_count else 0))
    return members
