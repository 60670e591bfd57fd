"""The words of a report card: plain text, short enough for a picture."""

from typing import NamedTuple

from bot.report import Report, Risk
from bot.wording import caption, lines, markup, places
from bot.wording.catalogue import Catalogue, mark

LEVELS = {
    Risk.HIGH: mark("High risk"),
    Risk.MEDIUM: mark("Medium risk"),
    Risk.LOW: mark("Low risk"),
    Risk.NONE: mark("No risk found"),
}
FOOT = mark("Read from the file itself. I did not judge what the picture shows.")
SEEN = mark("What is seen")
HIDDEN = mark("Hidden in the file")
FILM = mark("Hidden film, first picture")


class Words(NamedTuple):
    """What is written on a card; a row is a risk, a fact and its meaning."""

    level: str
    headline: str
    rows: tuple[tuple[Risk, str, str], ...]
    foot: str
    seen: str
    hidden: str
    film: str
    place: str  # "" where the file tells none


def words(catalogue: Catalogue, report: Report) -> Words:
    """Return the words of a report's card."""
    rows = [(item.risk, *lines.line(catalogue, report, item)) for item in report.items]
    say = catalogue.say
    return Words(
        say(LEVELS[report.risk]),
        caption.headline(catalogue, report),
        tuple((risk, markup.plain(fact), markup.plain(meaning)) for risk, fact, meaning in rows),
        foot=say(FOOT),
        seen=say(SEEN),
        hidden=say(HIDDEN),
        film=say(FILM),
        place=places.near(catalogue, report.spot) if report.spot else "",
    )
