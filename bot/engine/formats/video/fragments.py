"""Films in pieces: each tells of its own samples, as they are recorded or sent.

Spec: ISO/IEC 14496-12 §8.8 (mvex, moof, traf, tfhd, trun, tfdt).
"""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.engine.errors import Damaged, TooLarge
from bot.engine.formats.isobmff.boxes import Box, children, children_by_kind, parse_full, require
from bot.engine.formats.video.sample_tables import Chunk, Table, fitted, words

BASE, ENTRY, DURATION, SIZE, FLAGS, FROM_FRAGMENT = 1, 2, 8, 0x10, 0x20, 0x20000  # tfhd
OFFSET, FIRST_FLAGS, OWN_DURATION, OWN_SIZE, OWN_FLAGS, SHIFT = 1, 4, 0x100, 0x200, 0x400, 0x800
RUN_LIMIT = 200_000  # runs of samples in all fragments: two in each second of a day
SAMPLE_LIMIT = 3_000_000  # in all, ten hours: a run of as many can be told in 16 bytes


class _Budget:
    """How many samples more may be told of."""

    def __init__(self) -> None:
        self.left = SAMPLE_LIMIT

    def spend(self, count: int) -> None:
        """Count samples. Raises TooLarge where they are too many."""
        self.left -= count
        if self.left < 0:
            raise TooLarge("too many samples")


class Defaults(NamedTuple):
    """What holds of a track's samples, unless a run says otherwise."""

    entry: int
    duration: int
    size: int
    flags: int


class Range(NamedTuple):
    """Samples of one track that lie one behind the other, each with all that is told of it."""

    chunk: Chunk
    table: Table  # their sizes
    durations: "array[int]"
    flags: "array[int]"
    shifts: "array[int]"  # signed: from when a sample is decoded to when it shows
    cut: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """What one fragment tells of one track: the track's number, and its runs."""

    number: int
    entry: int
    time: Box | None  # tfdt: when it begins
    runs: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class Fragment:
    """A moof box, by the tracks that are kept."""

    pieces: tuple[Piece, ...]

    @property
    def runs(self) -> Iterator[Range]:
        """Every run of samples."""
        return (run for piece in self.pieces for run in piece.runs)

    @property
    def reach(self) -> tuple[int, int]:
        """Where its samples begin and end in the file."""
        chunks = [run.chunk for run in self.runs]
        return min(chunk.start for chunk in chunks), max(chunk.end for chunk in chunks)


Media = Sequence[tuple[int, int]]


def defaults(moov: Box) -> dict[int, Defaults]:
    """Return what the film says of the samples of each track. Raises Damaged."""
    found = {}
    for box in (
        children(children_by_kind(moov)[b"mvex"]) if b"mvex" in children_by_kind(moov) else ()
    ):
        if box.kind == b"trex":
            cursor = parse_full(box)[2]
            number = cursor.u32()
            found[number] = Defaults(*(cursor.u32() for _ in range(4)))
    return found


def read(
    top: Sequence[Box], moov: Box, tracks: Mapping[int, int], media: Media, length: int
) -> tuple[Fragment, ...]:
    """Return the fragments that hold samples of `tracks`: their numbers, and of descriptions.

    Raises Damaged or TooLarge.
    """
    known, budget = defaults(moov), _Budget()
    found, runs = [], 0
    for box in top:
        if box.kind == b"moof":
            pieces = tuple(_pieces(box, known, tracks, (media, length), budget))
            runs += sum(len(piece.runs) for piece in pieces)
            if runs > RUN_LIMIT:
                raise TooLarge("too many fragments")
            if any(piece.runs for piece in pieces):
                found.append(Fragment(tuple(piece for piece in pieces if piece.runs)))
    return tuple(found)


def _pieces(
    moof: Box,
    known: dict[int, Defaults],
    tracks: Mapping[int, int],
    where: tuple[Media, int],
    budget: _Budget,
) -> Iterator[Piece]:
    """Yield what a fragment tells of kept tracks; the others' sizes may say where those lie."""
    end = moof.start
    for traf in children(moof):
        if traf.kind != b"traf":
            continue
        boxes = children(traf)
        number, base, told = _head(require(children_by_kind(traf), b"tfhd"), known, moof.start, end)
        keep = number in tracks
        if keep and not 0 < told.entry <= tracks[number]:
            raise Damaged("samples without a description")
        runs, end = [], base
        for box in boxes:
            if box.kind == b"trun":
                run = _run(box, told, (base, end), where if keep else None, budget)
                end = run.chunk.start + sum(run.table.sizes or ())
                if keep and run.chunk.held:
                    runs.append(run)
        if keep:
            yield Piece(number, told.entry, children_by_kind(traf).get(b"tfdt"), tuple(runs))


def _head(tfhd: Box, known: dict[int, Defaults], start: int, end: int) -> tuple[int, int, Defaults]:
    """Return a piece's track, where its offsets count from, and what holds of its samples."""
    _, flags, cursor = parse_full(tfhd)
    number = cursor.u32()
    base = start if flags & FROM_FRAGMENT else end
    if flags & BASE:
        base = cursor.u64()
    told = list(known.get(number, Defaults(1, 0, 0, 0)))
    for place, flag in enumerate((ENTRY, DURATION, SIZE, FLAGS)):
        if flags & flag:
            told[place] = cursor.u32()
    return number, base, Defaults(*told)


def _run(
    trun: Box,
    told: Defaults,
    bases: tuple[int, int],  # where offsets count from, and where the run before it ended
    where: tuple[Media, int] | None,
    budget: _Budget,
) -> Range:
    """Read a run: what is not told of each sample holds of all."""
    version, flags, cursor = parse_full(trun)
    count = cursor.u32()
    budget.spend(count)
    base, start = bases
    if flags & OFFSET:
        offset = cursor.u32()
        start = base + (offset - (1 << 32) if offset >> 31 else offset)
    first = cursor.u32() if flags & FIRST_FLAGS else None
    own = [flag for flag in (OWN_DURATION, OWN_SIZE, OWN_FLAGS, SHIFT) if flags & flag]
    rows = words(cursor.take(count * 4 * len(own)))
    column = {flag: rows[place :: len(own)] for place, flag in enumerate(own)}
    sizes = column.get(OWN_SIZE) or array("I", [told.size]) * count
    marks = column.get(OWN_FLAGS) or array("I", [told.flags]) * count
    if first is not None and marks:
        marks[0] = first
    lengths = column.get(OWN_DURATION) or array("I", [told.duration]) * count
    shifts = array("q", column.get(SHIFT) or array("I", bytes(4 * count)))
    if version:
        shifts = array("q", (n - (1 << 32) if n >> 31 else n for n in shifts))
    table = Table((), sizes, 0, (0, 1), cut=False)
    chunk = Chunk(0, count, told.entry, start, start + sum(sizes))
    there = fitted(chunk, table, *where) if where and count else chunk
    if start < 0:
        raise Damaged("a run before the file")
    held = there.held
    return Range(there, table, lengths[:held], marks[:held], shifts[:held], cut=held < count)
