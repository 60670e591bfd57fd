"""Which ranges of a film's file a player needs, and where they will be in the clean copy.

Spec: ISO/IEC 14496-12 §8.7 (chunks), §8.1.1 (mdat).
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bot.engine.binary.ranges import Range, joined
from bot.engine.errors import Damaged, TooLarge, Unsupported
from bot.engine.formats.video.movie import Movie, Track
from bot.engine.formats.video.sample_filters import SampleFilter
from bot.engine.formats.video.sample_tables import Chunk, Table, sample_ranges
from bot.engine.limits import DecodeBudget

SAMPLE_COST = 2  # units of code that a sample costs as much as, before it is looked at
RANGE_LIMIT = 500_000  # a note beside every picture of four hours

# A sample whose last 24 bytes are printable, ten of them different, ends in text. By chance
# code ends so once in twenty thousand million samples.
TEXT_SIZE, VARIETY = 24, 10
ALL_PRINTABLE = b"w" * TEXT_SIZE
PRINTABLE = bytes(ord("w") if 0x20 <= byte < 0x7F else 0 for byte in range(256))


class TrackChunk(NamedTuple):
    """A chunk, and the table in which the sizes of its samples are."""

    track: Track
    table: Table
    chunk: Chunk


def needed_ranges(data: memoryview, movie: Movie) -> tuple[Range, ...]:
    """Return the ranges of samples that are seen or heard, in the file's order.

    Those of one fragment never touch. Raises Damaged where samples are broken, Unsupported
    where they overlap, TooLarge where there are too many ranges.
    """
    chunks = [
        TrackChunk(track, track.table, chunk)
        for track in movie.tracks
        for chunk in track.table.chunks
    ]
    end = _require_apart(chunks)
    budget = DecodeBudget(len(data))
    ranges = _sorted_ranges(data, chunks, budget)
    tracks = {track.track_id: track for track in movie.tracks}
    for fragment in movie.fragments:
        if fragment.extent[0] < end:
            raise Unsupported("MP4 with fragments out of order", is_video=True)
        chunks = [
            TrackChunk(tracks[track_fragment.track_id], run.table, run.chunk)
            for track_fragment in fragment.track_fragments
            for run in track_fragment.runs
        ]
        end = _require_apart(chunks)
        ranges += _sorted_ranges(data, chunks, budget)
    return tuple(ranges)


class OffsetMap:
    """Maps offsets in the file to offsets among the bytes that are kept of it."""

    def __init__(self, ranges: Iterable[Range]) -> None:
        """Take the ranges that are kept, in order and apart."""
        self.starts, self.ends, self.new_starts = array("Q"), array("Q"), array("Q")
        self.size = 0
        for start, end in ranges:
            self.starts.append(start)
            self.ends.append(end)
            self.new_starts.append(self.size)
            self.size += end - start

    def new_offset(self, at: int) -> int:
        """Return how many kept bytes are before offset `at` of the file."""
        index = bisect_right(self.starts, at) - 1
        if index < 0:
            return 0
        # An offset behind a range's end, in a gap, counts the whole range.
        return self.new_starts[index] + min(at, self.ends[index]) - self.starts[index]

    def is_whole(self, start: int, end: int) -> bool:
        """Return whether every byte of a range is kept."""
        index = bisect_right(self.starts, start) - 1
        return index >= 0 and end <= self.ends[index]

    def new_size(self, start: int, end: int) -> int:
        """Return how many bytes of a range are kept."""
        return self.new_offset(end) - self.new_offset(start)


def _require_apart(chunks: Iterable[TrackChunk]) -> int:
    """Return the offset where the last of some chunks ends.

    Raises Unsupported where they overlap: no byte is parsed twice.
    """
    end = 0
    for _, _, chunk in sorted(chunks, key=lambda item: item.chunk.start):
        if chunk.start < end and chunk.start < chunk.end:  # an empty one may lie anywhere
            raise Unsupported("video whose samples overlap", is_video=True)
        end = max(end, chunk.end)
    return end


def _sorted_ranges(
    data: memoryview, chunks: Iterable[TrackChunk], budget: DecodeBudget
) -> list[Range]:
    """Return the needed ranges of chunks in the file's order; one where they touch."""
    ranges = joined(
        needed
        for track, table, chunk in chunks
        for needed in _chunk_ranges(
            data, table, chunk, track.filters[chunk.entry_number - 1], budget
        )
    )
    return list(joined(sorted(_limited(ranges))))


def _limited(ranges: Iterator[Range]) -> Iterator[Range]:
    for count, needed in enumerate(ranges):
        if count >= RANGE_LIMIT:
            raise TooLarge("too many samples")
        yield needed


def _chunk_ranges(
    data: memoryview,
    table: Table,
    chunk: Chunk,
    sample_filter: SampleFilter | None,
    budget: DecodeBudget,
) -> Iterator[Range]:
    """Yield the needed ranges of a chunk, as offsets in the file."""
    if sample_filter is None:
        yield chunk.start, chunk.end
        return
    for _, start, end in sample_ranges(table, chunk):
        budget.spend(SAMPLE_COST)
        sample = data[start:end]
        if _ends_in_text(sample):
            raise Damaged(f"words behind a picture at {start}")
        for low, high in sample_filter(sample, budget):
            yield start + low, start + high


def _ends_in_text(sample: memoryview) -> bool:
    """Return whether a sample's last bytes are nothing but printable characters."""
    last = bytes(sample[-TEXT_SIZE:])
    return last.translate(PRINTABLE) == ALL_PRINTABLE and len(set(last)) >= VARIETY
