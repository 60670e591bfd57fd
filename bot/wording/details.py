"""All findings of a report, topic by topic, in up to MESSAGES messages."""

from collections.abc import Iterator

from bot.engine.model import Finding, Kind, Position
from bot.report import Item, Report, Risk, Threat, Topic, advice
from bot.report.location import Basis
from bot.wording.catalogue import Catalogue, mark
from bot.wording.formatting import format_coordinates, format_date, format_distance, format_size
from bot.wording.labels import embedded_label, kind_label
from bot.wording.markup import quoted, units
from bot.wording.topics import MEANINGS, clue_label
from bot.wording.video import say_about

LIMIT = 3500  # UTF-16 units of a message, below Telegram's 4096: a screen or two
MESSAGES = 4  # at most
MAX_FINDINGS = 40  # of one topic that are listed: a camera writes hundreds of settings
MAX_LENGTH = 200  # characters of a value
SIZED = frozenset({Kind.THUMBNAIL, Kind.TRAILING, Kind.UNKNOWN})  # values are sizes in bytes

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
    available = LIMIT - 2 - units(rest)
    texts: list[str] = []
    for row in _rows(catalogue, report):
        if texts and units(texts[-1]) + 1 + units(row) <= available:
            texts[-1] += f"\n{row}"
        elif len(texts) == MESSAGES:
            texts[-1] += f"\n\n{rest}"
            break
        else:
            texts.append(row.strip())
    return texts or [catalogue.say("Nothing was found in this file.")]


def topics(catalogue: Catalogue, report: Report) -> str:
    """Return the labels of a report's topics, joined by commas: plain text."""
    return ", ".join(catalogue.say(TOPICS[item.topic]) for item in report.items)


def _rows(catalogue: Catalogue, report: Report) -> Iterator[str]:
    for item in report.items:
        yield f"\n{_head(catalogue, report, item)}"
        for finding in item.findings[:MAX_FINDINGS]:
            yield _row(catalogue, finding)
        if (hidden := len(item.findings) - MAX_FINDINGS) > 0:
            yield "• " + catalogue.say("{count} more", count=hidden)


def _head(catalogue: Catalogue, report: Report, item: Item) -> str:
    """Return a topic's label and level of risk, its meaning and its kind of risk."""
    name, risk = catalogue.say(TOPICS[item.topic]), catalogue.say(RISKS[item.risk])
    meaning = say_about(catalogue, report, MEANINGS[item.meaning])
    threat = catalogue.say(THREATS[advice(item.meaning).threat])
    kind = catalogue.say("Kind of risk: {threat}.", threat=threat)
    rows = [f"<b>{name}</b> ({risk})", f"{meaning} <i>{kind}</i>"]
    if item.topic is Topic.LOCATION and report.location and report.location.basis in BASES:
        radius = format_distance(catalogue.language, report.location.radius)
        rows.append(catalogue.say(BASES[report.location.basis], radius=radius))
    return "\n".join(rows)


def _row(catalogue: Catalogue, finding: Finding) -> str:
    name = kind_label(catalogue, finding.kind)
    source = quoted(f"{finding.where} {finding.label}".strip())
    value = _value(catalogue, finding)
    return f"• {name}: {value} ({source})" if value else f"• {name} ({source})"


def _value(catalogue: Catalogue, finding: Finding) -> str:
    value = finding.value
    if finding.kind is Kind.FILE_NAME:
        return catalogue.say(clue_label(finding))
    if isinstance(value, Position):
        return quoted(format_coordinates(catalogue, value))
    if isinstance(value, int) and finding.kind in SIZED:
        return format_size(catalogue.language, value) if value else ""
    if finding.kind is Kind.DATETIME:
        return quoted(format_date(catalogue, str(value)))
    if finding.kind is Kind.EMBEDDED:
        return embedded_label(catalogue, str(value))
    return quoted(str(value), MAX_LENGTH) if value not in (None, "") else ""
