"""A film's file as parts: kept samples, boxes that are written anew, and all the rest.

Spec: ISO/IEC 14496-12 §4.2, §8.1.1 (mdat).
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from bot.engine.formats.isobmff.boxes import Box
from bot.engine.formats.video import headers, media_ranges, write, write_fragments
from bot.engine.formats.video import movie as films
from bot.engine.formats.video.media_ranges import Places, Span
from bot.engine.formats.video.movie import Movie
from bot.engine.model import Part, Role
from bot.engine.reference import Reference


def split(data: memoryview, movie: Movie, reference: Reference) -> Iterator[Part]:
    """Yield every byte of the file once, in order, as named parts."""
    yield from _tiles(data, movie, media_ranges.kept(data, movie), reference)


def rebuild(movie: Movie, parts: Sequence[Part]) -> Iterator[Part | bytes]:
    """Yield the clean film: its first box, its tables, then its samples in their order."""
    own = {part.start: part for part in parts if part.role is Role.PATCHED}
    at = 0
    for piece in _written(movie, parts):
        part = own.get(at)
        if isinstance(piece, Part):
            yield piece
            at = at + len(piece.raw)
        elif piece:
            yield part if part is not None and part.raw == piece else piece
            at = at + len(piece)


def _tiles(
    data: memoryview, movie: Movie, spans_kept: Sequence[Span], reference: Reference
) -> Iterator[Part]:
    kept = iter(spans_kept)
    span = next(kept, None)
    for box in movie.top:
        if films.holds_media(box):
            inside = []
            while span and span[0] < box.end:
                inside.append(span)
                span = next(kept, None)
            yield from _media(data, box, inside, reference)
        elif _anew(box, movie):
            yield Part(box.kind.decode("ascii"), box.start, box.raw, Role.PATCHED)
        else:
            yield Part(
                box.kind.strip(b"\0").decode("latin-1") or "trailer",
                box.start,
                box.raw,
                Role.DROPPED,
            )


def _written(movie: Movie, parts: Sequence[Part]) -> Iterator[Part | bytes]:
    """Yield the film's boxes, each followed by its samples."""
    media = [part for part in parts if part.role is Role.PICTURE]
    starts = [fragment.reach[0] for fragment in movie.fragments]
    cuts = [bisect_left(media, start, key=lambda part: part.start) for start in starts]
    first = b"".join(headers.ftyp(box) for box in movie.top[:1] if box.kind == b"ftyp")
    yield first
    group = media[: cuts[0]] if cuts else media
    places = _places(group)
    yield write.moov(movie, places, len(first))
    yield from _behind_head(group, places)
    for number, fragment in enumerate(movie.fragments):
        group = media[cuts[number] : (*cuts, len(media))[number + 1]]
        places = _places(group)
        head = len(write.mdat_head(places.size)) if group else 0
        yield write_fragments.moof(fragment, number + 1, places, head)
        yield from _behind_head(group, places)


def _places(group: Sequence[Part]) -> Places:
    return Places((part.start, part.end) for part in group)


def _behind_head(group: Sequence[Part], places: Places) -> Iterator[Part | bytes]:
    if group:
        yield write.mdat_head(places.size)
        yield from group


def _anew(box: Box, movie: Movie) -> bool:
    """Tell whether a box is written anew, if anything of it is needed."""
    return (box.kind == b"ftyp" and not box.start) or box is movie.own or box.kind == b"moof"


def _media(
    data: memoryview, box: Box, kept: Sequence[Span], reference: Reference
) -> Iterator[Part]:
    """Yield the parts of an mdat box: its header, kept samples, and what lies between them."""
    at = box.start + films.media_header(box)
    yield Part("mdat", box.start, data[box.start : at], Role.PATCHED if kept else Role.DROPPED)
    for start, end in kept:
        if start > at:
            yield Part("gap", at, data[at:start], Role.DROPPED)
        yield from _samples(data, start, end, reference)
        at = end
    if box.end > at:
        yield Part("gap", at, data[at : box.end], Role.DROPPED)


def _samples(data: memoryview, start: int, end: int, reference: Reference) -> Iterator[Part]:
    """Yield kept samples; in a copy, in the pieces that they were in the original."""
    while start < end:
        part = reference.part(data, start)
        behind = start + len(part.raw) if part is not None else end
        behind = min(behind, end)
        yield Part("samples", start, data[start:behind], Role.PICTURE)
        start = behind
