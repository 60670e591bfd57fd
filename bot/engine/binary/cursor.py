"""Bounds-checked reading: the only place where a file's number becomes an offset."""

from bot.engine.errors import Damaged


class Cursor:
    """A position in a block of bytes that cannot leave it.

    Every reader raises Damaged at the end of the data instead of returning less.
    """

    __slots__ = ("at", "data", "order")

    def __init__(self, data: memoryview, order: str = "big", at: int = 0) -> None:
        self.data = data
        self.order = order  # "big" or "little"
        self.at = at

    @property
    def left(self) -> int:
        """Bytes not yet taken."""
        return len(self.data) - self.at

    def take(self, count: int) -> memoryview:
        """Return the next `count` bytes as a view and move past them."""
        end = self.at + count
        if count < 0 or end > len(self.data):
            raise Damaged(f"{count} bytes wanted at {self.at}, {self.left} left")
        view = self.data[self.at : end]
        self.at = end
        return view

    def seek(self, at: int) -> None:
        """Move to an absolute offset inside the block (its end included)."""
        if not 0 <= at <= len(self.data):
            raise Damaged(f"offset {at} outside {len(self.data)} bytes")
        self.at = at

    def u8(self) -> int:
        """Read one byte."""
        return self.take(1)[0]

    def u16(self) -> int:
        """Read a 16-bit number in the block's byte order."""
        return int.from_bytes(self.take(2), self.order)  # type: ignore[arg-type]

    def u32(self) -> int:
        """Read a 32-bit number in the block's byte order."""
        return int.from_bytes(self.take(4), self.order)  # type: ignore[arg-type]

    def u64(self) -> int:
        """Read a 64-bit number in the block's byte order."""
        return int.from_bytes(self.take(8), self.order)  # type: ignore[arg-type]

    def pair(self) -> tuple[int, int]:
        """Read two 32-bit numbers: a width and a height, a numerator and a denominator."""
        return self.u32(), self.u32()
