"""Coordinates in XMP: anything called latitude beside anything called longitude.

Spec: Exif 2.32 for XMP, GPSCoordinate "DDD,MM,SSk" or "DDD,MM.mmk"; drones write decimals.
"""

import re
from collections.abc import Iterator
from math import fsum

from bot.engine.blocks import coordinates
from bot.engine.blocks.xmp.tree import Node
from bot.engine.model import Finding, Kind, Position, clip

LATITUDE = ("gpslatitude", "latitude")
LONGITUDE = ("gpslongitude", "gpslongtitude", "longitude")  # DJI's own spelling
ALTITUDE = ("gpsaltitude", "altitude", "absolutealtitude")
NAMES = frozenset({*LATITUDE, *LONGITUDE, *ALTITUDE, "gpsaltituderef", "gpslatituderef",
                   "gpslongituderef"})  # fmt: skip
LONGEST = 100  # characters of one coordinate

_NUMBER = re.compile(r"(\d{1,9}(?:\.\d{1,20})?)(?:/(\d{1,9}))?")


def read(tree: Node, where: str) -> Iterator[Finding]:
    """Yield where, once for every structure that holds coordinates."""
    for node in tree.walk():
        fields = {part.name.local.lower(): part for part in reversed(node.parts)}
        if not NAMES.isdisjoint(fields):
            yield from _place(fields, where)


def _place(fields: dict[str, Node], where: str) -> Iterator[Finding]:
    texts = {name: clip(fields[name].value())[:LONGEST] for name in NAMES if name in fields}
    lat = _angle(texts, LATITUDE, "gpslatituderef", 90)
    lon = _angle(texts, LONGITUDE, "gpslongituderef", 180)
    if lat is not None and lon is not None and (lat or lon):
        label = next(fields[name].name.local for name in LATITUDE if name in fields)
        north, east = (
            [coordinates.decimal(number) for number in _numbers(_first(texts, names))]
            for names in (LATITUDE, LONGITUDE)
        )
        place = Position(lat, lon, _altitude(texts), coordinates.finest(north, east))
        yield Finding(Kind.GPS_POSITION, where, label, place)
        return
    has_position = False
    for name in (*LATITUDE, *LONGITUDE, *ALTITUDE):
        if re.search(r"[1-9]", texts.get(name, "")):
            has_position = True
            yield Finding(Kind.GPS_DETAIL, where, fields[name].name.local, texts[name])
    if not has_position and not texts.keys().isdisjoint((*LATITUDE, *LONGITUDE)):
        yield Finding(Kind.GPS_BLANKED, where, "GPSLatitude")


def _angle(texts: dict[str, str], names: tuple[str, ...], ref: str, limit: int) -> float | None:
    """Return degrees, or None where there are none; minutes and seconds end at 60."""
    text = _first(texts, names)
    numbers = _numbers(text)
    if not 1 <= len(numbers) <= 3 or any(number > 60 for number in numbers[1:]):
        return None
    degrees = fsum(number / 60**power for power, number in enumerate(numbers))
    sides = {text[:1].upper(), text[-1:].upper(), texts.get(ref, "")[:1].upper()}
    if text.startswith("-") or not sides.isdisjoint("SW"):
        degrees = -degrees
    return degrees if abs(degrees) <= limit else None


def _altitude(texts: dict[str, str]) -> float | None:
    text = _first(texts, ALTITUDE)
    numbers = _numbers(text)
    if not numbers:
        return None
    below = text.startswith("-") or texts.get("gpsaltituderef", "")[:1] == "1"
    return -numbers[0] if below else numbers[0]


def _first(texts: dict[str, str], names: tuple[str, ...]) -> str:
    return next((texts[name] for name in names if texts.get(name)), "")


def _numbers(text: str) -> list[float]:
    pairs = _NUMBER.findall(text)
    return [
        float(top) / int(bottom or 1) for top, bottom in pairs if bottom.strip("0") or not bottom
    ]
