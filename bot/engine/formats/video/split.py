"""A film's file as parts: kept samples, boxes that are written anew, and all the rest.

Spec: ISO/IEC 14496-12 §4.2, §8.1.1 (mdat).
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from bot.engine.binary.ranges import Range
from bot.engine.formats.isobmff.boxes import Box
from bot.engine.formats.video import headers, media_ranges, write, write_fragments
from bot.engine.formats.video import movie as films
from bot.engine.formats.video.media_ranges import OffsetMap
from bot.engine.formats.video.movie import Movie
from bot.engine.model import Part, Role
from bot.engine.reference import Reference


def split(data: memoryview, movie: Movie, reference: Reference) -> Iterator[Part]:
    """Yield every byte of the file once, in order, as named parts."""
    yield from _tiles(data, movie, media_ranges.needed_ranges(data, movie), reference)


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
    data: memoryview, movie: Movie, ranges: Sequence[Range], reference: Reference
) -> Iterator[Part]:
    remaining = iter(ranges)
    needed = next(remaining, None)
    for box in movie.top_boxes:
        if films.is_media(box):
            inside = []
            while needed and needed[0] < box.end:
                inside.append(needed)
                needed = next(remaining, None)
            yield from _media(data, box, inside, reference)
        elif _is_rewritten(box, movie):
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
    starts = [fragment.extent[0] for fragment in movie.fragments]
    cuts = [bisect_left(media, start, key=lambda part: part.start) for start in starts]
    first = b"".join(headers.ftyp(box) for box in movie.top_boxes[:1] if box.kind == b"ftyp")
    yield first
    group = media[: cuts[0]] if cuts else media
    offsets = _offset_map(group)
    yield write.moov(movie, offsets, len(first))
    yield from _behind_head(group, offsets)
    for number, fragment in enumerate(movie.fragments):
        group = media[cuts[number] : (*cuts, len(media))[number + 1]]
        offsets = _offset_map(group)
        head = len(write.mdat_header(offsets.size)) if group else 0
        yield write_fragments.moof(fragment, number + 1, offsets, head)
        yield from _behind_head(group, offsets)


def _offset_map(group: Sequence[Part]) -> OffsetMap:
    return OffsetMap((part.start, part.end) for part in group)


def _behind_head(group: Sequence[Part], offsets: OffsetMap) -> Iterator[Part | bytes]:
    if group:
        yield write.mdat_header(offsets.size)
        yield from group


def _is_rewritten(box: Box, movie: Movie) -> bool:
    """Return whether a box is written anew, if anything of it is needed."""
    return (box.kind == b"ftyp" and not box.start) or box is movie.file_moov or box.kind == b"moof"


def _media(
    data: memoryview, box: Box, ranges: Sequence[Range], reference: Reference
) -> Iterator[Part]:
    """Yield the parts of an mdat box: its header, kept samples, and what lies between them."""
    at = box.start + films.media_header_size(box)
    yield Part("mdat", box.start, data[box.start : at], Role.PATCHED if ranges else Role.DROPPED)
    for start, end in ranges:
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
