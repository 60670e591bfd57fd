"""The closest place to a point, by name."""

from dataclasses import dataclass
from functools import cache
from math import isfinite

from bot.places.table import Table


@dataclass(frozen=True, slots=True)
class Place:
    """A place with a name, and how far it is from where somebody asked.

    `within` are the areas around it, the smaller first; `country` is ISO 3166-1 alpha-2;
    `distance` is metres along a great circle.
    """

    name: str
    within: tuple[str, ...]
    country: str
    distance: float


@dataclass(frozen=True, slots=True)
class Town:
    """A town for a map: degrees north and east."""

    lat: float
    lon: float
    name: str


def nearest(lat: float, lon: float) -> Place:
    """Return the closest place to a point on Earth, in degrees north and east.

    In Indonesia it is a district (kecamatan), found by its closest village; elsewhere a town of
    5,000 people or more. Raises ValueError for what is no point on Earth.
    """
    if not (isfinite(lat) and isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
        raise ValueError("no point on Earth")
    table = _table("nearest.bin")
    at, distance = table.nearest(lat, lon)
    name, *within, country = table.name(at)
    return Place(name, tuple(within), country, distance)


def towns(box: tuple[float, float, float, float], most: int) -> list[Town]:
    """Return the largest towns in a box of west, south, east and north."""
    table = _table("towns.bin")
    found = [(int(table.name(at)[1]), at) for at in table.inside(box)]
    found.sort(reverse=True)
    return [Town(*table.place(at), table.name(at)[0]) for _, at in found[:most]]


@cache
def _table(name: str) -> Table:
    return Table(name)
