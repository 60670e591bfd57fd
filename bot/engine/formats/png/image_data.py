"""PNG's header, and where the zlib streams of its pictures end: behind them hides no pixel.

Spec: W3C PNG, third edition: §8.1 Adam7, §10 compression, §11.2.1 IHDR, §11.3.1-2 transparency
and colour, §11.3.6 animation.
"""

from collections.abc import Container, Iterator, Sequence

from bot.engine.binary import deflate, plain_text
from bot.engine.binary.cursor import Cursor
from bot.engine.errors import Damaged, TooLarge
from bot.engine.model import Part, Role

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
        """Return whether a decoder of this picture heeds such a chunk."""
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


STREAMS = {"IDAT": 0, "fdAT": 4}  # bytes before the zlib data: fdAT counts its chunks
FRAME = 8  # bytes of a chunk's length and type


def surplus(parts: Sequence[Part], header: Header) -> Iterator[tuple[int, int]]:
    """Yield (part number, bytes of its body to keep) where a stream ends before its chunks do.

    Raises Damaged for a broken stream, TooLarge where one looks wrong and cannot be followed.
    """
    streams = tuple(_streams(parts, header))
    exact = sum(len(parts[n].raw) for numbers, _ in streams for n in numbers) <= deflate.ALWAYS
    budget = deflate.INFLATED
    for numbers, expected in streams:
        skip = STREAMS[parts[numbers[0]].name]
        pieces = [parts[number].raw[FRAME + skip : -4] for number in numbers]
        foreign = plain_text.has_foreign_end(_tail(pieces))
        if not (exact or foreign or _irregular(pieces)):
            continue
        budget -= expected
        if budget < 0 and not foreign:
            continue
        if budget < 0:
            raise TooLarge("a picture too large to follow its stream")
        left = deflate.stream_length(pieces, expected)
        if left is None:
            continue
        for number, piece in zip(numbers, pieces, strict=True):
            if left < len(piece):
                yield number, skip + left if left else 0
            left = max(0, left - len(piece))


def cut(part: Part, keep: int) -> Iterator[Part]:
    """Take apart a chunk whose stream ends after `keep` bytes of its body."""
    if not keep:
        yield Part(part.name, part.start, part.raw, Role.DROPPED)
        return
    end = FRAME + keep
    yield Part(f"{part.name} head", part.start, part.raw[:FRAME], Role.PATCHED)
    yield Part(f"{part.name} data", part.start + FRAME, part.raw[FRAME:end], Role.PICTURE)
    yield Part(f"{part.name} tail", part.start + end, part.raw[end:], Role.PATCHED)


def _streams(parts: Sequence[Part], header: Header) -> Iterator[tuple[list[int], int]]:
    """Yield the part numbers of each stream, and how many bytes it should inflate to."""
    numbers: list[int] = []
    expected = header.inflated(*header.size)
    for number, part in enumerate(parts):
        if part.role is Role.DROPPED:
            continue
        if numbers and part.name != parts[numbers[0]].name:
            yield numbers, expected
            numbers = []
        if part.name == "fcTL":
            expected = header.inflated(*Cursor(part.raw[FRAME + 4 : FRAME + 12]).pair())
        elif part.name in STREAMS:
            numbers.append(number)
    if numbers:
        yield numbers, expected


def _irregular(pieces: Sequence[memoryview]) -> bool:
    """Return whether a writer's rhythm of equal chunks breaks before the last one."""
    first = len(pieces[0])
    return len(pieces) > 1 and (
        first % 1024 != 0
        or any(len(piece) != first for piece in pieces[1:-1])
        or len(pieces[-1]) > first
    )


def _tail(pieces: Sequence[memoryview]) -> bytes:
    last = b""
    for piece in reversed(pieces):
        last = bytes(piece[-(plain_text.DEFLATE_WINDOW - len(last)) :]) + last
        if len(last) >= plain_text.DEFLATE_WINDOW:
            break
    return last
