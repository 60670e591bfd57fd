"""GIF's LZW codes: where the stream ends, without drawing a pixel.

Spec: GIF89a, appendix F. The width of each code follows from the number of codes since the
last clear code alone, so the end is found by counting; no table of strings is built.
"""

from collections.abc import Iterator
from typing import Protocol

from bot.engine.errors import TooLarge

WIDEST = 12  # bits

# A stream this long is always followed code by code, 100 ms a megabyte. A longer one is first
# stepped through from clear code to clear code, where most writers put them (when the table
# is full): if the steps arrive at an end code in the last byte, nothing stands behind it.
# Whenever they do not, the codes are followed after all; only that ever shortens a stream.
ALWAYS = 16 * 1024
NEVER = 32 * 1024 * 1024  # bytes; a stream longer than this is taken as it is
AHEAD = (0, -1, 1)  # writers differ by one in when they call the table full
STRETCH = 8192  # codes looked at in one go
SCANS = 100_000  # clear codes followed one by one in a file; a hostile one has nothing else


class Data(Protocol):
    """Bytes, wherever they lie."""

    def __len__(self) -> int:
        """Return how many there are."""

    def __getitem__(self, span: slice) -> bytes:
        """Return some of them."""


class Codes:
    """A stream of LZW codes with a first code width of `minimum` + 1 bits, 2 <= minimum <= 8."""

    def __init__(self, data: Data, minimum: int) -> None:
        self.data = data
        self.clear = 1 << minimum
        self.end = self.clear + 1
        self.first = minimum + 1
        self.run = sum(width * count for width, count in self._runs())  # bits to a full table
        self.scans = 0  # clear codes followed one by one

    def length(self, limit: int = SCANS) -> int | None:
        """Return the bytes up to and including the end code, or None if none is found.

        Raises TooLarge after following `limit` clear codes.
        """
        size = len(self.data)
        if size > NEVER or (size > ALWAYS and self._steps_to_the_end()):
            return size
        bit = 0
        while bit < 8 * size:
            self.scans += 1
            if self.scans > limit:
                raise TooLarge("too many clear codes")
            bit, ended = self._scan(bit)
            if ended:
                return (bit + 7) // 8
        return None

    def _steps_to_the_end(self) -> bool:
        opens = self._code(0, self.first) == self.clear  # as nearly every stream does
        bit: int | None = self.first if opens else 0
        while bit is not None:
            if self._ends_here(bit):
                return True
            bit = self._next_clear(bit)
        return False

    def _runs(self) -> Iterator[tuple[int, int]]:
        """Yield (code width, number of codes) from one clear code to a full table and beyond."""
        # The first code adds no entry, so an entry number lags one behind the codes read.
        made = self.end + 1
        width = self.first
        yield width, (1 << width) - made + 1
        for width in range(self.first + 1, WIDEST + 1):
            yield width, 1 << (width - 1)

    def _code(self, bit: int, width: int) -> int:
        chunk = int.from_bytes(self.data[bit // 8 : (bit + width + 7) // 8], "little")
        return (chunk >> (bit % 8)) & ((1 << width) - 1)

    def _next_clear(self, bit: int) -> int | None:
        """Return where the codes go on after a clear code in its usual place."""
        for ahead in AHEAD:
            at = bit + self.run + ahead * WIDEST
            if at + WIDEST <= 8 * len(self.data) and self._code(at, WIDEST) == self.clear:
                return at + WIDEST
        return None

    def _ends_here(self, bit: int) -> bool:
        """Return whether the last byte holds an end code in its place, and zeros behind it."""
        total = 8 * len(self.data)
        if bit + self.run + WIDEST < total:
            return False
        for width, count in self._runs():
            reach = bit + width * count
            if reach + WIDEST >= total:
                codes = (total - bit) // width
                at = bit + (codes - 1) * width
                if codes < 1 or codes > count:
                    return False
                return total - at - width < 8 and self._code(at, total - at) == self.end
            bit = reach
        return False

    def _scan(self, bit: int) -> tuple[int, bool]:
        """Read code by code; return the bit behind the next clear or end code, and which it was."""
        for width, count in self._runs():
            bit, code = self._find(bit, width, count)
            if code is not None:
                return bit, code == self.end
        while bit + WIDEST <= 8 * len(self.data):
            bit, code = self._find(bit, WIDEST, STRETCH)
            if code is not None:
                return bit, code == self.end
        return 8 * len(self.data), False

    def _find(self, bit: int, width: int, count: int) -> tuple[int, int | None]:
        """Look for a clear or end code among `count` codes of one width, at C speed."""
        count = min(count, (8 * len(self.data) - bit) // width)
        if count <= 0:
            return 8 * len(self.data), None
        stop = bit + count * width
        number = int.from_bytes(self.data[bit // 8 : (stop + 7) // 8], "little") >> (bit % 8)
        digits = format(number & ((1 << (count * width)) - 1), f"0{count * width}b")
        best = None
        for code in (self.clear, self.end):
            place = _last_aligned(digits, format(code, f"0{width}b"), width)
            if place is not None and (best is None or place > best[0]):
                best = place, code
        if best is None:
            return stop, None
        return stop - best[0], best[1]


def _last_aligned(digits: str, code: str, width: int) -> int | None:
    """Return the last index, a multiple of `width`, at which `code` stands: the first in time."""
    at = digits.rfind(code)
    while at >= 0 and at % width:
        at = digits.rfind(code, 0, at + width - 1)
    return at if at >= 0 else None
