"""The GPS directory: where a picture was taken, and what else the receiver wrote down.

Spec: Exif 3.0 §4.6.7.
"""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import fsum, isfinite

from bot.engine.binary.text import comment
from bot.engine.blocks import coordinates
from bot.engine.blocks.exif import tags
from bot.engine.blocks.ifd import BYTES, Entry
from bot.engine.model import Finding, Kind, Position, clip

LATITUDE, LONGITUDE = 2, 4
ALTITUDE_REF, ALTITUDE = 5, 6
TIME, DATE = 7, 29
DEST_LATITUDE, DEST_LONGITUDE = 20, 22
METHOD, AREA = 27, 28

# The version, and the units and signs of other tags: nothing by themselves.
SILENT = frozenset({0, 1, 3, 5, 12, 14, 16, 19, 21, 23, 25})
LIMITS = {LATITUDE: 90, LONGITUDE: 180, DEST_LATITUDE: 90, DEST_LONGITUDE: 180}  # degrees
SCALED = frozenset({13, 26})  # speed and distance: reported in km/h and km
SCALES = {"M": 1.609344, "N": 1.852}  # by the tag before: miles; knots or nautical miles
BELOW = frozenset({b"\1", b"\3", b"1", b"3"})  # altitude refs that mean a depth

_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,15})?")
_DATE = re.compile(r"(\d{4})\D(\d\d)\D(\d\d)")


def read(entries: Mapping[int, Entry], where: str) -> Iterator[Finding]:
    """Yield what a GPS directory tells; `entries` holds its entries by tag."""
    lat, lon = _angle(entries, LATITUDE), _angle(entries, LONGITUDE)
    done = set(SILENT)
    if lat is not None and lon is not None and (lat or lon):
        step = coordinates.finest(_exact_parts(entries[LATITUDE]), _exact_parts(entries[LONGITUDE]))
        place = Position(lat, lon, _altitude(entries), step)
        yield Finding(Kind.GPS_POSITION, where, _label(entries), place)
        done |= {LATITUDE, LONGITUDE, ALTITUDE}
    details = tuple(
        f for tag in sorted(entries) if tag not in done for f in _detail(tag, entries, where)
    )
    if LATITUDE not in done and not any(
        f.label in ("GPSLatitude", "GPSLongitude") for f in details
    ):
        if LATITUDE in entries or LONGITUDE in entries:
            yield Finding(Kind.GPS_BLANKED, where, "GPSLatitude")
        elif not details:
            yield Finding(Kind.GPS_BLANKED, where, "GPSTag")
    yield from details


def _label(entries: Mapping[int, Entry]) -> str:
    missing = [
        name for tag, name in ((1, "GPSLatitudeRef"), (3, "GPSLongitudeRef")) if tag not in entries
    ]
    return ", no ".join(["GPSLatitude", *missing])


def _detail(tag: int, entries: Mapping[int, Entry], where: str) -> Iterator[Finding]:
    """Yield what one tag tells; a zero is what an emptied tag looks like."""
    entry = entries[tag]
    label = tags.name("GPS", tag)
    value: float | str | None
    if label is None:
        yield Finding(Kind.UNKNOWN, where, f"0x{tag:04x}", len(entry.raw))
        return
    if tag in LIMITS:
        angle = _angle(entries, tag)
        value = _outside(entry) if angle is None else angle
    elif tag == ALTITUDE:
        value = _altitude(entries)
    elif tag == TIME or (tag == DATE and TIME not in entries):
        value = _moment(entries)
    elif tag == DATE:
        return
    elif tag in SCALED:
        value = _scaled(entries, tag)
    elif tag in (METHOD, AREA):
        value = clip(comment(entry.raw, entry.order))
    else:
        number = _first(entries, tag)
        value = clip(entry.text()) if number is None or entry.type in BYTES else round(number, 6)
    if value:
        yield Finding(Kind.PLACE if tag == AREA else Kind.GPS_DETAIL, where, label, value)


def _angle(entries: Mapping[int, Entry], tag: int) -> float | None:
    """Return degrees, or None where there are none; the tag before holds the sign."""
    entry, ref = entries.get(tag), entries.get(tag - 1)
    parts = _parts(entry) if entry else ()
    if not parts or not parts[0][1]:
        return None
    degrees = fsum(n / d / 60**power for power, (n, d) in enumerate(parts[:3]) if d)
    side = ref.text()[:1].upper() if ref else ""
    degrees = -abs(degrees) if side in ("S", "W") else degrees
    return degrees if abs(degrees) <= LIMITS[tag] else None


def _parts(entry: Entry) -> tuple[tuple[float, float], ...]:
    if entry.type != 2:
        return entry.ratios()
    text = entry.text()  # against the specification, yet seen: "6,12,31.7S" or "-6.2088"
    sign = -1 if text[:1] == "-" or text[-1:].upper() in ("S", "W") else 1
    return tuple((sign * float(number), 1) for number in _NUMBER.findall(text[:100]))


def _exact_parts(entry: Entry) -> list[Fraction]:
    """Return degrees, minutes and seconds as they are written."""
    return [coordinates.decimal(n) / coordinates.decimal(d) for n, d in _parts(entry)[:3] if d]


def _outside(entry: Entry) -> str | None:
    """Return a coordinate that cannot be one as text, nothing where it is only zeros."""
    return clip(entry.text()) if any(n and d for n, d in _parts(entry)) else None


def _altitude(entries: Mapping[int, Entry]) -> float | None:
    metres = _first(entries, ALTITUDE)
    if metres is None:
        return None
    ref = entries.get(ALTITUDE_REF)
    return -metres if ref and bytes(ref.raw[:1]) in BELOW else metres


def _first(entries: Mapping[int, Entry], tag: int) -> float | None:
    value = next(iter(entries[tag].numbers()), None) if tag in entries else None
    return value if value is not None and isfinite(value) else None  # JSON has no infinity


def _scaled(entries: Mapping[int, Entry], tag: int) -> float | None:
    value, unit = _first(entries, tag), entries.get(tag - 1)
    if value is None or unit is None:
        return value
    return round(value * SCALES.get(unit.text()[:1].upper(), 1), 3)


def _moment(entries: Mapping[int, Entry]) -> str:
    """Return date and time, which the receiver writes in UTC, as far as they are there."""
    date = _DATE.match(entries[DATE].text()) if DATE in entries else None
    day = "-".join(date.groups()) if date and date[1] != "0000" else ""
    clock = entries[TIME].numbers() if TIME in entries else ()
    if len(clock) != 3 or not (0 <= clock[0] < 24 and 0 <= clock[1] < 60 and 0 <= clock[2] < 61):
        return day
    if not day and not any(clock):
        return ""
    time = "{:02}:{:02}:{:02}Z".format(*map(int, clock))
    return f"{day}T{time}" if day else time
