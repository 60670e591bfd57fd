"""ISO's numbers of a gain map, in HEIF's tmap, JPEG XL's jhgm and JPEG's APP2 alike.

Spec: ISO 21496-1 annex C.2; libultrahdr 1.2 writes all numbers over one denominator.
"""

from fractions import Fraction
from struct import unpack_from

from bot.engine.binary.cursor import Cursor
from bot.engine.errors import Damaged

BRIGHTEST = 64  # stops of headroom or gain; screens have 4
CHANNELS = 0x80  # flags of a tone map: three channels, not one
BASE_COLOURS = 0x40  # the gain is applied in the base picture's colours
SHARED, BACKWARD = 0x08, 0x04  # libultrahdr's: one denominator for all, from HDR to SDR
SIGNED = ((0, 1), (2, 3), (6, 7), (8, 9))  # numerator and denominator, by place
GAMMA = (4, 5)


def numbers(data: bytes) -> bytes:
    """Return a gain map's numbers, from its two version words on, and nothing behind them.

    Raises Damaged where they are no such numbers.
    """
    cursor = Cursor(memoryview(data))
    if cursor.u16() != 0:
        raise Damaged("gain map version")
    cursor.u16()  # who wrote it: nobody needs to know
    flags = cursor.u8() & (CHANNELS | BASE_COLOURS | SHARED | BACKWARD)
    numbers_read = _over_one(cursor, flags) if flags & SHARED else _each_its_own(cursor, flags)
    return bytes(4) + bytes([flags]) + numbers_read


def _each_its_own(cursor: Cursor, flags: int) -> bytes:
    headrooms = bytes(cursor.take(16))
    channels = [bytes(cursor.take(40)) for _ in range(_channels(flags))]
    for at in (0, 8):
        _within(unpack_from(">II", headrooms, at), 0)
    for channel in channels:
        signed = unpack_from(">iIiIIIiIiI", channel)
        for top, bottom in SIGNED:
            _within((signed[top], signed[bottom]), -BRIGHTEST)
        _gamma(signed[GAMMA[0]], signed[GAMMA[1]])
    return headrooms + b"".join(channels)


def _over_one(cursor: Cursor, flags: int) -> bytes:
    head = bytes(cursor.take(12))
    channels = [bytes(cursor.take(20)) for _ in range(_channels(flags))]
    bottom, *headrooms = unpack_from(">III", head)
    for top in headrooms:
        _within((top, bottom), 0)
    for channel in channels:
        least, most, gamma, base, other = unpack_from(">iiIii", channel)
        for top in (least, most, base, other):
            _within((top, bottom), -BRIGHTEST)
        _gamma(gamma, bottom)
    return head + b"".join(channels)


def _channels(flags: int) -> int:
    return 3 if flags & CHANNELS else 1


def _gamma(top: int, bottom: int) -> None:
    if not _within((top, bottom), 0):
        raise Damaged("a gamma of nothing")


def _within(ratio: tuple[int, ...], least: int) -> Fraction:
    if not ratio[1] or not least <= Fraction(ratio[0], ratio[1]) <= BRIGHTEST:
        raise Damaged("a gain map's number")
    return Fraction(ratio[0], ratio[1])
