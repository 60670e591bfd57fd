"""Where the zlib streams of a PNG's pictures end, and what stands behind them in their chunks.

Spec: W3C PNG, third edition: §10 compression, §11.3.6 animation.
"""

from collections.abc import Iterator, Sequence

from bot.engine.binary import deflate, plain_text
from bot.engine.binary.cursor import Cursor
from bot.engine.errors import TooLarge
from bot.engine.formats.png.header import Header
from bot.engine.model import Part, Role

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
    """Tell whether a writer's rhythm of equal chunks breaks before the last one."""
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
