"""Pictures made of pictures: a few numbers each, written anew without room for words.

Spec: ISO/IEC 23008-12 §6.6.2.3 (grid), §6.6.2.2 (iovl); ISO 21496-1 annex C.2 (tmap).
"""

from collections.abc import Callable
from fractions import Fraction
from struct import unpack_from

from bot.engine.cursor import Cursor
from bot.engine.errors import Damaged

BRIGHTEST = 64  # stops of headroom or gain; screens have 4
CHANNELS = 0x80  # flags of a tone map: three channels, not one
BASE_COLOURS = 0x40  # the gain is applied in the base picture's colours
SIGNED = ((0, 1), (2, 3), (6, 7), (8, 9))  # numerator and denominator, by place
GAMMA = (4, 5)


def payload(kind: bytes, data: bytes, pieces: int) -> bytes:
    """Return the bytes that a derived picture of `pieces` others needs.

    Raises Damaged where they are not there.
    """
    return PAYLOADS[kind](data, pieces)


def gain(data: bytes) -> bytes:
    """Return the numbers of an ISO 21496-1 gain map, from its two version words on.

    Raises Damaged where they are no such numbers.
    """
    cursor = Cursor(memoryview(data))
    if cursor.u16() != 0:
        raise Damaged("gain map version")
    cursor.u16()  # who wrote it: nobody needs to know
    flags = cursor.u8() & (CHANNELS | BASE_COLOURS)
    headrooms = bytes(cursor.take(16))
    channels = [bytes(cursor.take(40)) for _ in range(3 if flags & CHANNELS else 1)]
    for at in (0, 8):
        _within(unpack_from(">II", headrooms, at), 0)
    for channel in channels:
        signed = unpack_from(">iIiIIIiIiI", channel)
        for top, bottom in SIGNED:
            _within((signed[top], signed[bottom]), -BRIGHTEST)
        if not _within((signed[GAMMA[0]], signed[GAMMA[1]]), 0):
            raise Damaged("a gamma of nothing")
    return bytes(4) + bytes([flags]) + headrooms + b"".join(channels)


def _within(ratio: tuple[int, ...], least: int) -> Fraction:
    if not ratio[1] or not least <= Fraction(ratio[0], ratio[1]) <= BRIGHTEST:
        raise Damaged("a gain map's number")
    return Fraction(ratio[0], ratio[1])


def _grid(data: bytes, pieces: int) -> bytes:
    cursor = Cursor(memoryview(data))
    version, flags = cursor.u8(), cursor.u8() & 1
    rows, columns = cursor.u8() + 1, cursor.u8() + 1
    if version or rows * columns != pieces:
        raise Damaged("grid")
    return bytes([0, flags, rows - 1, columns - 1]) + bytes(cursor.take(8 if flags else 4))


def _overlay(data: bytes, pieces: int) -> bytes:
    cursor = Cursor(memoryview(data))
    version, flags = cursor.u8(), cursor.u8() & 1
    if version:
        raise Damaged("iovl")
    size = 4 if flags else 2
    return bytes([0, flags]) + bytes(cursor.take(8 + 2 * size + 2 * size * pieces))


def _same(_data: bytes, _pieces: int) -> bytes:
    return b""


def _tone_map(data: bytes, pieces: int) -> bytes:
    if pieces != 2 or data[:1] != b"\0":
        raise Damaged("tmap")
    return b"\0" + gain(data[1:])


PAYLOADS: dict[bytes, Callable[[bytes, int], bytes]] = {
    b"grid": _grid,
    b"iovl": _overlay,
    b"iden": _same,
    b"tmap": _tone_map,
}
