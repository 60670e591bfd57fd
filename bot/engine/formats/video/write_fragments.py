"""A fragment written anew: what holds of all samples is told once, of each only the rest.

Spec: ISO/IEC 14496-12 §8.8.3 (trex), §8.8.2 (mehd), §8.8.5-8.8.8 (mfhd, tfhd, tfdt, trun).
"""

from array import array
from collections.abc import Sequence

from bot.engine.errors import Damaged, TooLarge
from bot.engine.formats.isobmff.boxes import Box, children_by_kind, make, make_full, parse_full
from bot.engine.formats.video import fragments
from bot.engine.formats.video.fragments import Fragment, Piece, Range
from bot.engine.formats.video.media_ranges import Places
from bot.engine.formats.video.sample_tables import packed, samples

TWO_GIB = (1 << 31) - (1 << 26)  # offsets in a fragment are signed, and count from its box


def mvex(moov: Box, numbers: Sequence[int]) -> bytes:
    """Return the box that announces fragments: how long they last, and nothing of samples."""
    pieces = []
    if mehd := children_by_kind(children_by_kind(moov).get(b"mvex")).get(b"mehd"):
        version, _, cursor = parse_full(mehd)
        length = cursor.u64() if version else cursor.u32()
        wide = length >> 32 > 0
        pieces.append(make_full(b"mehd", int(wide), 0, length.to_bytes(8 if wide else 4, "big")))
    plain = (make_full(b"trex", 0, 0, _four(number), _four(1), bytes(12)) for number in numbers)
    return make(b"mvex", *pieces, *plain)


def moof(fragment: Fragment, sequence: int, places: Places, head: int) -> bytes:
    """Return a fragment's box; its samples follow it, behind the `head` bytes of an mdat's."""
    if not places.size:
        raise Damaged("samples without a byte")
    if places.size >= TWO_GIB:
        raise TooLarge("a fragment")
    return _moof(fragment, sequence, places, len(_moof(fragment, sequence, places, 0)) + head)


def _moof(fragment: Fragment, sequence: int, places: Places, media: int) -> bytes:
    mfhd = make_full(b"mfhd", 0, 0, _four(sequence))
    return make(b"moof", mfhd, *(_traf(piece, places, media) for piece in fragment.pieces))


def _traf(piece: Piece, places: Places, media: int) -> bytes:
    sizes = [_sizes(run, places) for run in piece.runs]
    told = fragments.FROM_FRAGMENT | (fragments.ENTRY if piece.entry != 1 else 0)
    numbers = [piece.entry] if piece.entry != 1 else []
    duration = _alike([run.durations for run in piece.runs])
    size = _alike(sizes)
    flags = _alike([run.flags[1:] for run in piece.runs])
    for flag, value in (
        (fragments.DURATION, duration), (fragments.SIZE, size), (fragments.FLAGS, flags),
    ):  # fmt: skip
        if value is not None:
            told |= flag
            numbers.append(value)
    head = make_full(b"tfhd", 0, told, _four(piece.number), *map(_four, numbers))
    runs = [
        _trun(run, own, media + places.ahead(run.chunk.start), (duration, size, flags))
        for run, own in zip(piece.runs, sizes, strict=True)
    ]
    return make(b"traf", head, _tfdt(piece.time), *runs)


def _tfdt(box: Box | None) -> bytes:
    if box is None:
        return b""
    version, _, cursor = parse_full(box)
    time = cursor.u64() if version else cursor.u32()
    wide = time >> 32 > 0
    return make_full(b"tfdt", int(wide), 0, time.to_bytes(8 if wide else 4, "big"))


def _trun(
    run: Range, sizes: "array[int]", at: int, alike: tuple[int | None, int | None, int | None]
) -> bytes:
    duration, size, flags = alike
    told, first, columns = fragments.OFFSET, b"", []
    if duration is None:
        told |= fragments.OWN_DURATION
        columns.append(run.durations)
    if size is None:
        told |= fragments.OWN_SIZE
        columns.append(sizes)
    if flags is None:
        told |= fragments.OWN_FLAGS
        columns.append(run.flags)
    elif run.flags[0] != flags:
        told |= fragments.FIRST_FLAGS
        first = _four(run.flags[0])
    if any(run.shifts):
        told |= fragments.SHIFT
        columns.append(array("I", (shift % (1 << 32) for shift in run.shifts)))
    rows = array("I", bytes(4 * len(columns) * len(sizes)))
    for place, column in enumerate(columns):
        rows[place :: len(columns)] = column
    version = int(any(shift < 0 for shift in run.shifts))
    return make_full(b"trun", version, told, _four(len(sizes)), _four(at), first, packed(rows))


def _sizes(run: Range, places: Places) -> "array[int]":
    """Return the bytes of each sample as it is in the copy."""
    chunk = run.chunk
    if places.whole(chunk.start, chunk.end) and run.table.sizes is not None:
        return run.table.sizes[: chunk.held]
    every = samples(run.table, chunk)
    return array("I", (places.size_of(start, end) for _, start, end in every))


def _alike(columns: "list[array[int]]") -> int | None:
    """Return the number that all columns hold, None where they differ or are empty."""
    found = {number for column in columns for number in column}
    return found.pop() if len(found) == 1 else None


def _four(number: int) -> bytes:
    return number.to_bytes(4, "big")
