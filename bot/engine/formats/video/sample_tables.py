"""The sample tables of a track: where each sample lies, how long it is and when it shows.

Spec: ISO/IEC 14496-12 §8.6.1 (stts, ctts, cslg, stss), §8.7 (stsz, stz2, stsc, stco, co64).

Tables are read into arrays, a few bytes a sample: an hour has a hundred thousand of them,
an hour of plain sound a hundred million, all alike.
"""

import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from bot.engine.binary.cursor import Cursor
from bot.engine.errors import Damaged, TooLarge
from bot.engine.formats.isobmff.boxes import TEXT_RUN, Box, is_text, make_full, parse_full

Boxes = dict[bytes, Box]
CHUNK_LIMIT = 300_000  # an hour of one sample each has as many; a million fit into 4 MB

GROUP_KINDS = {b"roll": 2, b"prol": 2, b"rap ": 1, b"sync": 1}  # bytes of each description
GROUP_LIMIT = 1000


Unit = tuple[int, int]  # so many bytes hold so many samples, where all are alike


class Chunk(NamedTuple):
    """Samples that lie one behind the other."""

    first: int  # number of its first sample, from 0
    held: int
    entry: int  # number of its description, from 1
    start: int  # bytes in the file
    end: int


class Table(NamedTuple):
    """Where a track's samples are: chunk by chunk, and the bytes of each sample."""

    chunks: tuple[Chunk, ...]
    sizes: "array[int] | None"  # of each sample; None where all are alike
    alike: int  # what the table says then
    unit: Unit  # and what it means
    cut: bool  # the file ends before its samples do

    @property
    def total(self) -> int:
        """Number of samples."""
        return self.chunks[-1].first + self.chunks[-1].held if self.chunks else 0


def words(view: memoryview, code: str = "I") -> "array[int]":
    """Return big-endian numbers as an array."""
    found = array(code)
    found.frombytes(view)
    if sys.byteorder == "little":
        found.byteswap()
    return found


def packed(numbers: "array[int]") -> bytes:
    """Return an array as big-endian numbers."""
    turned = numbers[:]
    if sys.byteorder == "little":
        turned.byteswap()
    return turned.tobytes()


def counted(box: Box, each: int = 1, code: str = "I") -> "array[int]":
    """Return the numbers of a full box that tells how many rows of `each` it has.

    Raises Damaged where it holds fewer.
    """
    _, _, cursor = parse_full(box)
    width = array(code).itemsize
    return words(cursor.take(cursor.u32() * each * width), code)


def read(stbl: Boxes, media: Sequence[tuple[int, int]], length: int, unit: Unit | None) -> Table:
    """Read a track's tables; its samples lie in `media`, the bodies of the mdat boxes.

    `unit` is what the description of the sound says of samples that the table only counts.
    What lies behind the end of the file, `length`, is cut off.
    Raises Damaged where tables are missing or contradict each other.
    """
    sizes, alike, total = _sizes(stbl)
    unit = unit if unit and alike == 1 else (alike, 1)
    table = Table((), sizes, alike, unit, cut=False)
    chunks: list[Chunk] = []
    for chunk in _chunks(stbl, table, total):
        if len(chunks) >= CHUNK_LIMIT:
            raise TooLarge("too many chunks")
        there = fitted(chunk, table, media, length)
        if there.held:
            chunks.append(there)
        if there.held < chunk.held:
            break
    table = table._replace(chunks=tuple(chunks))
    return table._replace(cut=table.total < total)


def fitted(chunk: Chunk, table: Table, media: Sequence[tuple[int, int]], length: int) -> Chunk:
    """Return a chunk, without those of its samples that lie behind the end of the file.

    Raises Damaged where they lie outside the media data.
    """
    if _inside(chunk, media):
        return chunk
    if chunk.end <= length:
        raise Damaged(f"samples at {chunk.start}, outside the media data")
    if table.sizes is None:
        size, each = table.unit
        held = max(0, length - chunk.start) * each // max(1, size)
    else:
        held = sum(end <= length for _, _, end in samples(table, chunk))
    held = min(held, chunk.held)
    short = chunk._replace(held=held, end=chunk.start + span(table, chunk.first, held))
    return short if held and _inside(short, media) else short._replace(held=0)


def span(table: Table, first: int, count: int) -> int:
    """Return the bytes of `count` samples from number `first` on."""
    if table.sizes is not None:
        return sum(table.sizes[first : first + count])
    size, samples = table.unit
    return count * size // samples


def samples(table: Table, chunk: Chunk) -> Iterator[tuple[int, int, int]]:
    """Yield the number, the start and the end of each sample in a chunk."""
    at = chunk.start
    for number in range(chunk.first, chunk.first + chunk.held):
        end = at + span(table, number, 1)
        yield number, at, end
        at = end


def runs(box: Box, total: int) -> bytes:
    """Return an stts or ctts box for `total` samples, no word behind them or between."""
    version, _, _ = parse_full(box)
    pairs = counted(box, each=2)
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
    return table_box(box.kind, array("I", rows), 2, version)


def numbers(box: Box, total: int) -> bytes:
    """Return an stss or stps box: samples that can be begun with, in order, each once."""
    kept = sorted({number for number in counted(box) if 0 < number <= total})
    return table_box(box.kind, array("I", kept))


def table_box(kind: bytes, rows: "array[int]", each: int = 1, version: int = 0) -> bytes:
    """Return a full box of counted rows."""
    count = len(rows) // each
    return make_full(kind, version, 0, count.to_bytes(4, "big"), packed(rows))


