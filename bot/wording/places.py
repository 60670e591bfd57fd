"""Where something is, as people say it: how far it is from a place with a name."""

from bot.places import Place, nearest
from bot.report import Spot
from bot.wording import numbers
from bot.wording.catalogue import Catalogue, mark

LONELY = 100_000.0  # metres: farther from anything, no name helps
NEAR = 100.0  # metres

FAR = mark("far from any town")
CLOSE = mark("near {place}")
AWAY = mark("±{distance} from {place}")


def near(catalogue: Catalogue, spot: Spot) -> str:
    """Return where a spot is: "±400 m dari Menteng, Jakarta Pusat". Plain text.

    A distance that the spot itself is not sure of is not told.
    """
    place = nearest(spot.position.lat, spot.position.lon)
    if place.distance > LONELY:
        return catalogue.say(FAR)
    named = _named(catalogue, place)
    if place.distance < max(NEAR, spot.radius):
        return catalogue.say(CLOSE, place=named)
    distance = numbers.metres(catalogue.language, _rounded(place.distance))
    return catalogue.say(AWAY, distance=distance, place=named)


def _named(catalogue: Catalogue, place: Place) -> str:
    """Return a place and what is around it; at home, the country goes without saying."""
    from babel import Locale

    home = place.country == "ID"
    country = Locale(catalogue.language).territories.get(place.country, "")
    return ", ".join(filter(None, (place.name, *place.within, "" if home else country)))


def _rounded(metres: float) -> float:
    """Return a distance in hundreds of metres, or, from ten kilometres on, in thousands."""
    step = 100 if metres < 10_000 else 1_000
    return round(metres / step) * step
