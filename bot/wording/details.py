"""Everything that was found, topic by topic, in as many messages as it takes."""

from collections.abc import Iterator

from bot.engine.model import Finding, Kind, Position
from bot.report import Item, Report, Risk, Threat, Topic, advice
from bot.report.spot import Basis
from bot.wording import films, lines, names, numbers
from bot.wording.catalogue import Catalogue, mark
from bot.wording.markup import quoted, units

LIMIT = 3500  # units of a message: below Telegram's 4096, a screen or two
MESSAGES = 4  # a chat is no archive
LISTED = 40  # findings of one topic: nobody reads four hundred camera settings
WORDS = 200  # characters of a value
IN_BYTES = frozenset({Kind.THUMBNAIL, Kind.TRAILING, Kind.UNKNOWN})

TOPICS = {
    Topic.LOCATION: mark("Location"),
    Topic.IDENTITY: mark("Names and words"),
    Topic.DEVICE: mark("Device"),
    Topic.TIME: mark("Time"),
    Topic.NAME: mark("File name"),
    Topic.HIDDEN: mark("Hidden content"),
    Topic.HISTORY: mark("History"),
    Topic.AI: mark("AI"),
    Topic.UNKNOWN: mark("Unknown data"),
}


RISKS = {
    Risk.HIGH: mark("high risk"),
    Risk.MEDIUM: mark("medium risk"),
    Risk.LOW: mark("low risk"),
    Risk.NONE: mark("no risk"),
}
THREATS = {
    Threat.TRAINING: mark("AI training"),
    Threat.BIOMETRICS: mark("faces"),
    Threat.METADATA: mark("hidden data"),
    Threat.COPYRIGHT: mark("copyright"),
}
BASES = {
    Basis.STATED: mark("The phone itself says: right to ±{radius}."),
    Basis.DILUTION: mark("The signal was such that it is right to about ±{radius}."),
}


def messages(catalogue: Catalogue, report: Report) -> list[str]:
    """Return the findings as HTML messages; one message even where nothing was found."""
    rest = catalogue.say("The rest would fill more messages.")
    room = LIMIT - 2 - units(rest)
    told: list[str] = []
    for row in _rows(catalogue, report):
        if told and units(told[-1]) + 1 + units(row) <= room:
            told[-1] += f"\n{row}"
        elif len(told) == MESSAGES:
            told[-1] += f"\n\n{rest}"
            break
        else:
            told.append(row.strip())
    return told or [catalogue.say("Nothing was found in this file.")]


def topics(catalogue: Catalogue, report: Report) -> str:
    """Return what a report is about, in a few words: plain text."""
    return ", ".join(catalogue.say(TOPICS[item.topic]) for item in report.items)


def _rows(catalogue: Catalogue, report: Report) -> Iterator[str]:
    for item in report.items:
        yield f"\n{_head(catalogue, report, item)}"
        for finding in item.findings[:LISTED]:
            yield _row(catalogue, finding)
        if (more := len(item.findings) - LISTED) > 0:
            yield "• " + catalogue.say("{count} more", count=more)


def _head(catalogue: Catalogue, report: Report, item: Item) -> str:
    """Return what a topic is called, how risky it is, what it means, and which risk that is."""
    name, risk = catalogue.say(TOPICS[item.topic]), catalogue.say(RISKS[item.risk])
    meaning = films.say(catalogue, report, lines.MEANINGS[item.meaning])
    threat = catalogue.say(THREATS[advice(item.meaning).threat])
    kind = catalogue.say("Kind of risk: {threat}.", threat=threat)
    rows = [f"<b>{name}</b> ({risk})", f"{meaning} <i>{kind}</i>"]
    if item.topic is Topic.LOCATION and report.spot and report.spot.basis in BASES:
        radius = numbers.metres(catalogue.language, report.spot.radius)
        rows.append(catalogue.say(BASES[report.spot.basis], radius=radius))
    return "\n".join(rows)


def _row(catalogue: Catalogue, finding: Finding) -> str:
    name = names.label(catalogue, finding.kind)
    source = quoted(f"{finding.where} {finding.label}".strip())
    value = _value(catalogue, finding)
    return f"• {name}: {value} ({source})" if value else f"• {name} ({source})"


def _value(catalogue: Catalogue, finding: Finding) -> str:
    value = finding.value
    if finding.kind is Kind.FILE_NAME:
        return catalogue.say(lines.clue(finding))
    if isinstance(value, Position):
        return quoted(numbers.coordinates(catalogue, value))
    if isinstance(value, int) and finding.kind in IN_BYTES:
        return numbers.size(catalogue.language, value) if value else ""
    if finding.kind is Kind.DATETIME:
        return quoted(numbers.date(catalogue, str(value)))
    if finding.kind is Kind.EMBEDDED:
        return names.hidden(catalogue, str(value))
    return quoted(str(value), WORDS) if value not in (None, "") else ""
