"""Points of the globe with names, in bands of latitude, each band from west to east.

A table is compressed: how many points there are; then their latitudes, longitudes and name
numbers as 32-bit differences, little-endian; then the names, a line each.
"""

import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate
from math import asin, cos, degrees, radians, sin, sqrt

from bot.places.data import unpacked

SCALE = 10_000  # of a degree: eleven metres
BAND = 2_500  # of the same: a quarter of a degree is a band
RADIUS = 6_371_008.8  # metres, the mean radius of the Earth (IUGG)
WHOLE = 180 * SCALE


def band(lat: int) -> int:
    """Return the band of a latitude."""
    return lat // BAND


def distance(one: tuple[float, float], two: tuple[float, float]) -> float:
    """Return metres between two points in degrees north and east, along a great circle.

    Source: the haversine formula, R. W. Sinnott, Sky and Telescope 68, 1984.
    """
    north, south = radians(one[0]), radians(two[0])
    high = sin((north - south) / 2) ** 2
    wide = sin(radians(one[1] - two[1]) / 2) ** 2
    return 2 * RADIUS * asin(min(1.0, sqrt(high + cos(north) * cos(south) * wide)))


class Table:
    """A table, ready to be asked."""

    def __init__(self, name: str) -> None:
        raw = unpacked(name)
        size = int.from_bytes(raw[:4], "little")
        columns = [_column(raw[4 + 4 * size * n : 4 + 4 * size * (n + 1)]) for n in range(3)]
        self.lats, self.lons, self._numbers = columns
        self._names = raw[4 + 12 * size :].decode().split("\n")
        self._starts = self._bands()

    def __len__(self) -> int:
        return len(self.lats)

    def name(self, at: int) -> list[str]:
        """Return the fields of a point's name."""
        return self._names[self._numbers[at]].split("\t")

    def place(self, at: int) -> tuple[float, float]:
        """Return where a point is: degrees north and east."""
        return self.lats[at] / SCALE, self.lons[at] / SCALE

    def nearest(self, lat: float, lon: float) -> tuple[int, float]:
        """Return the closest point and how many metres away it is."""
        best, found = float("inf"), 0
        middle = band(round(lat * SCALE))
        for number in self._outwards(middle):
            if number != middle and self._gap(lat, number) > best:
                if abs(number - middle) > 2 and self._all_beyond(lat, middle, number, best):
                    break
                continue
            for at in self._row(number, lat, lon, best):
                far = distance((lat, lon), self.place(at))
                if far < best:
                    best, found = far, at
        return found, best

    def inside(self, box: tuple[float, float, float, float]) -> Iterator[int]:
        """Yield the points in a box of west, south, east and north, in no order."""
        west, south, east, north = (round(edge * SCALE) for edge in box)
        for number in range(band(south), band(north) + 1):
            for turn in (-2 * WHOLE, 0, 2 * WHOLE):  # a box may lie across the date line
                for at in self._between(number, west + turn, east + turn):
                    if south <= self.lats[at] <= north:
                        yield at

    def _bands(self) -> dict[int, tuple[int, int]]:
        """Return where each band begins and ends."""
        starts: dict[int, tuple[int, int]] = {}
        begin = 0
        for at in range(1, len(self) + 1):
            if at == len(self) or band(self.lats[at]) != band(self.lats[begin]):
                starts[band(self.lats[begin])] = begin, at
                begin = at
        return starts

    def _outwards(self, middle: int) -> Iterator[int]:
        """Yield the bands that hold anything, the closest first."""
        yield from sorted(self._starts, key=lambda number: abs(number - middle))

    @staticmethod
    def _gap(lat: float, number: int) -> float:
        """Return how many metres a band is away."""
        south, north = number * BAND / SCALE, (number + 1) * BAND / SCALE
        return radians(max(south - lat, lat - north, 0.0)) * RADIUS

    def _all_beyond(self, lat: float, middle: int, number: int, best: float) -> bool:
        """Tell whether the bands as far away on the other side are out of reach, too."""
        return self._gap(lat, 2 * middle - number) > best

    def _row(self, number: int, lat: float, lon: float, best: float) -> Iterator[int]:
        """Yield the points of a band that may be closer than `best` metres."""
        start, end = self._starts[number]
        reach = _reach(lat, best)
        if reach >= 180:
            # Nothing is known yet: the neighbours first, and then what they leave in reach.
            here = bisect_left(self.lons, round(lon * SCALE), start, end)
            near = {start, end - 1, min(here, end - 1), max(here - 1, start)}
            best = min(distance((lat, lon), self.place(at)) for at in near)
            reach = _reach(lat, best) + 1 / SCALE
        middle, wide = round(lon * SCALE), round(reach * SCALE) + 1
        for turn in (-2 * WHOLE, 0, 2 * WHOLE):
            yield from self._between(number, middle - wide + turn, middle + wide + turn)

    def _between(self, number: int, west: int, east: int) -> range:
        start, end = self._starts.get(number, (0, 0))
        low = bisect_left(self.lons, west, start, end)
        return range(low, bisect_right(self.lons, east, low, end))


def _reach(lat: float, best: float) -> float:
    """Return how many degrees of longitude a circle around a point of a latitude spans, halved."""
    angle = best / RADIUS
    if angle >= radians(90 - abs(lat)):
        return 180.0  # the circle holds a pole
    return degrees(asin(min(1.0, sin(angle) / cos(radians(lat)))))


def _column(raw: bytes) -> "array[int]":
    told = array("i", raw)
    if sys.byteorder == "big":
        told.byteswap()
    return array("i", accumulate(told))
