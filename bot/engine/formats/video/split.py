"""A film's file as parts: kept samples, boxes that are written anew, and all the rest.

Spec: ISO/IEC 14496-12 §4.2, §8.1.1 (mdat).
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.engine.bmff import Box
from bot.engine.errors import Unsupported
from bot.engine.formats.video import ftyp, spans, write
from bot.engine.formats.video import movie as films
from bot.engine.formats.video.movie import Movie
from bot.engine.formats.video.spans import Places, Span
from bot.engine.known import Known
from bot.engine.model import Part, Role, whole

FIRST, FILM, HEAD = "ftyp", "moov", "mdat"  # the parts that are written anew


def split(data: memoryview, known: Known) -> Iterator[Part]:
    """Yield every byte of the file once, in order, as named parts."""
    movie = films.read(data)
    if movie.fragmented:
        raise Unsupported("MP4 in fragments")
    kept = spans.kept(data, movie)
    parts = _tiles(data, movie, kept, known)
    yield replace(next(parts), learnt=movie)
    yield from parts


def film(parts: Sequence[Part]) -> Movie:
    """Return the film that the parts are of."""
    found = parts[0].learnt
    return found if isinstance(found, Movie) else films.read(whole(parts))


def _tiles(
    data: memoryview, movie: Movie, spans_kept: Sequence[Span], known: Known
) -> Iterator[Part]:
    kept = iter(spans_kept)
    span = next(kept, None)
    for box in movie.top:
        if films.holds_media(box):
            inside = []
            while span and span[0] < box.end:
                inside.append(span)
                span = next(kept, None)
            yield from _media(data, box, inside, known)
        elif (box.kind == b"ftyp" and not box.start) or box is movie.moov:
            yield Part(box.kind.decode("ascii"), box.start, box.raw, Role.PATCHED)
        else:
            yield Part(box.kind.decode("latin-1") or "trailer", box.start, box.raw, Role.DROPPED)


def rebuild(parts: Sequence[Part]) -> Iterator[Part | bytes]:
    """Yield the clean film: its first box, its tables, then its samples in their order."""
    movie = film(parts)
    media = [part for part in parts if part.role is Role.PICTURE]
    places = Places((part.start, part.end) for part in media)
    first = b"".join(ftyp.written(box) for box in movie.top[:1] if box.kind == b"ftyp")
    literals = {FIRST: first, FILM: write.moov(movie, places, len(first))}
    if media:
        literals[HEAD] = write.mdat_head(places.size)
    own = {part.name: part for part in reversed(parts) if part.role is Role.PATCHED}
    for name, literal in literals.items():
        part = own.get(name)
        if part is not None and part.raw == literal:
            yield part
        elif literal:
            yield literal
    yield from media


def _media(data: memoryview, box: Box, kept: Sequence[Span], known: Known) -> Iterator[Part]:
    """Yield the parts of an mdat box: its header, kept samples, and what lies between them."""
    at = box.start + films.media_header(box)
    yield Part(HEAD, box.start, data[box.start : at], Role.PATCHED if kept else Role.DROPPED)
    for start, end in kept:
        if start > at:
            yield Part("gap", at, data[at:start], Role.DROPPED)
        yield from _samples(data, start, end, known)
        at = end
    if box.end > at:
        yield Part("gap", at, data[at : box.end], Role.DROPPED)


def _samples(data: memoryview, start: int, end: int, known: Known) -> Iterator[Part]:
    """Yield kept samples; in a copy, in the pieces that they were in the original."""
    while start < end:
        part = known.part(data, start)
        behind = start + len(part.raw) if part is not None else end
        behind = min(behind, end)
        yield Part("samples", start, data[start:behind], Role.PICTURE)
        start = behind


def coded(parts: Sequence[Part]) -> Iterator[memoryview]:
    """Yield the samples, in order."""
    for part in parts:
        if part.role is Role.PICTURE:
            yield part.raw
