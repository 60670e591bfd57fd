"""What the advisor says: a topic, a service's card, or one fact of a card.

A topic is HTML, at most one phone screen and, behind a line that begins with `## `, the rest.
A card holds a fact a line: `key | text | source | date | confidence`; nobody knows the fact where
the source is empty. Ages are counted to a day that the caller gives.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.wording import markup, numbers
from bot.wording.catalogue import Catalogue, mark

OLD = 180  # days after which menus and policies have likely changed
MORE = "\n## "  # before the word for "more", which ends its line

QUESTIONS = {
    "melatih": mark("Trains AI on your photo"),
    "sakelar": mark("Its training switch"),
    "sementara": mark("Temporary mode"),
    "simpan": mark("How long it is kept"),
    "hapus": mark("How to delete"),
    "usia": mark("Minimum age"),
    "peninjau": mark("Who looks at it"),
    "hak": mark("Rights in the result"),
    "catatan": mark("Also good to know"),
}
FIRST = ("melatih", "sakelar", "sementara", "simpan", "hapus")  # what fits one screen


@dataclass(frozen=True, slots=True)
class Advice:
    """An answer: HTML of one phone screen, and HTML behind "more", or ""."""

    first: str
    rest: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a service's card."""

    key: str
    text: str  # HTML
    source: str  # an address or a short name; "" where nobody knows
    day: str  # of the source: YYYY, YYYY-MM or YYYY-MM-DD; "" where it bears none


def topic(catalogue: Catalogue, name: str, today: date) -> Advice:
    """Return a topic.

    Raises FileNotFoundError where there is none.
    """
    head, body = catalogue.text("topics", name)
    first, _, rest = body.partition(MORE)
    rest = rest.partition("\n")[2].strip()
    shown = (f"<b>{head['title']}</b>", first.strip(), *_checked(catalogue, head, today))
    told = (rest, *_sources(catalogue, head)) if rest else ()
    return Advice("\n\n".join(shown), "\n\n".join(told))


def service(catalogue: Catalogue, name: str, today: date) -> Advice:
    """Return a service's card.

    Raises FileNotFoundError where there is none.
    """
    head, body = catalogue.text("services", name)
    facts = _facts(body)
    first = _told(catalogue, (fact for fact in facts if fact.key in FIRST))
    rest = _told(catalogue, (fact for fact in facts if fact.key not in FIRST))
    if policy := head.get("policy"):
        rest += "\n\n" + catalogue.say("Its policy: {address}", address=markup.escaped(policy))
    shown = (f"<b>{head['title']}</b>", first, *_checked(catalogue, head, today))
    return Advice("\n\n".join(shown), rest)


def fact(catalogue: Catalogue, name: str, key: str, today: date) -> str:
    """Return one fact of a service's card as HTML.

    Raises FileNotFoundError where there is no such card, KeyError where there is no such fact.
    """
    head, body = catalogue.text("services", name)
    facts = [line for line in _facts(body) if line.key == key]
    if not facts:
        raise KeyError(key)
    return "\n\n".join(
        (f"<b>{head['title']}</b>", _told(catalogue, facts), *_old(catalogue, head, today))
    )


def _facts(body: str) -> list[Fact]:
    rows = ([cell.strip() for cell in line.split("|")] for line in body.splitlines())
    return [Fact(key, text, source, day) for key, text, source, day, _ in rows]


def _told(catalogue: Catalogue, facts: Iterable[Fact]) -> str:
    return "\n".join(
        f"• <b>{catalogue.say(QUESTIONS[line.key])}:</b> {line.text}{_source(catalogue, line)}"
        for line in facts
    )


def _source(catalogue: Catalogue, line: Fact) -> str:
    """Return whose page says so, and when; the whole addresses stand in the card's file."""
    whose = markup.escaped(line.source.partition("/")[0])
    month = len(line.day) == len("YYYY-MM")
    day = "-".join(reversed(line.day.split("-"))) if month else numbers.date(catalogue, line.day)
    told = ", ".join(word for word in (whose, day) if word)
    return f" <i>({told})</i>" if told else ""


def _sources(catalogue: Catalogue, head: dict[str, str]) -> Iterable[str]:
    if sources := head.get("sources"):
        told = catalogue.say("Sources: {sources}", sources=markup.escaped(sources))
        yield f"<i>{told}</i>"


def _checked(catalogue: Catalogue, head: dict[str, str], today: date) -> Iterable[str]:
    if day := head.get("checked_on"):
        told = catalogue.say("Facts checked on {date}.", date=numbers.date(catalogue, day))
        yield f"<i>{told}</i>"
    yield from _old(catalogue, head, today)


def _old(catalogue: Catalogue, head: dict[str, str], today: date) -> Iterable[str]:
    day = head.get("checked_on")
    if day and (today - date.fromisoformat(day)).days > OLD:
        yield catalogue.say("Checked more than {days} days ago: compare it first.", days=OLD)
