"""A small map: land, sea, some towns, and a ring around where a photo was taken.

Plate carrée with the degrees of longitude as short as they are at its middle: right enough for
a few hundred kilometres, and drawn without asking anybody.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, radians

from PIL import Image, ImageDraw

from bot.pixels.text import BOLD, REGULAR, Font, drawable, font

SEA, LAND, SHORE, TOWN, MARK = "#cfe0ea", "#f0ead8", "#9aa79b", "#3b4248", "#b3261e"
DEGREE = 111.195  # kilometres
OFF = 4  # times the map's size
FINE = 2  # times larger while drawing: smooth shores

Point = tuple[float, float]  # degrees east and north


@dataclass(frozen=True, slots=True)
class Town:
    """A place with a name on the map."""

    lat: float
    lon: float
    name: str


@dataclass(frozen=True, slots=True)
class Chart:
    """What is on the map. `across` and `radius` are kilometres."""

    lat: float
    lon: float
    across: float
    radius: float
    shores: tuple[tuple[Point, ...], ...]
    towns: tuple[Town, ...]


def box(lat: float, lon: float, across: float, shape: float) -> tuple[float, float, float, float]:
    """Return west, south, east and north of a map `shape` times wider than high."""
    east = across / 2 / DEGREE / max(cos(radians(lat)), 0.05)
    north = across / 2 / DEGREE / shape
    return lon - east, lat - north, lon + east, lat + north


def chart(told: Chart, size: tuple[int, int]) -> Image.Image:
    """Draw a map of a size in pixels."""
    large = (size[0] * FINE, size[1] * FINE)
    paper = Image.new("RGB", large, SEA)
    draw = ImageDraw.Draw(paper)
    for shore in told.shores:
        points = [_near(_place(told, large, lat, lon), large) for lon, lat in shore]
        if len(points) > 2:
            draw.polygon(points, fill=LAND, outline=SHORE, width=FINE)
    paper = paper.resize(size, Image.Resampling.BOX)
    draw = ImageDraw.Draw(paper)
    _towns(draw, told, size)
    _mark(draw, told, size)
    return paper


def _place(told: Chart, size: tuple[int, int], lat: float, lon: float) -> tuple[float, float]:
    west, south, east, north = box(told.lat, told.lon, told.across, size[0] / size[1])
    turn = (lon - told.lon + 180) % 360 - 180 + told.lon  # the date line is no edge
    x = (turn - west) / (east - west) * size[0]
    return x, (north - lat) / (north - south) * size[1]


def _near(point: tuple[float, float], size: tuple[int, int]) -> tuple[float, float]:
    """Bring a point that is far off the map closer: a line of a million pixels takes seconds."""
    x, y = (min(max(p, -OFF * s), OFF * s) for p, s in zip(point, size, strict=True))
    return x, y


def _towns(draw: ImageDraw.ImageDraw, told: Chart, size: tuple[int, int]) -> None:
    small = font(REGULAR, 22)
    corner = (0.0, size[1] - 60.0, size[0] / 4 + 40, float(size[1]))  # where the scale stands
    taken = [corner, _around(*_place(told, size, told.lat, told.lon), 40)]
    for town in told.towns:
        x, y = _place(told, size, town.lat, town.lon)
        name = drawable(town.name)
        label = _label(x, y, name, small, size)
        if label and not any(_meet(label, other) for other in taken):
            draw.ellipse(_around(x, y, 4), TOWN)
            draw.text(label[:2], name, TOWN, small, stroke_width=3, stroke_fill=LAND)
            taken.append(label)


def _label(
    x: float, y: float, name: str, used: Font, size: tuple[int, int]
) -> tuple[float, float, float, float] | None:
    """Return where a name stands, right or left of its town, if it fits on the map."""
    wide, high = used.getlength(name), 28
    for left in (x + 9, x - 9 - wide):
        if 4 <= left <= size[0] - 4 - wide and 4 <= y - high / 2 <= size[1] - 4 - high:
            return left, y - high / 2, left + wide, y + high / 2
    return None


def _mark(draw: ImageDraw.ImageDraw, told: Chart, size: tuple[int, int]) -> None:
    x, y = _place(told, size, told.lat, told.lon)
    ring = min(max(told.radius / told.across * size[0], 14), size[0])
    draw.ellipse(_around(x, y, ring), outline=MARK, width=4)
    draw.ellipse(_around(x, y, 6), MARK)
    length, words = _scale(told.across)
    bar = length / told.across * size[0]
    left, low = 16.0, size[1] - 16.0
    draw.line((left, low, left + bar, low), TOWN, 4)
    draw.text((left, low - 34), words, TOWN, font(BOLD, 20), stroke_width=3, stroke_fill=SEA)


def _scale(across: float) -> tuple[float, str]:
    """Return a round length of at most a quarter of the map, and its words."""
    most = across / 4
    length = max((n for n in _round() if n <= most), default=most)
    return length, f"{length:g} km"


def _round() -> Iterator[float]:
    for power in range(-2, 4):
        yield from (step * 10.0**power for step in (1, 2, 5))


def _around(x: float, y: float, radius: float) -> tuple[float, float, float, float]:
    return x - radius, y - radius, x + radius, y + radius


def _meet(one: tuple[float, float, float, float], two: tuple[float, float, float, float]) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]
