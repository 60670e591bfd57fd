"""From findings to a report: repeats merged, topics ranked by what they can do to a person."""

from collections.abc import Iterable
from dataclasses import replace
from math import cos, hypot, radians

from bot.engine import Plan
from bot.engine.blocks.coordinates import DEGREE
from bot.engine.model import Caution, Finding, Kind, Position
from bot.report import devices, ranks
from bot.report.filename import Clue
from bot.report.meaning import meaning
from bot.report.model import Item, Look, Report, Risk, Topic
from bot.report.spot import Spot, spot_of
from bot.report.summary import summarise

NEAR = 10  # metres: two blocks of one photo round the same place differently
NAME = "name"  # where findings of a file's name stand


def report_of(plan: Plan, look: Look | None = None) -> Report:
    """Return what a file that was taken apart tells; `look` is what was seen of a thumbnail."""
    return make_report(
        plan.format.NAME, len(plan.data), plan.dimensions(), plan.findings, plan.cautions, look
    )


def make_report(
    fmt: str,
    size: int,
    dimensions: tuple[int, int] | None,
    findings: Iterable[Finding],
    cautions: Iterable[Caution] = (),
    look: Look | None = None,
) -> Report:
    """Return what a file tells. `size` is in bytes, `dimensions` are width and height in pixels."""
    told = tuple(findings)
    named = tuple(devices.set_right(told))
    merged = _merged(named)
    spot = spot_of(merged)
    items = tuple(_items(merged, spot, look))
    width, height = dimensions or (None, None)
    summary = summarise(told)  # the file's own words, right or not
    risk = _overall(named, look)
    return Report(fmt, size, width, height, risk, items, summary, tuple(cautions), spot, look)


def with_name(report: Report, clues: Iterable[Clue]) -> Report:
    """Return a report that also says what the file's name tells."""
    told = tuple(Finding(Kind.FILE_NAME, NAME, clue.value) for clue in clues)
    if not told:
        return report
    before = [finding for item in report.items for finding in item.findings]
    items = tuple(_items((*before, *told), report.spot, report.look))
    risk = ranks.worst(report.risk, *map(ranks.risk, told))
    return replace(report, items=items, risk=risk)


def _items(findings: tuple[Finding, ...], spot: Spot | None, look: Look | None) -> list[Item]:
    """Group findings by topic; the worst topic first, the worst finding of each first."""

    def rank(finding: Finding) -> int:
        return -ranks.STEPS.index(ranks.risk(finding, look))

    items = []
    for topic in ranks.TOPICS:
        of_topic = [f for f in findings if f.kind in ranks.RANKS and _topic(f) is topic]
        of_topic.sort(key=rank)
        if of_topic:
            worst = ranks.risk(of_topic[0], look)
            items.append(Item(topic, worst, tuple(of_topic), meaning(topic, of_topic, spot, look)))
    return sorted(items, key=lambda item: -ranks.STEPS.index(item.risk))


def _topic(finding: Finding) -> Topic:
    return ranks.RANKS[finding.kind].topic


def _overall(findings: tuple[Finding, ...], look: Look | None) -> Risk:
    together = {finding.kind for finding in findings} >= ranks.TOGETHER
    risks = (ranks.risk(finding, look) for finding in findings)
    return ranks.worst(*risks, Risk.MEDIUM if together else Risk.NONE)


def _merged(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Tell once what several blocks repeat: the first block's words stay."""
    told: dict[object, Finding] = {}
    places: list[tuple[Kind, Position]] = []
    for finding in findings:
        value = finding.value
        if isinstance(value, Position):
            if not any(kind is finding.kind and _near(value, place) for kind, place in places):
                places.append((finding.kind, value))
                told[finding.kind, value] = finding
        else:
            # Numbers, and blocks without a value, mean nothing without their label.
            words = value.casefold() if isinstance(value, str) else (finding.label, value)
            label = finding.label if finding.kind in (Kind.SETTING, Kind.DATETIME) else ""
            told.setdefault((finding.kind, label, words), finding)
    return tuple(told.values())


def _near(one: Position, two: Position) -> bool:
    east = (one.lon - two.lon) * cos(radians(one.lat))
    return hypot(one.lat - two.lat, east) * DEGREE <= NEAR
