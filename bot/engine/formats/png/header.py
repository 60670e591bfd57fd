"""PNG's first chunk, and what it allows the others to be.

Spec: W3C PNG, third edition: §11.2.1 IHDR, §8.1 Adam7, §11.3.1-2 transparency and colour.
"""

from collections.abc import Container

from bot.engine.binary.cursor import Cursor
from bot.engine.errors import Damaged

GREY, RGB, PALETTE, GREY_ALPHA, RGB_ALPHA = 0, 2, 3, 4, 6  # §11.2.1 colour types
SAMPLES = {GREY: 1, RGB: 3, PALETTE: 1, GREY_ALPHA: 2, RGB_ALPHA: 4}
ADAM7 = ((8, 0, 8, 0), (8, 4, 8, 0), (4, 0, 8, 4), (4, 2, 4, 0), (2, 0, 4, 2), (2, 1, 2, 0),
         (1, 0, 2, 1))  # fmt: skip

# How long a chunk must be to mean anything to a decoder; one of another length is metadata.
LENGTHS: dict[str, tuple[int, ...]] = {
    "gAMA": (4,),
    "cHRM": (32,),
    "sRGB": (1,),
    "cICP": (4,),
    "mDCV": (24,),
    "cLLI": (8,),
}
BY_COLOUR_TYPE: dict[str, dict[int, Container[int]]] = {
    # Beside true colour a palette is only suggested, and has room for 768 bytes of anything.
    "PLTE": {PALETTE: range(3, 769, 3)},
    "tRNS": {GREY: (2,), RGB: (6,), PALETTE: range(1, 257)},
    "bKGD": {GREY: (2,), GREY_ALPHA: (2,), RGB: (6,), RGB_ALPHA: (6,), PALETTE: (1,)},
    "sBIT": {GREY: (1,), RGB: (3,), PALETTE: (3,), GREY_ALPHA: (2,), RGB_ALPHA: (4,)},
}


class Header:
    """IHDR: size in pixels, bits a sample, colour type, interlacing."""

    def __init__(self, body: memoryview) -> None:
        cursor = Cursor(body)
        self.size = cursor.pair()
        self.depth, self.colour = cursor.u8(), cursor.u8()
        cursor.take(2)  # compression and filter: only one of each
        self.interlaced = cursor.u8() == 1
        if 0 in self.size or max(self.size) >> 31 or self.colour not in SAMPLES:
            raise Damaged("IHDR")

    def allows(self, name: str, length: int) -> bool:
        """Tell whether a decoder of this picture heeds such a chunk."""
        by_type = BY_COLOUR_TYPE.get(name)
        return length in (by_type.get(self.colour, ()) if by_type else LENGTHS.get(name, ()))

    def inflated(self, width: int, height: int) -> int:
        """Return how many bytes a picture of this size has before compression, §7.2, §8.1."""
        bits = SAMPLES[self.colour] * self.depth
        if not self.interlaced:
            return height * (1 + (width * bits + 7) // 8)
        total = 0
        for step_x, from_x, step_y, from_y in ADAM7:
            columns = (width - from_x + step_x - 1) // step_x
            rows = (height - from_y + step_y - 1) // step_y
            if columns > 0 and rows > 0:
                total += rows * (1 + (columns * bits + 7) // 8)
        return total
