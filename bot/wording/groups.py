"""What is said of files where others read along: kinds alone, never a value.

No place, date, name, number or picture of a file stands in any of these sentences.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.engine.formats import raw
from bot.engine.model import Caution
from bot.report import Meaning, Report, Risk
from bot.wording import caption, films, numbers
from bot.wording.catalogue import Catalogue, mark
from bot.wording.markup import escaped, units

PLACE, PICTURE = mark("a location"), mark("a small picture")
KINDS = {  # what a topic of a file means -> what is said in public; what is not here is not said
    Meaning.HOUSE: PLACE,
    Meaning.STREET: PLACE,
    Meaning.QUARTER: PLACE,
    Meaning.REGION: PLACE,
    Meaning.PLACE_NAME: PLACE,
    Meaning.PERSON: mark("somebody's name"),
    Meaning.FACES: mark("marks of faces"),
    Meaning.OWNER: mark("an owner's name"),
    Meaning.HOST: mark("a device's name"),
    Meaning.WORDS: mark("words"),
    Meaning.SAME_DEVICE: mark("a device's number"),
    Meaning.SAME_FILE: mark("a unique number"),
    Meaning.DEVICE: mark("a kind of device"),
    Meaning.APP: mark("an app"),
    Meaning.MOMENT: mark("a time"),
    Meaning.THUMBNAIL_DIFFERS: PICTURE,
    Meaning.THUMBNAIL_SAME: PICTURE,
    Meaning.THUMBNAIL: PICTURE,
    Meaning.HIDDEN: mark("hidden content"),
    Meaning.EDITS: mark("an edit history"),
    Meaning.CREDENTIALS: mark("Content Credentials"),
    Meaning.PROMPT: mark("words to the AI"),
    Meaning.AI_DECLARED: mark("a note on AI"),
}
CALLED = mark("{light} This file carries <b>{things}</b>.")
NO_HINTS = mark("🟢 I found no private traces in this file.")
COPY = mark("This copy is clean; the picture is the same.")
HOW = mark("Reply to it with /bersihkan for a clean copy.")
WARN = mark("⚠️ This file carries <b>{things}</b>. Reply to it with /bersihkan for a clean copy.")
WARN_ONLY = mark("⚠️ This file carries <b>{things}</b>. Think before it is shared further.")
WARN_MANY = mark(
    "⚠️ {count} of these files carry <b>{things}</b>. Reply to one with /bersihkan for a clean copy."
)
INSTEAD = mark("🧹 Clean copy. The original carries <b>{things}</b>.")
ALONE = mark("Its album I cannot see. Send /bersihkan to each, or all of them to me in private.")
FROM = mark("From <b>{name}</b>:")


def things(catalogue: Catalogue, reports: Iterable[Report]) -> str:
    """Return the kinds that some files tell, the worst first, each once: "lokasi dan waktu"."""
    told = (item.meaning for report in reports for item in report.items)
    kinds = dict.fromkeys(catalogue.say(KINDS[meaning]) for meaning in told if meaning in KINDS)
    return numbers.list_of(catalogue.language, kinds)


def inspected(catalogue: Catalogue, report: Report) -> str:
    """Return what a file tells: HTML."""
    kinds = things(catalogue, [report])
    if not kinds:
        return catalogue.say(NO_HINTS)
    light = caption.LIGHTS[report.risk]
    return f"{catalogue.say(CALLED, light=light, things=kinds)} {catalogue.say(HOW)}"


def cleaned(catalogue: Catalogue, report: Report, alone: bool, forwarded: bool) -> str:
    """Return what goes with a clean copy: HTML."""
    kinds, light = things(catalogue, [report]), caption.LIGHTS[report.risk]
    told = [catalogue.say(CALLED, light=light, things=kinds)] if kinds else []
    more = [caption.FORWARDED] * forwarded + [ALONE] * alone
    return "\n\n".join(
        [
            " ".join([*told, films.say(catalogue, report, COPY)]),
            *(f"⚠️ {caution}" for caution in cautions(catalogue, [report])),
            *(f"<i>{catalogue.say(line)}</i>" for line in more),
        ]
    )


def warning(catalogue: Catalogue, reports: Sequence[Report]) -> str:
    """Return one quiet sentence about files that tell a place or a person: HTML."""
    kinds = things(catalogue, [_telling(report) for report in reports])
    words = WARN if len(reports) == 1 else WARN_MANY
    if all(report.format in raw.NAMES for report in reports):  # there is no clean copy of these
        words = WARN_ONLY
    return catalogue.say(words, count=len(reports), things=kinds)


def instead(catalogue: Catalogue, reports: Sequence[Report]) -> str:
    """Return what goes with copies that stand in for originals: HTML."""
    told = catalogue.say(INSTEAD, things=things(catalogue, reports))
    return "\n\n".join([told, *(f"⚠️ {caution}" for caution in cautions(catalogue, reports))])


def sender(catalogue: Catalogue, name: str, words: str, html: str) -> str:
    """Return who sent what a copy stands in for, the words that came with it, and ours."""
    told = catalogue.say(FROM, name=escaped(" ".join(name.split())))
    own = "\n".join(part for part in (told, escaped(words)) if part)
    both = f"{own}\n\n{html}"
    return both if units(both) <= caption.LIMIT else own


def cautions(catalogue: Catalogue, reports: Iterable[Report]) -> list[str]:
    """Return what shows and is missing from the copies, each once."""
    told = (
        films.say(catalogue, report, caption.CAUTIONS[why])
        for report in reports
        for why in report.cautions
        if why in caption.CAUTIONS and why is not Caution.ENDS_EARLY
    )
    return list(dict.fromkeys(told))


def _telling(report: Report) -> Report:
    """Return a report without what says little: a warning is one sentence."""
    worst = tuple(item for item in report.items if item.risk in (Risk.HIGH, Risk.MEDIUM))
    return replace(report, items=worst or report.items)
