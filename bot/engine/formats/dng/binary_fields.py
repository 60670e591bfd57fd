"""Fields of raw bytes: lists of opcodes, and maps of gains, each as long as its own numbers say.

Spec: DNG 1.7.1 chapter 7 (opcode lists; big-endian, whatever the file is), chapter 4
(ProfileGainTableMap and ProfileGainTableMap2; in the file's byte order).
"""

import struct
from collections.abc import Callable, Iterator

from bot.engine.binary.cursor import Cursor
from bot.engine.binary.plain_text import has_identifier
from bot.engine.errors import Damaged, Unsupported
from bot.engine.formats.dng.numbers import plausible

LIMIT = 1000  # opcodes of a list; real ones have ten
OPTIONAL = 1  # of the flags: who does not know it may go on
FLAGS = 3
LARGEST = 1e6  # of a number that bends or brightens; where bad pixels are, is a whole one
AREA = 8 * 4 + 2 * 4  # rectangle, planes and pitches: ten numbers before most opcodes' own


def known_opcodes(raw: memoryview) -> bytes:
    """Return the list without opcodes that are not in the book, and may be left out.

    Raises Damaged, or Unsupported where one must be done and nobody knows how.
    """
    opcodes = tuple(_opcodes(raw))
    return len(opcodes).to_bytes(4, "big") + b"".join(opcodes) if opcodes else b""


def _opcodes(raw: memoryview) -> Iterator[bytes]:
    cursor = Cursor(raw)
    count = cursor.u32()
    if count > LIMIT:
        raise Damaged(f"{count} opcodes")
    for _ in range(count):
        number, version, flags = cursor.u32(), cursor.take(4), cursor.u32()
        body = cursor.take(cursor.u32())
        if number not in SIZES and flags & OPTIONAL:
            continue
        if number not in SIZES:
            raise Unsupported("DNG (opcode)")
        if max(version) > 9 or SIZES[number](Cursor(body)) != len(body):
            raise Damaged(f"opcode {number}")
        head = struct.pack(">I4sII", number, bytes(version), flags & FLAGS, len(body))
        yield head + bytes(body)


def _reals(cursor: Cursor, count: int, code: str) -> int:
    """Check `count` numbers; return where they end."""
    raw = cursor.take(count * struct.calcsize(code))
    if not all(plausible(value, LARGEST) for (value,) in struct.iter_unpack(">" + code, raw)):
        raise Damaged("an opcode's number")
    if has_identifier(raw):
        raise Damaged("an opcode's words")
    return cursor.at


def _warp(of_plane: int, head: int = 0) -> Callable[[Cursor], int]:
    def size(cursor: Cursor) -> int:
        planes = cursor.u32()
        cursor.take(head)
        return _reals(cursor, planes * of_plane + 2, "d")

    return size


def _plain(count: int, code: str) -> Callable[[Cursor], int]:
    return lambda cursor: _reals(cursor, count, code)


def _bad_pixels(cursor: Cursor) -> int:
    cursor.take(4)
    points, rectangles = cursor.pair()
    return _check_coordinates(cursor, 2 * points + 4 * rectangles)


def _check_coordinates(cursor: Cursor, count: int) -> int:
    """Check `count` whole numbers that are rows and columns."""
    raw = cursor.take(4 * count)
    if any(value > LARGEST for (value,) in struct.iter_unpack(">I", raw)):
        raise Damaged("an opcode's place")
    return cursor.at


def _table(cursor: Cursor) -> int:
    _check_coordinates(cursor, AREA // 4 - 2)
    count = cursor.u32()
    values = [value for (value,) in struct.iter_unpack(">H", cursor.take(2 * count))]
    if values != sorted(values):
        raise Damaged("an opcode's curve falls")
    return cursor.at


def _polynomial(cursor: Cursor) -> int:
    _check_coordinates(cursor, 8)
    return _reals(cursor, cursor.u32() + 1, "d")


def _gains(cursor: Cursor) -> int:
    _check_coordinates(cursor, 8)
    down, across = cursor.pair()
    _reals(cursor, 4, "d")
    return _reals(cursor, down * across * cursor.u32(), "f")


def _lines(cursor: Cursor) -> int:
    _check_coordinates(cursor, 8)
    return _reals(cursor, cursor.u32(), "f")


def _warp_again(cursor: Cursor) -> int:
    planes = cursor.u32()
    _reals(cursor, 19 * planes + 2, "d")
    return _check_coordinates(cursor, 1)


SIZES: dict[int, Callable[[Cursor], int]] = {
    1: _warp(6),
    2: _warp(4),
    3: _plain(7, "d"),
    4: lambda cursor: _check_coordinates(cursor, 2),
    5: _bad_pixels,
    6: lambda cursor: _check_coordinates(cursor, 4),
    7: _table,
    8: _polynomial,
    9: _gains,
    10: _lines,
    11: _lines,
    12: _lines,
    13: _lines,
    14: _warp_again,
}


WEIGHTS = 5
GAIN_TYPES = {0: "B", 1: "H", 2: "e", 3: "f"}  # of the second kind of map


def check_gains(raw: memoryview, order: str, second: bool) -> None:
    """Check a map.

    Raises Damaged.
    """
    cursor, sign = Cursor(raw, order), "<" if order == "little" else ">"
    count = cursor.u32() * cursor.u32()
    _check_reals(sign + "d", cursor.take(4 * 8))
    count *= cursor.u32()
    _check_reals(sign + "f", cursor.take(4 * WEIGHTS))
    code = "f"
    if second:
        code = GAIN_TYPES.get(cursor.u32(), "")
        _check_reals(sign + "f", cursor.take(3 * 4))
    if not code or cursor.left != count * struct.calcsize(code):
        raise Damaged("a map of gains")
    body = cursor.take(cursor.left)
    if code in "ef":
        _check_reals(sign + code, body)
    elif has_identifier(body):
        raise Damaged("words in a map of gains")


def _check_reals(code: str, raw: memoryview) -> None:
    if not all(plausible(value, LARGEST) for (value,) in struct.iter_unpack(code, raw)):
        raise Damaged("a number in a map of gains")
    if has_identifier(raw):
        raise Damaged("words in a map of gains")
