"""Gazetteers: named points on Earth, in bands of latitude, and the searches in them.

A gazetteer's file is compressed with zlib: the number of points in 4 bytes; their latitudes,
longitudes and indexes of names as 32-bit differences, little-endian; then the names, one per
line. Points are sorted by band, and within a band from west to east.
"""

import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from math import asin, cos, degrees, isfinite, radians, sin, sqrt

from bot.places.data import read_table

SCALE = 10_000  # units in a degree; one is eleven metres
BAND = 2_500  # units: the height of a band
RADIUS = 6_371_008.8  # metres, the mean radius of the Earth (IUGG)
HALF_TURN = 180 * SCALE  # units


@dataclass(frozen=True, slots=True)
class Place:
    """A named place near a point.

    `within` are the areas it lies in, the smaller first; `country` is ISO 3166-1 alpha-2;
    `distance` is metres from the point, along a great circle.
    """

    name: str
    within: tuple[str, ...]
    country: str
    distance: float


@dataclass(frozen=True, slots=True)
class Town:
    """A town for a map; its position is in degrees."""

    lat: float
    lon: float
    name: str


def band(lat: int) -> int:
    """Return the number of a latitude's band; the latitude is in units."""
    return lat // BAND


def distance(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Return metres between two points in degrees north and east, along a great circle.

    Source: the haversine formula, R. W. Sinnott, Sky and Telescope 68, 1984.
    """
    start_lat, end_lat = radians(start[0]), radians(end[0])
    lat_term = sin((start_lat - end_lat) / 2) ** 2
    lon_term = sin(radians(start[1] - end[1]) / 2) ** 2
    haversine = lat_term + cos(start_lat) * cos(end_lat) * lon_term
    return 2 * RADIUS * asin(min(1.0, sqrt(haversine)))


class Gazetteer:
    """The points of one file; a point is known by its index."""

    def __init__(self, name: str) -> None:
        raw = read_table(name)
        size = int.from_bytes(raw[:4], "little")
        columns = [_column(raw[4 + 4 * size * n : 4 + 4 * size * (n + 1)]) for n in range(3)]
        self.lats, self.lons, self._name_indexes = columns  # latitudes and longitudes in units
        self._names = raw[4 + 12 * size :].decode().split("\n")
        self._bands = self._find_bands()

    def __len__(self) -> int:
        return len(self.lats)

    def name(self, at: int) -> list[str]:
        """Return the fields of a point's name: how many depends on the file."""
        return self._names[self._name_indexes[at]].split("\t")

    def position(self, at: int) -> tuple[float, float]:
        """Return a point's latitude and longitude in degrees."""
        return self.lats[at] / SCALE, self.lons[at] / SCALE

    def nearest(self, lat: float, lon: float) -> tuple[int, float]:
        """Return the closest point, and its distance in metres."""
        best, closest = float("inf"), 0
        middle = band(round(lat * SCALE))
        for number in sorted(self._bands, key=lambda number: abs(number - middle)):
            if number != middle and self._gap(lat, number) > best:
                if abs(number - middle) > 2 and self._all_beyond(lat, middle, number, best):
                    break
                continue
            for at in self._row(number, lat, lon, best):
                metres = distance((lat, lon), self.position(at))
                if metres < best:
                    best, closest = metres, at
        return closest, best

    def inside(self, box: tuple[float, float, float, float]) -> Iterator[int]:
        """Yield the points in a box of west, south, east and north, in no order."""
        west, south, east, north = (round(edge * SCALE) for edge in box)
        for number in range(band(south), band(north) + 1):
            for turn in (-2 * HALF_TURN, 0, 2 * HALF_TURN):  # a box may lie across the date line
                for at in self._between(number, west + turn, east + turn):
                    if south <= self.lats[at] <= north:
                        yield at

    def _find_bands(self) -> dict[int, tuple[int, int]]:
        """Return the indexes at which each band that has points begins and ends."""
        starts: dict[int, tuple[int, int]] = {}
        begin = 0
        for at in range(1, len(self) + 1):
            if at == len(self) or band(self.lats[at]) != band(self.lats[begin]):
                starts[band(self.lats[begin])] = begin, at
                begin = at
        return starts

    @staticmethod
    def _gap(lat: float, number: int) -> float:
        """Return the distance of a band from a latitude, in metres."""
        south, north = number * BAND / SCALE, (number + 1) * BAND / SCALE
        return radians(max(south - lat, lat - north, 0.0)) * RADIUS

    def _all_beyond(self, lat: float, middle: int, number: int, best: float) -> bool:
        """Return whether the band as far away on the other side is farther than `best`, too."""
        return self._gap(lat, 2 * middle - number) > best

    def _row(self, number: int, lat: float, lon: float, best: float) -> Iterator[int]:
        """Yield the points of a band that may be closer than `best` metres, and maybe others."""
        start, end = self._bands[number]
        reach = _reach(lat, best)
        if reach >= 180:
            # No distance is known yet: that of the neighbours limits which others are in reach.
            index = bisect_left(self.lons, round(lon * SCALE), start, end)
            neighbours = {start, end - 1, min(index, end - 1), max(index - 1, start)}
            best = min(distance((lat, lon), self.position(at)) for at in neighbours)
            reach = _reach(lat, best) + 1 / SCALE
        middle, wide = round(lon * SCALE), round(reach * SCALE) + 1
        for turn in (-2 * HALF_TURN, 0, 2 * HALF_TURN):
            yield from self._between(number, middle - wide + turn, middle + wide + turn)

    def _between(self, number: int, west: int, east: int) -> range:
        start, end = self._bands.get(number, (0, 0))
        low = bisect_left(self.lons, west, start, end)
        return range(low, bisect_right(self.lons, east, low, end))


def _reach(lat: float, best: float) -> float:
    """Return how many degrees of longitude a circle of `best` metres reaches to either side."""
    angle = best / RADIUS
    if angle >= radians(90 - abs(lat)):
        return 180.0  # the circle contains a pole
    return degrees(asin(min(1.0, sin(angle) / cos(radians(lat)))))


def _column(raw: bytes) -> "array[int]":
    differences = array("i", raw)
    if sys.byteorder == "big":
        differences.byteswap()
    return array("i", accumulate(differences))


@cache
def _gazetteer(name: str) -> Gazetteer:
    return Gazetteer(name)


def nearest(lat: float, lon: float) -> Place:
    """Return the closest place to a point on Earth; latitude and longitude are in degrees.

    In Indonesia it is a district (kecamatan), found by its closest village; elsewhere a town of
    5,000 people or more. Raises ValueError for what is no point on Earth.
    """
    if not (isfinite(lat) and isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
        raise ValueError("no point on Earth")
    gazetteer = _gazetteer("nearest.bin")
    at, metres = gazetteer.nearest(lat, lon)
    name, *within, country = gazetteer.name(at)
    return Place(name, tuple(within), country, metres)


def towns(box: tuple[float, float, float, float], limit: int) -> list[Town]:
    """Return the largest towns in a box of west, south, east and north, in degrees."""
    gazetteer = _gazetteer("towns.bin")
    sizes = [(int(gazetteer.name(at)[1]), at) for at in gazetteer.inside(box)]
    sizes.sort(reverse=True)
    return [Town(*gazetteer.position(at), gazetteer.name(at)[0]) for _, at in sizes[:limit]]
