"""Which bytes of the file are kept samples, and where they will be in the copy.

Spec: ISO/IEC 14496-12 §8.7 (chunks), §8.1.1 (mdat).
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from bot.engine.binary.ranges import joined
from bot.engine.errors import Damaged, TooLarge, Unsupported
from bot.engine.formats.video.movie import Movie, Track
from bot.engine.formats.video.sample_filters import Drawing
from bot.engine.formats.video.sample_tables import Chunk, Table, samples
from bot.engine.limits import DecodeBudget

PICTURE = 2  # units of code that a picture costs as much as, before it is looked at
SPAN_LIMIT = 500_000  # runs of kept bytes: a note beside every picture of four hours

# By chance code ends so once in twenty thousand million pictures.
WORDY, VARIETY = b"w" * 24, 10
WORD = bytes(ord("w") if 0x20 <= byte < 0x7F else 0 for byte in range(256))

Span = tuple[int, int]  # start and end in the file
Where = tuple[Track, Table, Chunk]


def kept(data: memoryview, movie: Movie) -> tuple[Span, ...]:
    """Return the runs of bytes that draw or sound, in the file's order.

    Those of a fragment never touch. Raises Damaged where samples break, Unsupported where
    they overlap, TooLarge where their runs are too many.
    """
    own = [(track, track.table, chunk) for track in movie.tracks for chunk in track.table.chunks]
    end = _apart(own)
    effort = DecodeBudget(len(data))
    found = list(joined(sorted(_limited(_drawn(data, own, effort)))))
    tracks = {track.number: track for track in movie.tracks}
    for fragment in movie.fragments:
        if fragment.reach[0] < end:
            raise Unsupported("MP4 with fragments out of order", is_video=True)
        runs = [(tracks[p.number], r.table, r.chunk) for p in fragment.pieces for r in p.runs]
        end = _apart(runs)
        found.extend(joined(sorted(_limited(_drawn(data, runs, effort)))))
    return tuple(found)


class Places:
    """Where kept bytes will be, once the others are gone."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.starts, self.ends, self.before = array("Q"), array("Q"), array("Q")
        self.size = 0
        for start, end in spans:
            self.starts.append(start)
            self.ends.append(end)
            self.before.append(self.size)
            self.size += end - start

    def ahead(self, at: int) -> int:
        """Return how many kept bytes lie before an offset in the file."""
        number = bisect_right(self.starts, at) - 1
        if number < 0:
            return 0
        return self.before[number] + min(at, self.ends[number]) - self.starts[number]

    def whole(self, start: int, end: int) -> bool:
        """Tell whether all of a range is kept."""
        number = bisect_right(self.starts, start) - 1
        return number >= 0 and end <= self.ends[number]

    def size_of(self, start: int, end: int) -> int:
        """Return how many of a range's bytes are kept."""
        return self.ahead(end) - self.ahead(start)


def _apart(chunks: Iterable[Where]) -> int:
    """Return where the last of some chunks ends.

    Raises Unsupported where they overlap: nothing is looked through twice.
    """
    end = 0
    for _, _, chunk in sorted(chunks, key=lambda where: where[2].start):
        if chunk.start < end and chunk.start < chunk.end:  # an empty one may lie anywhere
            raise Unsupported("video whose samples overlap", is_video=True)
        end = max(end, chunk.end)
    return end


def _limited(found: Iterator[Span]) -> Iterator[Span]:
    for count, span in enumerate(found):
        if count >= SPAN_LIMIT:
            raise TooLarge("too many samples")
        yield span


def _drawn(data: memoryview, chunks: Iterable[Where], effort: DecodeBudget) -> Iterator[Span]:
    """Yield what of chunks draws; what touches is joined."""
    return joined(
        span
        for track, table, chunk in chunks
        for span in _in_chunk(data, table, chunk, track.drawing[chunk.entry - 1], effort)
    )


def _in_chunk(
    data: memoryview, table: Table, chunk: Chunk, drawing: Drawing | None, effort: DecodeBudget
) -> Iterator[Span]:
    if drawing is None:
        yield chunk.start, chunk.end
        return
    for _, start, end in samples(table, chunk):
        effort.spend(PICTURE)
        sample = data[start:end]
        if _ends_in_words(sample):
            raise Damaged(f"words behind a picture at {start}")
        for begin, behind in drawing(sample, effort):
            yield start + begin, start + behind


def _ends_in_words(sample: memoryview) -> bool:
    """Tell whether a picture's last bytes are nothing but words."""
    last = bytes(sample[-len(WORDY) :])
    return last.translate(WORD) == WORDY and len(set(last)) >= VARIETY
