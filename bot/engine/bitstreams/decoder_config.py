"""The settings that a decoder gets before the first picture: parameter sets, written anew.

Spec: ISO/IEC 14496-15 §5.3.3 (avcC), §8.3.3 (hvcC); AV1 in ISOBMFF §2.3 (av1C).
"""

from collections.abc import Callable

from bot.engine.binary.cursor import Cursor
from bot.engine.binary.plain_text import has_identifier
from bot.engine.bitstreams import nal, obu
from bot.engine.bitstreams.nal import Codec
from bot.engine.errors import Damaged

HIGH_PROFILES = frozenset({100, 110, 122, 144})  # H.264 profiles whose avcC has more fields


def hvcc(body: memoryview) -> bytes:
    """Return an hvcC's body without metadata and unknown units.

    Raises Damaged where it breaks its specification.
    """
    cursor = Cursor(body)
    head = bytearray(cursor.take(22))
    # Offsets of bytes with reserved bits, which are ones.
    for at, reserved in ((13, 0xF0), (15, 0xFC), (16, 0xFC), (17, 0xF8), (18, 0xF8)):
        head[at] |= reserved
    return _numbers(bytes(head)) + _arrays(cursor)


def lhvc(body: memoryview) -> bytes:
    """Return an lhvC's body, for the further layers of a picture, without metadata.

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
    if not all(_is_parameter_set(unit, Codec.AVC, 7) for unit in sequences):
        raise Damaged("avcC")
    if not all(_is_parameter_set(unit, Codec.AVC, 8) for unit in pictures):
        raise Damaged("avcC")
    out = head + bytes([size, 0xE0 | len(sequences)]) + _packed(sequences)
    out += bytes([len(pictures)]) + _packed(pictures)
    if head[1] in HIGH_PROFILES and cursor.left >= 4:
        chroma, luma, colour = (cursor.u8() for _ in range(3))
        extensions = [cursor.take(cursor.u16()) for _ in range(cursor.u8())]
        extensions = [unit for unit in extensions if _is_parameter_set(unit, Codec.AVC, 13)]
        out += bytes([chroma | 0xFC, luma | 0xF8, colour | 0xF8, len(extensions)]) + _packed(
            extensions
        )
    return out


def av1c(body: memoryview) -> bytes:
    """Return an av1C's body with its sequence header alone.

    Raises Damaged where it breaks its specification.
    """
    cursor = Cursor(body)
    head = bytearray(cursor.take(4))
    if not head[3] & 0x10:
        head[3] = 0  # there is no presentation delay: its bits are reserved
    head[3] &= 0x1F
    sequence_headers, start = b"", 4
    for kind, _, behind in obu.units(body[4:]):
        if kind == obu.ObuType.SEQUENCE_HEADER:
            sequence_headers += _numbers(bytes(body[start : 4 + behind]))
        start = 4 + behind
    return bytes(head) + sequence_headers


REWRITTEN: dict[bytes, Callable[[memoryview], bytes]] = {
    b"avcC": avcc,
    b"hvcC": hvcc,
    b"av1C": av1c,
}


def length_size(kind: bytes, body: memoryview) -> int:
    """Return how many bytes each unit's length has, from the body of an avcC or hvcC box.

    Raises Damaged where the box is too short.
    """
    return (Cursor(body, at=4 if kind == b"avcC" else min(21, len(body))).u8() & 3) + 1


def _arrays(cursor: Cursor) -> bytes:
    """Return the arrays of units that a decoder needs, one for each type."""
    arrays = []
    for _ in range(cursor.u8()):
        kind = cursor.u8() & 0xBF  # one reserved bit
        units = [cursor.take(cursor.u16()) for _ in range(cursor.u16())]
        if needed := [unit for unit in units if _is_parameter_set(unit, Codec.HEVC, kind & 0x3F)]:
            arrays.append(bytes([kind]) + len(needed).to_bytes(2, "big") + _packed(needed))
    return bytes([len(arrays)]) + b"".join(arrays)


def _is_parameter_set(unit: memoryview, codec: Codec, kind: int) -> bool:
    """Return whether a unit is of its announced type, and a decoder needs it."""
    if not unit or unit[0] >> codec.shift & codec.mask != kind:
        return False
    return nal.is_needed(unit, codec)


def _numbers(body: bytes) -> bytes:
    """Return `body`, which should be numbers. Raises Damaged where it holds text."""
    if has_identifier(body):
        raise Damaged("words in a coder's settings")
    return body


def _packed(units: list[memoryview]) -> bytes:
    return b"".join(len(unit).to_bytes(2, "big") + bytes(unit) for unit in units)
