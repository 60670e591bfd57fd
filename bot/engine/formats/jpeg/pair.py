"""A picture and its gain map: a second JPEG behind the end of the first, cleaned as the first is.

Spec: Android Ultra HDR 1.1; CIPA DC-007; Apple's auxiliary pictures.

No offset of the file is believed: the gain map is the first picture behind the end that says
it is one, in a file whose first picture says that it has one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.engine.blocks import trailer
from bot.engine.errors import EngineError
from bot.engine.formats.jpeg import directory, hdr, patch, segments
from bot.engine.model import GAIN_MAP, Part, Role
from bot.engine.reference import Reference

BEHIND = "trailer"


@dataclass(frozen=True, slots=True)
class Pair:
    """What joins two pictures, carried by the file's first part."""

    start: int  # of the gain map
    lists: hdr.Lists
    numbers: tuple[bytes, ...]  # segments of the gain map


Parts = tuple[Part, ...]


def split(data: memoryview, reference: Reference) -> Iterator[Part]:
    """Yield a file's parts: those of its picture, then of its gain map if it has one."""
    front = segments.picture(data, reference)
    found = _found(data, front, reference) if front[-1].name == BEHIND else None
    if not found:
        yield from front
        return
    pair, back = found
    yield replace(front[0], learnt=pair)
    yield from front[1:-1]
    between = front[-1].start
    if between < pair.start:
        yield Part(BEHIND, between, data[between : pair.start], Role.DROPPED)
    yield from back


def pictures(parts: Sequence[Part]) -> tuple[Sequence[Part], Sequence[Part]]:
    """Return the parts of the picture, and those of its gain map."""
    pair = _pair(parts)
    if not pair:
        return parts, ()
    number = next(n for n, part in enumerate(parts) if part.start == pair.start)
    return parts[:number], parts[number:]


def rebuild(parts: Sequence[Part]) -> Iterator[Part | bytes]:
    """Yield the clean file; its lists point at where the gain map will lie."""
    front, back = pictures(parts)
    pair = _pair(parts)
    if not pair:
        yield from patch.rebuilt(front)
        return
    behind = tuple(patch.rebuilt(back, pair.numbers))
    length = _size(behind)
    blocks = [directory.container(length)] if pair.lists.xmp else []
    blocks += [hdr.BASE] if pair.lists.iso else []
    if pair.lists.mpf:
        blocks.append(_mpf(front, blocks, length))
    yield from patch.rebuilt(front, blocks)
    yield from behind


def _mpf(front: Sequence[Part], blocks: list[bytes], length: int) -> bytes:
    """Return the MPF segment; it says how far it is from the gain map."""
    blank = bytes(len(directory.mpf(0, 0, 0)))  # as long, and never what a file holds there
    pieces = tuple(patch.rebuilt(front, [*blocks, blank]))
    at = next(n for n, piece in enumerate(pieces) if piece is blank)
    return directory.mpf(_size(pieces[:at]), _size(pieces), length)


def _size(pieces: Sequence[Part | bytes]) -> int:
    return sum(len(piece if isinstance(piece, bytes) else piece.raw) for piece in pieces)


def _pair(parts: Sequence[Part]) -> Pair | None:
    learnt = parts[0].learnt
    return learnt if isinstance(learnt, Pair) else None


def _found(data: memoryview, front: Parts, reference: Reference) -> tuple[Pair, Parts] | None:
    lists = hdr.lists(front)
    if lists == hdr.Lists(False, False, False):
        return None
    for raw in trailer.pictures(front[-1].raw):
        start = len(data) - len(raw)
        try:
            if numbers := hdr.numbers(segments.head(data, start), hdr.headroom(front)):
                back = segments.picture(data, reference, start, GAIN_MAP)
                ends = any(part.name == "EOI" for part in back)
                return (Pair(start, lists, numbers), back) if ends else None
        except EngineError:
            continue
    return None