def chunk_map(table: Table) -> bytes:
    """Return the stsc box: how many samples each chunk has, and which description."""
    rows = array("I")
    at = 1
    for (count, entry), alike in groupby(table.chunks, lambda chunk: (chunk.held, chunk.entry)):
        rows.extend((at, count, entry))
        at += sum(1 for _ in alike)
    return table_box(b"stsc", rows, 3)


def size_table(table: Table, sizes: "array[int] | None") -> bytes:
    """Return the stsz box, for samples of their own size or all alike."""
    if sizes is None:
        alike, total = table.alike.to_bytes(4, "big"), table.total.to_bytes(4, "big")
        return make_full(b"stsz", 0, 0, alike, total)
    return make_full(b"stsz", 0, 0, bytes(4), len(sizes).to_bytes(4, "big"), packed(sizes))


def offset_table(offsets: "array[int]", wide: bool) -> bytes:
    """Return the stco box, or co64 where the file is longer than 4 GiB."""
    return table_box(b"co64" if wide else b"stco", offsets if wide else array("I", offsets))


def _sizes(stbl: Boxes) -> "tuple[array[int] | None, int, int]":
    """Return the bytes of each sample, or None and the bytes that all have; and their number."""
    if box := stbl.get(b"stsz"):
        _, _, cursor = parse_full(box)
        alike, total = cursor.pair()
        if alike:
            return None, alike, total
        return words(cursor.take(total * 4)), 0, total
    if box := stbl.get(b"stz2"):
        _, _, cursor = parse_full(box)
        bits, total = cursor.u32() & 0xFF, cursor.u32()
        return _small(cursor, bits, total), 0, total
    raise Damaged("no sample sizes")


def _small(cursor: Cursor, bits: int, total: int) -> "array[int]":
    match bits:
        case 4:
            halves = (half for byte in cursor.take((total + 1) // 2) for half in divmod(byte, 16))
            return array("I", list(halves)[:total])
        case 8:
            return array("I", list(cursor.take(total)))
        case 16:
            return array("I", list(words(cursor.take(total * 2), "H")))
        case _:
            raise Damaged("stz2")


def _chunks(stbl: Boxes, table: Table, total: int) -> Iterator[Chunk]:
    """Yield the chunks that hold samples, in the order of their samples."""
    offsets = _offsets(stbl)
    if b"stsc" not in stbl:
        raise Damaged("no chunks")
    rows = counted(stbl[b"stsc"], each=3)
    at = 0
    for row in range(0, len(rows), 3):
        begin, count, entry = rows[row : row + 3]
        until = rows[row + 3] if row + 3 < len(rows) else len(offsets) + 1
        if not begin or (begin > until and row + 3 < len(rows)):
            raise Damaged("chunks out of order")
        for start in offsets[begin - 1 : until - 1]:
            count = min(count, total - at)
            if not count:
                break
            yield Chunk(at, count, entry, start, start + span(table, at, count))
            at += count


def _offsets(stbl: Boxes) -> "array[int]":
    for kind, code in ((b"stco", "I"), (b"co64", "Q")):
        if kind in stbl:
            return counted(stbl[kind], code=code)
    raise Damaged("no chunk offsets")


def _inside(chunk: Chunk, media: Sequence[tuple[int, int]]) -> bool:
    number = bisect_right(media, (chunk.start, sys.maxsize)) - 1
    return number >= 0 and chunk.end <= media[number][1]


def sample_groups(boxes: tuple[Box, ...], total: int) -> Iterator[bytes]:
    """Yield the groups of known kinds, their descriptions and samples written anew."""
    for kind, size in GROUP_KINDS.items():
        told = _group_descriptions(boxes, kind, size)
        if told is None:
            continue
        rows = _group_members(boxes, kind, total, len(told) // size)
        if rows:
            head = kind + size.to_bytes(4, "big") + (len(told) // size).to_bytes(4, "big")
            yield make_full(b"sgpd", 1, 0, head, told)
            yield make_full(b"sbgp", 0, 0, kind, (len(rows) // 2).to_bytes(4, "big"), packed(rows))


def _group_descriptions(boxes: tuple[Box, ...], kind: bytes, size: int) -> bytes | None:
    """Return the descriptions of a kind of group, where they are as long as it has them."""
    for box in boxes:
        version, _, cursor = parse_full(box)
        if box.kind != b"sgpd" or bytes(cursor.take(4)) != kind:
            continue
        if version and cursor.u32() != size:
            return None
        if version >= 2:
            cursor.take(4)
        count = cursor.u32()
        told = bytes(cursor.take(count * size)) if count <= GROUP_LIMIT else b""
        return None if TEXT_RUN.search(told) else told
    return None


def _group_members(boxes: tuple[Box, ...], kind: bytes, total: int, groups: int) -> "array[int]":
    """Return which samples are of which description."""
    found = array("I")
    for box in boxes:
        version, _, cursor = parse_full(box)
        if box.kind != b"sbgp" or bytes(cursor.take(4)) != kind or found:
            continue
        if version:
            cursor.take(4)
        rows = words(cursor.take(cursor.u32() * 8))
        for count, group in zip(rows[::2], rows[1::2], strict=True):
            count, total = min(count, total), total - min(count, total)
            if count:
                found.extend((count, group if group <= groups else 0))
    return found
