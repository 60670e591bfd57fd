"""AV1: units of code; those that draw are kept, padding and notes are not.

Spec: AV1 Bitstream & Decoding Process §5.3 (units), §5.8 (metadata), §6.2.2 (types).
"""

from collections.abc import Iterator

from bot.engine.binary.cursor import Cursor
from bot.engine.binary.plain_text import has_identifier, has_identifier_at_end
from bot.engine.errors import Damaged
from bot.engine.limits import DecodeBudget

SEQUENCE, DELIMITER, METADATA = 1, 2, 5
FRAMES = frozenset({3, 4, 6})  # headers, tiles, both; a header told twice (7) is looked at by none
HEEDED = {1: 5, 2: 25}  # light level, mastering display: bytes with the stop bit
T35 = 4
HDR10_PLUS = bytes.fromhex("b5003c000104")  # SMPTE ST 2094-40: country, maker, application
HDR10_PLUS_SIZE = 512  # bytes


def drawing(data: memoryview, effort: DecodeBudget | None = None) -> Iterator[tuple[int, int]]:
    """Yield the runs of a sample whose units draw: start and end, in bytes, never touching.

    Raises Damaged where units do not tile the sample, or end in words; TooLarge.
    """
    effort = effort or DecodeBudget(len(data))
    start = at = 0
    for kind, body, behind in units(data):
        effort.spend()
        if not _draws(kind, body):
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


def _draws(kind: int, body: memoryview) -> bool:
    if kind == METADATA:
        return _heeded(body) and not has_identifier(body)
    if (kind == SEQUENCE and has_identifier(body)) or (
        kind in FRAMES and has_identifier_at_end(body)
    ):
        raise Damaged("words behind a unit of code")
    return kind in FRAMES or kind == SEQUENCE or (kind == DELIMITER and not body)


def _heeded(body: memoryview) -> bool:
    if not body:
        return False
    if body[0] == T35:
        return len(body) <= HDR10_PLUS_SIZE and bytes(body[1:7]) == HDR10_PLUS
    return len(body) - 1 == HEEDED.get(body[0], -1)


def _leb128(cursor: Cursor) -> int:
    value = 0
    for shift in range(0, 56, 7):
        byte = cursor.u8()
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value
    raise Damaged("a number without end")
