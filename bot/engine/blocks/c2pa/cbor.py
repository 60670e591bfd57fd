"""CBOR, as much as content credentials need: bounded reading into plain values.

Spec: RFC 8949 §3; C2PA 2.1 §8.4 (claims and assertions are CBOR).
"""

import struct

from bot.engine.binary.cursor import Cursor
from bot.engine.errors import Damaged

MAX_ITEMS = 20_000  # one document: an empty array needs one byte
MAX_DEPTH = 24  # arrays in arrays; each level is a call
BREAK = 0xFF
INDEFINITE = 31

# Keys of a map are text; COSE's numbers are written out.
Value = None | bool | int | float | str | bytes | list["Value"] | dict[str, "Value"]
_FLOATS = {25: (">e", 2), 26: (">f", 4), 27: (">d", 8)}
_CONSTANTS = {20: False, 21: True}  # null, undefined and all others are None


def loads(data: bytes | memoryview) -> Value:
    """Return the first value in `data`; tags are passed over.

    Raises Damaged, and only Damaged, for any bytes whatsoever.
    """
    return _Reader(memoryview(data)).value(0)


class _Reader:
    """A position in the document, and how many items may still come."""

    def __init__(self, data: memoryview) -> None:
        self._cursor = Cursor(data)
        self._left = MAX_ITEMS

    def value(self, depth: int) -> Value:
        self._left -= 1
        if self._left < 0 or depth > MAX_DEPTH:
            raise Damaged(f"too many items at {self._cursor.at}")
        first = self._cursor.u8()
        short = first & 31
        match first >> 5:
            case 0:
                return self._number(short)
            case 1:
                return -1 - self._number(short)
            case 2:
                return self._string(short, depth)
            case 3:
                return self._string(short, depth).decode("utf-8", "replace")
            case 4:
                return self._items(short, 1, depth)
            case 5:
                flat = self._items(short, 2, depth)
                return dict(zip(map(str, flat[::2]), flat[1::2], strict=False))
            case 6:
                self._number(short)
                return self.value(depth + 1)
            case _:
                return self._simple(short)

    def _number(self, short: int) -> int:
        if short < 24:
            return short
        if short > 27:
            raise Damaged(f"reserved length at {self._cursor.at}")
        return int.from_bytes(self._cursor.take(1 << (short - 24)), "big")

    def _string(self, short: int, depth: int) -> bytes:
        if short != INDEFINITE:
            return bytes(self._cursor.take(self._number(short)))
        pieces = self._items(short, 1, depth)
        return b"".join(
            p.encode() if isinstance(p, str) else p for p in pieces if isinstance(p, (str, bytes))
        )

    def _items(self, short: int, each: int, depth: int) -> list[Value]:
        """Read as many items as announced, or up to the break; the end of the data is damage."""
        count = None if short == INDEFINITE else self._number(short) * each
        items: list[Value] = []
        while len(items) != count:
            if count is None and self._cursor.left and self._is_break():
                break
            items.append(self.value(depth + 1))
        return items

    def _is_break(self) -> bool:
        if self._cursor.data[self._cursor.at] != BREAK:
            return False
        self._cursor.take(1)
        return True

    def _simple(self, short: int) -> Value:
        if short in _FLOATS:
            code, size = _FLOATS[short]
            number: float = struct.unpack(code, self._cursor.take(size))[0]
            return number
        if short == 24:
            self._cursor.take(1)
        return _CONSTANTS.get(short)
