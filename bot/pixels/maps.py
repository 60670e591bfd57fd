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
KM_PER_DEGREE = 111.195
MAX_OFFSET = 4  # times the map's size: no point is drawn farther off
OVERSAMPLING = 2  # times larger while drawing: smooth shores
LABEL_HEIGHT = 28  # pixels

Point = tuple[float, float]  # degrees east and north
Size = tuple[int, int]  # pixels, width and height
Box = tuple[float, float, float, float]  # left, top, right, bottom in pixels


@dataclass(frozen=True, slots=True)
class Town:
    """A place with a name on the map."""

    lat: float
    lon: float
    name: str


@dataclass(frozen=True, slots=True)
class Map:
    """What is on the map: its middle is where the photo was taken, give or take `radius`."""

    lat: float
    lon: float
    width: float  # kilometres
    radius: float  # kilometres
    shores: tuple[tuple[Point, ...], ...]
    towns: tuple[Town, ...]


def bounds(lat: float, lon: float, width: float, ratio: float) -> tuple[float, float, float, float]:
    """Return west, south, east and north of a map of `width` km, `ratio` times wider than high."""
    east = width / 2 / KM_PER_DEGREE / max(cos(radians(lat)), 0.05)
    north = width / 2 / KM_PER_DEGREE / ratio
    return lon - east, lat - north, lon + east, lat + north


def draw_map(content: Map, size: Size) -> Image.Image:
    """Draw a map of a size in pixels."""
    large = (size[0] * OVERSAMPLING, size[1] * OVERSAMPLING)
    image = Image.new("RGB", large, SEA)
    draw = ImageDraw.Draw(image)
    for shore in content.shores:
        points = [_clamped(_project(content, large, lat, lon), large) for lon, lat in shore]
        if len(points) > 2:
            draw.polygon(points, fill=LAND, outline=SHORE, width=OVERSAMPLING)
    image = image.resize(size, Image.Resampling.BOX)
    draw = ImageDraw.Draw(image)
    _draw_towns(draw, content, size)
    _draw_mark(draw, content, size)
    _draw_scale(draw, content.width, size)
    return image


def _project(content: Map, size: Size, lat: float, lon: float) -> tuple[float, float]:
    """Return where a place is on the map, in pixels from its left and its top."""
    west, south, east, north = bounds(content.lat, content.lon, content.width, size[0] / size[1])
    near_lon = (lon - content.lon + 180) % 360 - 180 + content.lon  # the date line is no edge
    x = (near_lon - west) / (east - west) * size[0]
    return x, (north - lat) / (north - south) * size[1]


def _clamped(point: tuple[float, float], size: Size) -> tuple[float, float]:
    """Bring a point that is far off the map closer: a line of a million pixels takes seconds."""
    x, y = (
        min(max(offset, -MAX_OFFSET * side), MAX_OFFSET * side)
        for offset, side in zip(point, size, strict=True)
    )
    return x, y


def _draw_towns(draw: ImageDraw.ImageDraw, content: Map, size: Size) -> None:
    """Draw the towns whose names cover neither each other, nor the mark, nor the scale."""
    used = font(REGULAR, 22)
    scale = (0.0, size[1] - 60.0, size[0] / 4 + 40, float(size[1]))
    taken = [scale, _around(*_project(content, size, content.lat, content.lon), 40)]
    for town in content.towns:
        x, y = _project(content, size, town.lat, town.lon)
        name = drawable(town.name)
        label = _label(x, y, name, used, size)
        if label and not any(_overlap(label, other) for other in taken):
            draw.ellipse(_around(x, y, 4), TOWN)
            draw.text(label[:2], name, TOWN, used, stroke_width=3, stroke_fill=LAND)
            taken.append(label)


def _label(x: float, y: float, name: str, used: Font, size: Size) -> Box | None:
    """Return where a name stands, right or left of its town, if it fits on the map."""
    width, top = used.getlength(name), y - LABEL_HEIGHT / 2
    for left in (x + 9, x - 9 - width):
        if 4 <= left <= size[0] - 4 - width and 4 <= top <= size[1] - 4 - LABEL_HEIGHT:
            return left, top, left + width, top + LABEL_HEIGHT
    return None


def _draw_mark(draw: ImageDraw.ImageDraw, content: Map, size: Size) -> None:
    x, y = _project(content, size, content.lat, content.lon)
    ring = min(max(content.radius / content.width * size[0], 14), size[0])
    draw.ellipse(_around(x, y, ring), outline=MARK, width=4)
    draw.ellipse(_around(x, y, 6), MARK)


def _draw_scale(draw: ImageDraw.ImageDraw, width: float, size: Size) -> None:
    length = _scale_length(width)
    left, bottom = 16.0, size[1] - 16.0
    draw.line((left, bottom, left + length / width * size[0], bottom), TOWN, 4)
    label = (left, bottom - 34)
    draw.text(label, f"{length:g} km", TOWN, font(BOLD, 20), stroke_width=3, stroke_fill=SEA)


def _scale_length(width: float) -> float:
    """Return a round number of kilometres, at most a quarter of the map's width."""
    most = width / 4
    return max((length for length in _round_lengths() if length <= most), default=most)


def _round_lengths() -> Iterator[float]:
    for power in range(-2, 4):
        yield from (step * 10.0**power for step in (1, 2, 5))


def _around(x: float, y: float, radius: float) -> Box:
    return x - radius, y - radius, x + radius, y + radius


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
