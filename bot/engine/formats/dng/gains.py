"""The map of gains that brightens parts of a picture: as long as its sizes say, and no words.

Spec: DNG 1.7.1 chapter 4, ProfileGainTableMap and ProfileGainTableMap2. In the file's order.
"""

import struct

from bot.engine.binary.cursor import Cursor
from bot.engine.binary.plain_text import has_identifier
from bot.engine.errors import Damaged
from bot.engine.formats.dng.numbers import plausible

WEIGHTS = 5
LARGEST = 1e6
KINDS = {0: "B", 1: "H", 2: "e", 3: "f"}  # of the second kind of map


def check(raw: memoryview, order: str, second: bool) -> None:
    """Check a map.

    Raises Damaged.
    """
    cursor, sign = Cursor(raw, order), "<" if order == "little" else ">"
    count = cursor.u32() * cursor.u32()
    _reals(sign + "d", cursor.take(4 * 8))
    count *= cursor.u32()
    _reals(sign + "f", cursor.take(4 * WEIGHTS))
    code = "f"
    if second:
        code = KINDS.get(cursor.u32(), "")
        _reals(sign + "f", cursor.take(3 * 4))
    if not code or cursor.left != count * struct.calcsize(code):
        raise Damaged("a map of gains")
    body = cursor.take(cursor.left)
    if code in "ef":
        _reals(sign + code, body)
    elif has_identifier(body):
        raise Damaged("words in a map of gains")


def _reals(code: str, raw: memoryview) -> None:
    if not all(plausible(value, LARGEST) for (value,) in struct.iter_unpack(code, raw)):
        raise Damaged("a number in a map of gains")
    if has_identifier(raw):
        raise Damaged("words in a map of gains")
