"""Outlines of land: rings in squares of five degrees, finer around Indonesia.

A file is compressed with zlib: for each square its west, its south and its size in bytes, then
for each ring the number of points and the differences between them. All are varints of one to
five bytes in zigzag encoding (protobuf.dev/programming-guides/encoding).
"""

from collections.abc import Iterator
from functools import cache

from bot.places.data import read_table

SIDE = 5  # degrees of a square
SCALE = 1_000  # units in a degree; one is a hundred metres
INDONESIA = (90, -15, 145, 15)  # west, south, east, north: the finer file's

Ring = tuple[tuple[float, float], ...]  # (longitude, latitude) in degrees
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


def encode_varint(value: int) -> bytes:
    """Return a number in zigzag encoding, seven bits a byte."""
    rest = value << 1 if value >= 0 else ~(value << 1)
    out = bytearray()
    while rest > 127:
        out.append(rest & 127 | 128)
        rest >>= 7
    out.append(rest)
    return bytes(out)


@cache
def _squares(name: str) -> dict[tuple[int, int], bytes]:
    """Return the encoded squares by west and south; few are ever decoded, floats take memory."""
    raw, at = read_table(name), 0
    squares = {}
    while at < len(raw):
        (west, at), (south, at), (size, at) = _three_numbers(raw, at)
        squares[west, south] = raw[at : at + size]
        at += size
    return squares


def _three_numbers(raw: bytes, at: int) -> tuple[tuple[int, int], tuple[int, int], tuple[int, int]]:
    first = _number(raw, at)
    second = _number(raw, first[1])
    return first, second, _number(raw, second[1])


def _number(raw: bytes, at: int) -> tuple[int, int]:
    """Return a number and where the next one begins."""
    end = next(n for n in range(at, len(raw)) if raw[n] < 128) + 1
    return next(_numbers(raw[at:end])), end


def _rings(packed: bytes, west: int, south: int) -> Iterator[Ring]:
    numbers = _numbers(packed)
    for count in numbers:
        lon, lat = west * SCALE, south * SCALE
        points = []
        for _ in range(count):
            lon, lat = lon + next(numbers), lat + next(numbers)
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
