"""Where land is: rings in squares of a few degrees, finer around Indonesia.

A table is compressed: for each square its west and south and how many bytes follow; in them,
for each ring, how many points it has and the differences between them. All are numbers of one
to five bytes, seven bits each, the sign in the lowest (as Protocol Buffers' zigzag).
"""

from collections.abc import Iterator
from functools import cache

from bot.places.data import unpacked

SIDE = 5  # degrees of a square
SCALE = 1_000  # of a degree: a hundred metres
INDONESIA = (90, -15, 145, 15)  # west, south, east, north: where the finer table is

Ring = tuple[tuple[float, float], ...]  # degrees east and north
Box = tuple[float, float, float, float]


def outline(box: Box) -> Iterator[Ring]:
    """Yield the rings of land in a box of west, south, east and north, in degrees.

    They are cut at squares of five degrees: to be filled, not to be drawn around. The box may
    lie across the date line; the rings then lie where the box does.
    """
    west, south, east, north = box
    fine = INDONESIA[0] <= west and east <= INDONESIA[2]
    fine = fine and INDONESIA[1] <= south and north <= INDONESIA[3]
    squares = _squares("land-indonesia.bin" if fine else "land-world.bin")
    for turn in (-360, 0, 360):
        for (left, low), packed in squares.items():
            across = left + turn < east and west < left + turn + SIDE
            if across and low < north and south < low + SIDE:
                for ring in _rings(packed, left, low):
                    yield tuple((lon + turn, lat) for lon, lat in ring)


def number(value: int) -> bytes:
    """Return a number as a table has it."""
    left = value << 1 if value >= 0 else ~(value << 1)
    out = bytearray()
    while left > 127:
        out.append(left & 127 | 128)
        left >>= 7
    out.append(left)
    return bytes(out)


@cache
def _squares(name: str) -> dict[tuple[int, int], bytes]:
    """Return the squares as they are packed: few are ever needed, and floats take room."""
    raw, at = unpacked(name), 0
    squares = {}
    while at < len(raw):
        (west, at), (south, at), (size, at) = _three(raw, at)
        squares[west, south] = raw[at : at + size]
        at += size
    return squares


def _three(raw: bytes, at: int) -> tuple[tuple[int, int], tuple[int, int], tuple[int, int]]:
    one = _number(raw, at)
    two = _number(raw, one[1])
    return one, two, _number(raw, two[1])


def _number(raw: bytes, at: int) -> tuple[int, int]:
    """Return a number and where the next one begins."""
    end = next(n for n in range(at, len(raw)) if raw[n] < 128) + 1
    return next(_numbers(raw[at:end])), end


def _rings(packed: bytes, west: int, south: int) -> Iterator[Ring]:
    told = _numbers(packed)
    for count in told:
        lon, lat = west * SCALE, south * SCALE
        points = []
        for _ in range(count):
            lon, lat = lon + next(told), lat + next(told)
            points.append((lon / SCALE, lat / SCALE))
        yield tuple(points)


def _numbers(raw: bytes) -> Iterator[int]:
    value = shift = 0
    for byte in raw:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            yield value >> 1 if not value & 1 else ~(value >> 1)
            value = shift = 0
