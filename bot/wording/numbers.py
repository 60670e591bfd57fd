"""Numbers, days, places and lists as people write them. babel is loaded at the first need."""

from collections.abc import Iterable
from datetime import date as day
from datetime import datetime, timedelta

from bot.engine.model import Position
from bot.wording.catalogue import Catalogue, mark

UNITS = (("megabyte", 1_000_000), ("kilobyte", 1_000), ("byte", 1))
ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}  # Indonesia's own, by hours from UTC
MOMENT = mark("EEEE, d MMMM y 'at' HH:mm")
DAY = mark("d MMMM y")


def size(language: str, count: int) -> str:
    """Return a number of bytes with the unit that fits, one decimal below ten."""
    from babel.units import format_unit

    unit, worth = next((u, w) for u, w in (*UNITS, ("byte", 0)) if count >= w)
    number = count / (worth or 1)
    rounded = round(number, 1) if number < 10 and worth > 1 else round(number)
    return str(format_unit(rounded, f"digital-{unit}", "short", locale=language))


def date(catalogue: Catalogue, iso: str) -> str:
    """Return a day, or a moment with its zone; a text that is neither comes back as it is."""
    from babel.dates import format_date, format_datetime

    try:
        if len(iso) == len("YYYY-MM-DD"):
            told = format_date(day.fromisoformat(iso), catalogue.say(DAY), catalogue.language)
            return str(told)
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    told = format_datetime(moment, catalogue.say(MOMENT), locale=catalogue.language)
    return f"{told} {_zone(moment.utcoffset())}".rstrip()


def _zone(offset: timedelta | None) -> str:
    if offset is None:
        return ""
    minutes = round(offset.total_seconds() / 60)
    if not minutes % 60 and minutes // 60 in ZONES:
        return ZONES[minutes // 60]
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{abs(minutes) // 60:02}.{abs(minutes) % 60:02}" if minutes else "UTC"


def coordinates(catalogue: Catalogue, position: Position) -> str:
    """Return latitude and longitude with four decimals: ten metres."""
    from babel.numbers import format_decimal

    north = catalogue.say("N") if position.lat >= 0 else catalogue.say("S")
    east = catalogue.say("E") if position.lon >= 0 else catalogue.say("W")
    lat, lon = (
        format_decimal(abs(value), "0.0000", locale=catalogue.language)
        for value in (position.lat, position.lon)
    )
    return f"{lat}° {north}, {lon}° {east}"


def metres(language: str, count: float) -> str:
    """Return a distance, no finer than it can be known: "5 m", "40 m", "1,2 km", "35 km"."""
    from babel.units import format_unit

    unit, number = ("meter", count) if count < 1000 else ("kilometer", count / 1000)
    rounded = round(number, 1) if unit == "kilometer" and number < 10 else round(number)
    if unit == "meter" and rounded >= 20:
        rounded = round(rounded, -1)
    return str(format_unit(rounded, f"length-{unit}", "short", locale=language))


def list_of(language: str, words: Iterable[str]) -> str:
    """Return words joined as a sentence joins them."""
    from babel.lists import format_list

    return str(format_list(list(words), locale=language))
