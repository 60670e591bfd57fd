"""What a decoder is told before the first picture: kept by its list, written anew.

Spec: ISO/IEC 14496-15 §5.3.3 (avcC), §8.3.3 (hvcC); AV1 in ISOBMFF §2.3 (av1C).
"""

from collections.abc import Callable

from bot.engine.binary.cursor import Cursor
from bot.engine.binary.plain_text import has_identifier
from bot.engine.bitstreams import nal, obu
from bot.engine.bitstreams.nal import Codec
from bot.engine.errors import Damaged

HIGH_PROFILES = frozenset({100, 110, 122, 144})  # H.264 profiles whose avcC says more


def hvcc(body: memoryview) -> bytes:
    """Return an hvcC's body without notes and unknown units.

    Raises Damaged where it breaks its specification.
    """
    cursor = Cursor(body)
    head = bytearray(cursor.take(22))
    for at, reserved in ((13, 0xF0), (15, 0xFC), (16, 0xFC), (17, 0xF8), (18, 0xF8)):
        head[at] |= reserved
    return _numbers(bytes(head)) + _arrays(cursor)


def lhvc(body: memoryview) -> bytes:
    """Return an lhvC's body, which tells of further layers, without notes and unknown units.

    Raises Damaged where it breaks its specification.
    """
    cursor = Cursor(body)
    head = bytearray(cursor.take(5))
    for at, reserved in ((1, 0xF0), (3, 0xFC), (4, 0xC0)):
        head[at] |= reserved
    return bytes(head) + _arrays(cursor)


def avcc(body: memoryview) -> bytes:
    """Return an avcC's body with its parameter sets alone.

    Raises Damaged where it breaks its specification.
    """
    cursor = Cursor(body)
    head = bytes(cursor.take(4))
    size = cursor.u8() | 0xFC
    sequences = [cursor.take(cursor.u16()) for _ in range(cursor.u8() & 0x1F)]
    pictures = [cursor.take(cursor.u16()) for _ in range(cursor.u8())]
    if not all(_set(unit, Codec.AVC, 7) for unit in sequences):
        raise Damaged("avcC")
    if not all(_set(unit, Codec.AVC, 8) for unit in pictures):
        raise Damaged("avcC")
    out = head + bytes([size, 0xE0 | len(sequences)]) + _packed(sequences)
    out += bytes([len(pictures)]) + _packed(pictures)
    if head[1] in HIGH_PROFILES and cursor.left >= 4:
        chroma, luma, colour = (cursor.u8() for _ in range(3))
        more = [cursor.take(cursor.u16()) for _ in range(cursor.u8())]
        more = [unit for unit in more if _set(unit, Codec.AVC, 13)]
        out += bytes([chroma | 0xFC, luma | 0xF8, colour | 0xF8, len(more)]) + _packed(more)
    return out


def av1c(body: memoryview) -> bytes:
    """Return an av1C's body with its sequence header alone.

    Raises Damaged where it breaks its specification.
    """
    cursor = Cursor(body)
    head = bytearray(cursor.take(4))
    if not head[3] & 0x10:
        head[3] &= 0  # no delay is told: what stands in its place is reserved
    head[3] &= 0x1F
    kept, start = b"", 4
    for kind, _, behind in obu.units(body[4:]):
        if kind == obu.SEQUENCE:
            kept += _numbers(bytes(body[start : 4 + behind]))
        start = 4 + behind
    return bytes(head) + kept


REWRITTEN: dict[bytes, Callable[[memoryview], bytes]] = {
    b"avcC": avcc,
    b"hvcC": hvcc,
    b"av1C": av1c,
}


def length_size(kind: bytes, body: memoryview) -> int:
    """Return the bytes of each unit's length, by the box that a decoder is told it in.

    Raises Damaged where the box is too short.
    """
    return (Cursor(body, at=4 if kind == b"avcC" else min(21, len(body))).u8() & 3) + 1


def _arrays(cursor: Cursor) -> bytes:
    """Return the units that a decoder needs, by their kinds."""
    arrays = []
    for _ in range(cursor.u8()):
        kind = cursor.u8() & 0xBF  # one reserved bit
        units = [cursor.take(cursor.u16()) for _ in range(cursor.u16())]
        if kept := [unit for unit in units if _set(unit, Codec.HEVC, kind & 0x3F)]:
            arrays.append(bytes([kind]) + len(kept).to_bytes(2, "big") + _packed(kept))
    return bytes([len(arrays)]) + b"".join(arrays)


def _set(unit: memoryview, codec: Codec, kind: int) -> bool:
    """Tell whether a unit is of its announced kind, and draws."""
    if not unit or unit[0] >> codec.shift & codec.mask != kind:
        return False
    return nal.draws(unit, codec)


def _numbers(body: bytes) -> bytes:
    """Return what should be numbers. Raises Damaged where it says words."""
    if has_identifier(body):
        raise Damaged("words in a coder's settings")
    return body


def _packed(units: list[memoryview]) -> bytes:
    return b"".join(len(unit).to_bytes(2, "big") + bytes(unit) for unit in units)
