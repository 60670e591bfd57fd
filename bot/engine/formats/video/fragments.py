"""Fragments of films: each moof box describes its own samples, as they are recorded or sent.

Spec: ISO/IEC 14496-12 §8.8 (mvex, moof, traf, tfhd, trun, tfdt).
"""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from bot.engine.binary.cursor import Cursor
from bot.engine.binary.ranges import Range
from bot.engine.errors import Damaged, TooLarge
from bot.engine.formats.isobmff.boxes import Box, children, children_by_kind, parse_full, require
from bot.engine.formats.video.sample_tables import (
    Chunk,
    SampleUnit,
    Table,
    clip_chunk,
    unpack_numbers,
)

RUN_LIMIT = 200_000  # runs of samples in all fragments: two in each second of a day
SAMPLE_LIMIT = 3_000_000  # in all, ten hours: 16 bytes can announce a run of as many


class TrackFlag(IntEnum):
    """Flags of tfhd: which numbers it has, and what offsets count from. §8.8.7."""

    BASE_OFFSET = 1
    ENTRY_NUMBER = 2
    DURATION = 8
    SIZE = 0x10
    SAMPLE_FLAGS = 0x20
    BASE_IS_MOOF = 0x20000


class RunFlag(IntEnum):
    """Flags of trun: which numbers it has, for the run and for each sample. §8.8.8."""

    DATA_OFFSET = 1
    FIRST_SAMPLE_FLAGS = 4
    DURATION = 0x100
    SIZE = 0x200
    SAMPLE_FLAGS = 0x400
    COMPOSITION_OFFSET = 0x800


# The numbers of each sample in a trun, in the order in which they stand there.
SAMPLE_COLUMNS = (
    RunFlag.DURATION,
    RunFlag.SIZE,
    RunFlag.SAMPLE_FLAGS,
    RunFlag.COMPOSITION_OFFSET,
)


class Defaults(NamedTuple):
    """The numbers of a track's samples, unless tfhd or trun has others."""

    entry_number: int
    duration: int
    size: int
    flags: int


class Run(NamedTuple):
    """Samples of one track that lie one behind the other, and the numbers of each."""

    chunk: Chunk
    table: Table  # their sizes
    durations: "array[int]"
    flags: "array[int]"
    composition_offsets: "array[int]"  # signed: from when a sample is decoded to when it shows
    is_cut: bool  # the file ends before the run does


@dataclass(frozen=True, slots=True)
class TrackFragment:
    """What one moof describes of one track."""

    track_id: int
    entry_number: int
    tfdt: Box | None  # the time at which it begins
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Fragment:
    """What one moof describes of the tracks that are kept."""

    track_fragments: tuple[TrackFragment, ...]

    @property
    def runs(self) -> Iterator[Run]:
        """Yield every run of samples."""
        return (run for track_fragment in self.track_fragments for run in track_fragment.runs)

    @property
    def extent(self) -> Range:
        """Where its first sample starts and its last one ends in the file."""
        chunks = [run.chunk for run in self.runs]
        return min(chunk.start for chunk in chunks), max(chunk.end for chunk in chunks)


class _Media(NamedTuple):
    """Where samples may be."""

    bodies: Sequence[Range]  # of the mdat boxes
    file_size: int


class _SampleBudget:
    """How many more samples may be described."""

    def __init__(self) -> None:
        self.left = SAMPLE_LIMIT

    def spend(self, count: int) -> None:
        """Count samples. Raises TooLarge where there are too many."""
        self.left -= count
        if self.left < 0:
            raise TooLarge("too many samples")


def read(
    top_boxes: Sequence[Box],
    moov: Box,
    entry_counts: Mapping[int, int],
    media: Sequence[Range],
    file_size: int,
) -> tuple[Fragment, ...]:
    """Return the fragments that hold samples of kept tracks.

    `entry_counts` holds the number of sample descriptions of each kept track, by its ID.
    Raises Damaged or TooLarge.
    """
    defaults, budget = _defaults(moov), _SampleBudget()
    fragments, run_count = [], 0
    for box in top_boxes:
        if box.kind != b"moof":
            continue
        track_fragments = tuple(
            _track_fragments(box, defaults, entry_counts, _Media(media, file_size), budget)
        )
        run_count += sum(len(track_fragment.runs) for track_fragment in track_fragments)
        if run_count > RUN_LIMIT:
            raise TooLarge("too many fragments")
        if with_runs := tuple(part for part in track_fragments if part.runs):
            fragments.append(Fragment(with_runs))
    return tuple(fragments)


def _defaults(moov: Box) -> dict[int, Defaults]:
    """Return the numbers in moov for the samples of each track, by its ID. Raises Damaged."""
    mvex = children_by_kind(moov).get(b"mvex")
    defaults = {}
    for box in children(mvex) if mvex else ():
        if box.kind == b"trex":
            cursor = parse_full(box)[2]
            track_id = cursor.u32()
            defaults[track_id] = Defaults(*(cursor.u32() for _ in range(4)))
    return defaults


