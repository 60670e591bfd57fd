"""Where a film was made, as phones write it into a line of text or a few numbers.

Spec: ISO 6709 annex H ("+27.5916+086.5640+8850/"); 3GPP TS 26.244 §8.8 (loci).
"""

import re
from collections.abc import Iterator

from bot.engine.binary.cursor import Cursor
from bot.engine.binary.text import decode
from bot.engine.blocks import coordinates
from bot.engine.errors import Damaged
from bot.engine.model import Finding, Kind, Position, clip

POINT = re.compile(r"([+-]\d{1,7}(?:\.\d{1,12})?)([+-]\d{1,8}(?:\.\d{1,12})?)([+-]\d+(?:\.\d+)?)?")
SIXTY = 60
FIXED = 65536  # of a 16.16 number
LONGEST = 100  # characters of a place that is none


def iso6709(text: str, where: str, label: str) -> Iterator[Finding]:
    """Read a point in ISO 6709: degrees, or degrees and minutes without anything between."""
    match = POINT.search(text[:LONGEST])
    if not match:
        if text.strip():
            yield Finding(Kind.PLACE, where, label, clip(text))
        return
    lat, lon = _degrees(match[1], 2), _degrees(match[2], 3)
    yield from point(lat, lon, float(match[3]) if match[3] else None, where, label)


def point(lat: float, lon: float, alt: float | None, where: str, label: str) -> Iterator[Finding]:
    """Yield a position if it is on Earth; a phone without a fix writes 0, 0."""
    if not lat and not lon:
        yield Finding(Kind.GPS_BLANKED, where, label)
    elif abs(lat) <= 90 and abs(lon) <= 180:
        step = coordinates.finest([coordinates.decimal(abs(lat))], [coordinates.decimal(abs(lon))])
        yield Finding(Kind.GPS_POSITION, where, label, Position(lat, lon, alt, step))
    else:
        yield Finding(Kind.GPS_DETAIL, where, label)


def loci(body: memoryview) -> Iterator[Finding]:
    """Read 3GPP's box: the place's name, its role, and 16.16 numbers."""
    raw = bytes(body[6:])  # past version, flags and language
    wide = raw[:2] in (b"\xfe\xff", b"\xff\xfe")
    name, _, rest = raw.partition(b"\0\0" if wide else b"\0")
    text = name.decode("utf-16", "replace") if wide else decode(name)
    if text:
        yield Finding(Kind.PLACE, "udta", "LocationName", clip(text))
    try:
        cursor = Cursor(memoryview(rest), at=min(1, len(rest)))
        lon, lat, alt = (_fixed(cursor.u32()) for _ in range(3))
    except Damaged:
        return
    yield from point(lat, lon, alt, "udta", "LocationInformation")


def _degrees(text: str, digits: int) -> float:
    """Return degrees of ±DD.D, ±DDMM.M or ±DDMMSS.S, by the number of digits."""
    sign = -1 if text[0] == "-" else 1
    whole, dot, rest = text[1:].partition(".")
    if len(whole) <= digits:
        return sign * float(text[1:])
    degrees, more = float(whole[:digits]), whole[digits:]
    if len(more) <= 2:
        return sign * (degrees + float(more + dot + rest) / SIXTY)
    minutes, seconds = float(more[:2]), float(more[2:] + dot + rest)
    return sign * (degrees + minutes / SIXTY + seconds / SIXTY**2)


def _fixed(value: int) -> float:
    return (value - (1 << 32) if value >> 31 else value) / FIXED
