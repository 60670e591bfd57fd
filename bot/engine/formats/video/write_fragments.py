"""Fragments written anew: a number that all samples share is written once.

Spec: ISO/IEC 14496-12 §8.8.3 (trex), §8.8.2 (mehd), §8.8.5-8.8.8 (mfhd, tfhd, trun),
§8.8.12 (tfdt).
"""

from array import array
from collections.abc import Sequence
from typing import NamedTuple

from bot.engine.errors import Damaged, TooLarge
from bot.engine.formats.isobmff.boxes import Box, children_by_kind, make, make_full, parse_full
from bot.engine.formats.video.fragments import (
    Fragment,
    Run,
    RunFlag,
    TrackFlag,
    TrackFragment,
)
from bot.engine.formats.video.media_ranges import OffsetMap
from bot.engine.formats.video.sample_tables import pack_numbers, sample_ranges

# Offsets in a fragment are signed and count from its moof, which has a part of the 2 GiB.
MEDIA_LIMIT = (1 << 31) - (1 << 26)


class Shared(NamedTuple):
    """Numbers that all samples of a track fragment share; None where they differ."""

    duration: int | None
    size: int | None
    flags: int | None  # the first sample of each run may have others


def mvex(moov: Box, track_ids: Sequence[int]) -> bytes:
    """Return the box that announces fragments: how long they last; defaults of 0."""
    boxes = []
    if mehd := children_by_kind(children_by_kind(moov).get(b"mvex")).get(b"mehd"):
        boxes.append(_number_box(mehd))
    trex = (make_full(b"trex", 0, 0, _u32(number), _u32(1), bytes(12)) for number in track_ids)
    return make(b"mvex", *boxes, *trex)


def moof(fragment: Fragment, sequence: int, offsets: OffsetMap, mdat_header_size: int) -> bytes:
    """Return a fragment's box; its samples follow it, behind the header of an mdat.

    Raises Damaged where no byte of them is kept, TooLarge where they are too long.
    """
    if not offsets.size:
        raise Damaged("samples without a byte")
    if offsets.size >= MEDIA_LIMIT:
        raise TooLarge("a fragment")
    # Offsets count from the box's own start, so its length comes first: no offset changes it.
    size = len(_moof(fragment, sequence, offsets, 0))
    return _moof(fragment, sequence, offsets, size + mdat_header_size)


def _moof(fragment: Fragment, sequence: int, offsets: OffsetMap, media_start: int) -> bytes:
    mfhd = make_full(b"mfhd", 0, 0, _u32(sequence))
    trafs = (_traf(part, offsets, media_start) for part in fragment.track_fragments)
    return make(b"moof", mfhd, *trafs)


def _traf(track_fragment: TrackFragment, offsets: OffsetMap, media_start: int) -> bytes:
    all_runs = track_fragment.runs
    sizes = [_sizes(run, offsets) for run in all_runs]
    shared = Shared(
        _shared([run.durations for run in all_runs]),
        _shared(sizes),
        _shared([run.flags[1:] for run in all_runs]),
    )
    runs = [
        _trun(run, own, media_start + offsets.new_offset(run.chunk.start), shared)
        for run, own in zip(all_runs, sizes, strict=True)
    ]
    tfdt = _number_box(track_fragment.tfdt) if track_fragment.tfdt else b""
    return make(b"traf", _tfhd(track_fragment, shared), tfdt, *runs)


def _tfhd(track_fragment: TrackFragment, shared: Shared) -> bytes:
    flags: int = TrackFlag.BASE_IS_MOOF
    numbers = []
    for flag, value, default in (
        (TrackFlag.ENTRY_NUMBER, track_fragment.entry_number, 1),
        (TrackFlag.DURATION, shared.duration, None),
        (TrackFlag.SIZE, shared.size, None),
        (TrackFlag.SAMPLE_FLAGS, shared.flags, None),
    ):
        if value is not None and value != default:
            flags |= flag
            numbers.append(value)
    return make_full(b"tfhd", 0, flags, _u32(track_fragment.track_id), *map(_u32, numbers))


def _number_box(box: Box) -> bytes:
    """Return a full box of one number, mehd or tfdt, of 64 bits where it needs them."""
    version, _, cursor = parse_full(box)
    number = cursor.u64() if version else cursor.u32()
    is_wide = number >> 32 > 0
    return make_full(box.kind, int(is_wide), 0, number.to_bytes(8 if is_wide else 4, "big"))


def _trun(run: Run, sizes: "array[int]", offset: int, shared: Shared) -> bytes:
    flags: int = RunFlag.DATA_OFFSET
    first_flags, columns = b"", []
    if shared.duration is None:
        flags |= RunFlag.DURATION
        columns.append(run.durations)
    if shared.size is None:
        flags |= RunFlag.SIZE
        columns.append(sizes)
    if shared.flags is None:
        flags |= RunFlag.SAMPLE_FLAGS
        columns.append(run.flags)
    elif run.flags[0] != shared.flags:
        flags |= RunFlag.FIRST_SAMPLE_FLAGS
        first_flags = _u32(run.flags[0])
    if any(run.composition_offsets):
        flags |= RunFlag.COMPOSITION_OFFSET
        columns.append(array("I", (number % (1 << 32) for number in run.composition_offsets)))
    # A row has the numbers of one sample.
    rows = array("I", bytes(4 * len(columns) * len(sizes)))
    for index, column in enumerate(columns):
        rows[index :: len(columns)] = column
    version = int(any(number < 0 for number in run.composition_offsets))
    head = _u32(len(sizes)) + _u32(offset) + first_flags
    return make_full(b"trun", version, flags, head, pack_numbers(rows))


def _sizes(run: Run, offsets: OffsetMap) -> "array[int]":
    """Return the bytes of each sample in the copy."""
    chunk = run.chunk
    if offsets.is_whole(chunk.start, chunk.end) and run.table.sizes is not None:
        return run.table.sizes[: chunk.sample_count]
    samples = sample_ranges(run.table, chunk)
    return array("I", (offsets.new_size(start, end) for _, start, end in samples))


def _shared(columns: "list[array[int]]") -> int | None:
    """Return the number that all columns hold, None where they differ or are empty."""
    numbers = {number for column in columns for number in column}
    return numbers.pop() if len(numbers) == 1 else None


def _u32(number: int) -> bytes:
    return number.to_bytes(4, "big")