def _track_fragments(
    moof: Box,
    all_defaults: dict[int, Defaults],
    entry_counts: Mapping[int, int],
    media: _Media,
    budget: _SampleBudget,
) -> Iterator[TrackFragment]:
    """Yield what a moof describes of kept tracks.

    The others are parsed too: where a track's samples start may depend on the sizes of the
    track's before it.
    """
    end = moof.start  # of the samples so far
    for traf in children(moof):
        if traf.kind != b"traf":
            continue
        by_kind = children_by_kind(traf)
        track_id, base, defaults = _tfhd(require(by_kind, b"tfhd"), all_defaults, moof.start, end)
        is_kept = track_id in entry_counts
        if is_kept and not 0 < defaults.entry_number <= entry_counts[track_id]:
            raise Damaged("samples without a description")
        runs, end = [], base
        for box in children(traf):
            if box.kind == b"trun":
                run = _run(box, defaults, (base, end), media if is_kept else None, budget)
                end = run.chunk.start + sum(run.table.sizes or ())
                if is_kept and run.chunk.sample_count:
                    runs.append(run)
        if is_kept:
            yield TrackFragment(track_id, defaults.entry_number, by_kind.get(b"tfdt"), tuple(runs))


def _tfhd(
    tfhd: Box, all_defaults: dict[int, Defaults], moof_start: int, samples_end: int
) -> tuple[int, int, Defaults]:
    """Return the track's ID, the offset that runs count from, and the samples' defaults."""
    _, flags, cursor = parse_full(tfhd)
    track_id = cursor.u32()
    # Without an offset of its own, it is the moof's start or the end of the samples so far.
    base = moof_start if flags & TrackFlag.BASE_IS_MOOF else samples_end
    if flags & TrackFlag.BASE_OFFSET:
        base = cursor.u64()
    numbers = list(all_defaults.get(track_id, Defaults(1, 0, 0, 0)))
    fields = TrackFlag.ENTRY_NUMBER, TrackFlag.DURATION, TrackFlag.SIZE, TrackFlag.SAMPLE_FLAGS
    for index, flag in enumerate(fields):
        if flags & flag:
            numbers[index] = cursor.u32()
    return track_id, base, Defaults(*numbers)


def _run(
    trun: Box,
    defaults: Defaults,
    offsets: tuple[int, int],  # the one that runs count from, and the end of the run before
    media: _Media | None,
    budget: _SampleBudget,
) -> Run:
    """Return a run; a number that it does not have for each sample is the default.

    `media` is None for a track that is dropped: where its samples are is not checked.
    """
    version, flags, cursor = parse_full(trun)
    count = cursor.u32()
    budget.spend(count)
    base, start = offsets
    if flags & RunFlag.DATA_OFFSET:
        start = base + _signed(cursor.u32())
    first_flags = cursor.u32() if flags & RunFlag.FIRST_SAMPLE_FLAGS else None
    columns = _columns(flags, count, cursor)
    sizes = columns.get(RunFlag.SIZE) or array("I", [defaults.size]) * count
    sample_flags = columns.get(RunFlag.SAMPLE_FLAGS) or array("I", [defaults.flags]) * count
    if first_flags is not None and sample_flags:
        sample_flags[0] = first_flags
    durations = columns.get(RunFlag.DURATION) or array("I", [defaults.duration]) * count
    unsigned = columns.get(RunFlag.COMPOSITION_OFFSET) or array("I", bytes(4 * count))
    composition_offsets = array("q", map(_signed, unsigned) if version else unsigned)
    table = Table((), sizes, 0, SampleUnit(0, 1), is_cut=False)
    chunk = Chunk(0, count, defaults.entry_number, start, start + sum(sizes))
    clipped = clip_chunk(chunk, table, *media) if media and count else chunk
    if start < 0:
        raise Damaged("a run before the file")
    present = clipped.sample_count
    return Run(
        clipped,
        table,
        durations[:present],
        sample_flags[:present],
        composition_offsets[:present],
        is_cut=present < count,
    )


def _columns(flags: int, count: int, cursor: Cursor) -> "dict[RunFlag, array[int]]":
    """Return the numbers of `count` samples, by what they are; a row has those of one sample."""
    present = [flag for flag in SAMPLE_COLUMNS if flags & flag]
    numbers = unpack_numbers(cursor.take(count * 4 * len(present)))
    return {flag: numbers[index :: len(present)] for index, flag in enumerate(present)}


def _signed(number: int) -> int:
    """Return a number of 32 bits as a signed one."""
    return number - (1 << 32) if number >> 31 else number
