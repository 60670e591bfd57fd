"""The advisor's texts: a topic, a service's card, one fact of a card, the answer to a question.

A topic in locales/ is HTML: at most one phone screen, and after a line that begins with `## `
the rest. A card has a fact on each line, `key | text | source | date | confidence`; the source
is empty where the fact is not known. How old a fact is depends on `today`, the caller's date.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.advisor import Classification
from bot.wording.catalogue import Catalogue, mark
from bot.wording.formatting import format_date
from bot.wording.markup import escaped

MAX_AGE = 180  # days; after that, menus and policies have likely changed
SEPARATOR = "\n## "  # between the first screen and the rest; a heading ends the line

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
FIRST_KEYS = ("melatih", "sakelar", "sementara", "simpan", "hapus")  # what fits one screen
TOPIC_FACTS = {  # topic -> key of the fact of a service's card that answers it
    "risiko_pelatihan": "melatih",
    "matikan_riwayat": "sakelar",
    "hapus_data": "hapus",
    "baca_kebijakan": "simpan",
    "foto_anak": "usia",
    "risiko_hak_cipta": "hak",
}


@dataclass(frozen=True, slots=True)
class Advice:
    """An answer: HTML of one phone screen, and the HTML shown after "more", or ""."""

    first: str
    rest: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a service's card."""

    key: str
    text: str  # HTML
    source: str  # a URL or a short name; "" where the fact is not known
    date: str  # of the source: YYYY, YYYY-MM or YYYY-MM-DD; "" where it has no date


def topic(catalogue: Catalogue, name: str, today: date) -> Advice:
    """Return a topic.

    Raises FileNotFoundError where there is none.
    """
    head, body = catalogue.text("topics", name)
    first, _, rest = body.partition(SEPARATOR)
    rest = rest.partition("\n")[2].strip()
    shown = (f"<b>{head['title']}</b>", first.strip(), *_checked(catalogue, head, today))
    behind = (rest, *_sources(catalogue, head)) if rest else ()
    return Advice("\n\n".join(shown), "\n\n".join(behind))


def service(catalogue: Catalogue, name: str, today: date) -> Advice:
    """Return a service's card.

    Raises FileNotFoundError where there is none.
    """
    head, body = catalogue.text("services", name)
    facts = _parse_facts(body)
    first = _fact_list(catalogue, (fact for fact in facts if fact.key in FIRST_KEYS))
    rest = _fact_list(catalogue, (fact for fact in facts if fact.key not in FIRST_KEYS))
    if policy := head.get("policy"):
        rest += "\n\n" + catalogue.say("Its policy: {address}", address=escaped(policy))
    shown = (f"<b>{head['title']}</b>", first, *_checked(catalogue, head, today))
    return Advice("\n\n".join(shown), rest)


def fact(catalogue: Catalogue, name: str, key: str, today: date) -> str:
    """Return one fact of a service's card as HTML.

    Raises FileNotFoundError where there is no such card, KeyError where there is no such fact.
    """
    head, body = catalogue.text("services", name)
    facts = [fact for fact in _parse_facts(body) if fact.key == key]
    if not facts:
        raise KeyError(key)
    return "\n\n".join(
        (
            f"<b>{head['title']}</b>",
            _fact_list(catalogue, facts),
            *_age_warning(catalogue, head, today),
        )
    )


def answer(catalogue: Catalogue, classification: Classification, today: date) -> Advice:
    """Return the answer to a question: the fact of the service it names, then its topics."""
    topics = [topic(catalogue, name, today) for name in classification.topics]
    service_id, key = classification.service, TOPIC_FACTS.get(classification.topics[0])
    facts = [fact(catalogue, service_id, key, today)] if service_id and key else []
    first = "\n\n".join((*facts, *(advice.first for advice in topics)))
    return Advice(first, "\n\n".join(advice.rest for advice in topics if advice.rest))


def _parse_facts(body: str) -> list[Fact]:
    rows = ([cell.strip() for cell in line.split("|")] for line in body.splitlines())
    return [Fact(key, text, source, date) for key, text, source, date, _ in rows]


def _fact_list(catalogue: Catalogue, facts: Iterable[Fact]) -> str:
    return "\n".join(
        f"• <b>{catalogue.say(QUESTIONS[fact.key])}:</b> {fact.text}{_source(catalogue, fact)}"
        for fact in facts
    )


def _source(catalogue: Catalogue, fact: Fact) -> str:
    """Return the host name of a fact's source and its date; full URLs are in the card's file."""
    host = escaped(fact.source.partition("/")[0])
    if len(fact.date) == len("YYYY-MM"):
        day = "-".join(reversed(fact.date.split("-")))
    else:
        day = format_date(catalogue, fact.date)
    text = ", ".join(part for part in (host, day) if part)
    return f" <i>({text})</i>" if text else ""


def _sources(catalogue: Catalogue, head: dict[str, str]) -> Iterable[str]:
    if sources := head.get("sources"):
        text = catalogue.say("Sources: {sources}", sources=escaped(sources))
        yield f"<i>{text}</i>"


def _checked(catalogue: Catalogue, head: dict[str, str], today: date) -> Iterable[str]:
    if day := head.get("checked_on"):
        text = catalogue.say("Facts checked on {date}.", date=format_date(catalogue, day))
        yield f"<i>{text}</i>"
    yield from _age_warning(catalogue, head, today)


def _age_warning(catalogue: Catalogue, head: dict[str, str], today: date) -> Iterable[str]:
    day = head.get("checked_on")
    if day and (today - date.fromisoformat(day)).days > MAX_AGE:
        yield catalogue.say("Checked more than {days} days ago: compare it first.", days=MAX_AGE)
