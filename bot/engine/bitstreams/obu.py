"""AV1: open bitstream units; a decoder needs neither padding nor most metadata.

Spec: AV1 Bitstream & Decoding Process §5.3 (units), §5.8 (metadata), §6.2.2 (types).
"""

from collections.abc import Iterator
from enum import IntEnum

from bot.engine.binary.cursor import Cursor
from bot.engine.binary.plain_text import has_identifier, has_identifier_at_end
from bot.engine.errors import Damaged
from bot.engine.limits import DecodeBudget


class ObuType(IntEnum):
    """Types of units. §6.2.2."""

    SEQUENCE_HEADER = 1
    TEMPORAL_DELIMITER = 2
    FRAME_HEADER = 3
    TILE_GROUP = 4
    METADATA = 5
    FRAME = 6


# A redundant frame header (7) is read by no decoder.
FRAMES = frozenset({ObuType.FRAME_HEADER, ObuType.TILE_GROUP, ObuType.FRAME})
# Types of metadata that a player uses, and their bytes with the stop bit: content light level,
# mastering display.
METADATA_SIZES = {1: 5, 2: 25}
ITU_T_T35 = 4  # a type of metadata
HDR10_PLUS = bytes.fromhex("b5003c000104")  # SMPTE ST 2094-40: country, maker, application
HDR10_PLUS_SIZE = 512  # bytes


def needed_ranges(
    data: memoryview, budget: DecodeBudget | None = None
) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a sample whose units a decoder needs; they never touch.

    Raises Damaged where units do not tile the sample, or end in text; TooLarge.
    """
    budget = budget or DecodeBudget(len(data))
    start = at = 0
    for kind, body, behind in units(data):
        budget.spend()
        if not _is_needed(kind, body):
            if at > start:
                yield start, at
            start = behind
        at = behind
    if at > start:
        yield start, at


def units(data: memoryview) -> Iterator[tuple[int, memoryview, int]]:
    """Yield each unit's type, its body, and the offset behind it.

    Raises Damaged where units do not tile `data`.
    """
    cursor = Cursor(data)
    while cursor.left:
        head = cursor.u8()
        if head & 0x80:
            raise Damaged(f"unit of code at {cursor.at}")
        if head & 4:
            cursor.u8()  # temporal and spatial layer
        size = _leb128(cursor) if head & 2 else cursor.left
        body = cursor.take(size)
        yield head >> 3 & 15, body, cursor.at


def _is_needed(kind: int, body: memoryview) -> bool:
    if kind == ObuType.METADATA:
        return _is_used_metadata(body) and not has_identifier(body)
    if (kind == ObuType.SEQUENCE_HEADER and has_identifier(body)) or (
        kind in FRAMES and has_identifier_at_end(body)
    ):
        raise Damaged("words behind a unit of code")
    return (
        kind in FRAMES
        or kind == ObuType.SEQUENCE_HEADER
        or (kind == ObuType.TEMPORAL_DELIMITER and not body)
    )


def _is_used_metadata(body: memoryview) -> bool:
    """Return whether metadata is of a kind that a player uses."""
    if not body:
        return False
    if body[0] == ITU_T_T35:
        return len(body) <= HDR10_PLUS_SIZE and bytes(body[1:7]) == HDR10_PLUS
    return len(body) - 1 == METADATA_SIZES.get(body[0], -1)


def _leb128(cursor: Cursor) -> int:
    """Return a number of seven bits in each byte, the lowest first. §4.10.5."""
    value = 0
    for shift in range(0, 56, 7):
        byte = cursor.u8()
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value
    raise Damaged("a number without end")
