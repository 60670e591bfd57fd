"""A picture and its gain map: a second JPEG behind the end of the first, cleaned as the first is.

Spec: Android Ultra HDR 1.1; CIPA DC-007; Apple's auxiliary pictures.

No offset of the file is believed: the gain map is the first picture behind the end that says
it is one, in a file whose first picture says that it has one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.engine.blocks import trailer
from bot.engine.errors import EngineError
from bot.engine.formats.jpeg import hdr_segments, segments, writer
from bot.engine.model import GAIN_MAP, Part, Role
from bot.engine.reference import Reference

BEHIND = "trailer"


@dataclass(frozen=True, slots=True)
class Pair:
    """What joins a picture and its gain map."""

    start: int  # of the gain map
    lists: hdr_segments.Lists
    numbers: tuple[bytes, ...]  # segments of the gain map


Parts = tuple[Part, ...]


def split(data: memoryview, reference: Reference) -> tuple[Parts, Pair | None]:
    """Return a file's parts: those of its picture, then of its gain map if it has one."""
    front = segments.parse_picture(data, reference)
    second = _second_picture(data, front, reference) if front[-1].name == BEHIND else None
    if not second:
        return front, None
    pair, back = second
    between = front[-1].start
    gap = (Part(BEHIND, between, data[between : pair.start], Role.DROPPED),)
    return (*front[:-1], *(gap if between < pair.start else ()), *back), pair


def rebuild(
    front: Sequence[Part], patches: writer.Patches, pair: Pair, behind: Sequence[Part | bytes]
) -> Iterator[Part | bytes]:
    """Yield the clean picture, its lists, then its clean gain map `behind`."""
    length = _size(behind)
    blocks = [hdr_segments.container(length)] if pair.lists.xmp else []
    blocks += [hdr_segments.BASE] if pair.lists.iso else []
    if pair.lists.mpf:
        # The list says how far it is from the gain map: a blank one, as long, shows where it
        # will stand. No file holds such a blank there.
        blank = bytes(len(hdr_segments.mpf(0, 0, 0)))
        pieces = tuple(writer.rebuilt(front, patches, [*blocks, blank]))
        at = next(n for n, piece in enumerate(pieces) if piece is blank)
        blocks.append(hdr_segments.mpf(_size(pieces[:at]), _size(pieces), length))
    yield from writer.rebuilt(front, patches, blocks)
    yield from behind


def _size(pieces: Sequence[Part | bytes]) -> int:
    return sum(len(piece if isinstance(piece, bytes) else piece.raw) for piece in pieces)


def _second_picture(
    data: memoryview, front: Parts, reference: Reference
) -> tuple[Pair, Parts] | None:
    lists = hdr_segments.lists(front)
    if lists == hdr_segments.Lists(False, False, False):
        return None
    for raw in trailer.pictures(front[-1].raw):
        start = len(data) - len(raw)
        try:
            if numbers := hdr_segments.numbers(
                segments.head(data, start), hdr_segments.headroom(front)
            ):
                back = segments.parse_picture(data, reference, start, GAIN_MAP)
                ends = any(part.name == "EOI" for part in back)
                return (Pair(start, lists, numbers), back) if ends else None
        except EngineError:
            continue
    return None
