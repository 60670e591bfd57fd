"""Sizes, dates, distances, locations and lists as people write them.

babel is imported at the first need: it takes longer than the rest of a start.
Data: Unicode CLDR, by way of babel.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from bot.engine.model import Position
from bot.places import Place, nearest
from bot.report import Location
from bot.wording.catalogue import Catalogue, mark

UNITS = (("megabyte", 1_000_000), ("kilobyte", 1_000), ("byte", 1))
ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}  # Indonesia's, by hours from UTC
DATETIME = mark("EEEE, d MMMM y 'at' HH:mm")
DATE = mark("d MMMM y")

MAX_DISTANCE = 100_000.0  # metres: farther from any town, its name does not help
MIN_DISTANCE = 100.0  # metres: closer, no distance is given
FAR = mark("far from any town")
CLOSE = mark("near {place}")
AWAY = mark("about {distance} from {place}")


def format_size(language: str, count: int) -> str:
    """Return a number of bytes with the unit that fits, one decimal below ten: "2,1 MB"."""
    from babel.units import format_unit

    unit, factor = next((unit, factor) for unit, factor in UNITS if count >= factor or factor == 1)
    number = count / factor
    rounded = round(number, 1) if number < 10 and factor > 1 else round(number)
    return str(format_unit(rounded, f"digital-{unit}", "short", locale=language))


def format_date(catalogue: Catalogue, iso: str) -> str:
    """Return an ISO 8601 date, or date and time with its zone, in words.

    A text that is neither comes back as it is: files hold any text as a date.
    """
    from babel import dates

    try:
        if len(iso) == len("YYYY-MM-DD"):
            day = date.fromisoformat(iso)
            return str(dates.format_date(day, catalogue.say(DATE), catalogue.language))
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    text = dates.format_datetime(moment, catalogue.say(DATETIME), locale=catalogue.language)
    return f"{text} {_zone(moment.utcoffset())}".rstrip()


def _zone(offset: timedelta | None) -> str:
    if offset is None:
        return ""
    minutes = round(offset.total_seconds() / 60)
    if not minutes % 60 and minutes // 60 in ZONES:
        return ZONES[minutes // 60]
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{abs(minutes) // 60:02}.{abs(minutes) % 60:02}" if minutes else "UTC"


def format_coordinates(catalogue: Catalogue, position: Position) -> str:
    """Return latitude and longitude in degrees with four decimals, which are ten metres."""
    from babel.numbers import format_decimal

    north = catalogue.say("N") if position.lat >= 0 else catalogue.say("S")
    east = catalogue.say("E") if position.lon >= 0 else catalogue.say("W")
    lat, lon = (
        format_decimal(abs(value), "0.0000", locale=catalogue.language)
        for value in (position.lat, position.lon)
    )
    return f"{lat}° {north}, {lon}° {east}"


def format_distance(language: str, metres: float) -> str:
    """Return a distance, no finer than it can be known: "5 m", "40 m", "1,2 km", "35 km"."""
    from babel.units import format_unit

    unit, number = ("meter", metres) if metres < 1000 else ("kilometer", metres / 1000)
    rounded = round(number, 1) if unit == "kilometer" and number < 10 else round(number)
    if unit == "meter" and rounded >= 20:
        rounded = round(rounded, -1)
    return str(format_unit(rounded, f"length-{unit}", "short", locale=language))


def format_list(language: str, items: Iterable[str]) -> str:
    """Return items joined as in a sentence: "GPS, tanggal, dan model"."""
    from babel import lists

    return str(lists.format_list(list(items), locale=language))


def format_location(catalogue: Catalogue, location: Location) -> str:
    """Return a location by the nearest named place: "sekitar 400 m dari Menteng, Jakarta Pusat".

    A distance within the location's own radius of error is left out. Plain text.
    """
    place = nearest(location.position.lat, location.position.lon)
    if place.distance > MAX_DISTANCE:
        return catalogue.say(FAR)
    name = _place_name(catalogue, place)
    if place.distance < max(MIN_DISTANCE, location.radius):
        return catalogue.say(CLOSE, place=name)
    distance = format_distance(catalogue.language, _rounded(place.distance))
    return catalogue.say(AWAY, distance=distance, place=name)


def _place_name(catalogue: Catalogue, place: Place) -> str:
    """Return a place with the areas around it, and with its country outside Indonesia."""
    from babel import Locale

    country = Locale(catalogue.language).territories.get(place.country, "")
    if place.country == "ID":
        country = ""
    return ", ".join(filter(None, (place.name, *place.within, country)))


def _rounded(metres: float) -> float:
    """Return a distance in hundreds of metres, or, from ten kilometres on, in thousands."""
    step = 100 if metres < 10_000 else 1_000
    return round(metres / step) * step
