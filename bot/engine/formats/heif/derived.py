"""Pictures made of pictures: a few numbers each, written anew without room for words.

Spec: ISO/IEC 23008-12 §6.6.2.3 (grid), §6.6.2.2 (iovl); (tmap) ISO 21496-1 annex C.2.
"""

from collections.abc import Callable

from bot.engine.binary.cursor import Cursor
from bot.engine.binary.letters import spelled
from bot.engine.blocks.gainmap import iso
from bot.engine.errors import Damaged


def payload(kind: bytes, data: bytes, pieces: int) -> bytes:
    """Return the bytes that a derived picture of `pieces` others needs.

    Raises Damaged where they are not there, or say words.
    """
    numbers = PAYLOADS[kind](data, pieces)
    if spelled(numbers):
        raise Damaged("words among numbers")
    return numbers


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
    return b"\0" + iso.numbers(data[1:])


PAYLOADS: dict[bytes, Callable[[bytes, int], bytes]] = {
    b"grid": _grid,
    b"iovl": _overlay,
    b"iden": _same,
    b"tmap": _tone_map,
}
