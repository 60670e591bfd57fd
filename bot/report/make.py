"""From findings to a report: repeats merged, topics ranked by what they can do to a person."""

from collections.abc import Iterable
from math import cos, hypot, radians

from bot.engine import Plan
from bot.engine.model import Caution, Finding, Kind, Position
from bot.report import devices, ranks
from bot.report.model import Item, Report, Risk
from bot.report.summary import summarise

NEAR = 10  # metres: two blocks of one photo round the same place differently
DEGREE = 111_195  # metres of a degree of latitude


def report_of(plan: Plan) -> Report:
    """Return what a file that was taken apart tells."""
    return make_report(
        plan.format.NAME, len(plan.data), plan.dimensions(), plan.findings, plan.cautions
    )


def make_report(
    fmt: str,
    size: int,
    dimensions: tuple[int, int] | None,
    findings: Iterable[Finding],
    cautions: Iterable[Caution] = (),
) -> Report:
    """Return what a file tells. `size` is in bytes, `dimensions` are width and height in pixels."""
    told = tuple(findings)
    named = tuple(devices.set_right(told))
    items = tuple(_items(_merged(named)))
    width, height = dimensions or (None, None)
    summary = summarise(told)  # the file's own words, right or not
    return Report(fmt, size, width, height, _overall(named), items, summary, tuple(cautions))


def _items(findings: tuple[Finding, ...]) -> list[Item]:
    """Group findings by topic; the worst topic first, the worst finding of each first."""
    items = []
    for topic in ranks.TOPICS:
        of_topic = [f for f in findings if f.kind in ranks.RANKS and _topic(f) is topic]
        of_topic.sort(key=lambda f: -ranks.STEPS.index(ranks.risk(f)))
        if of_topic:
            items.append(Item(topic, ranks.risk(of_topic[0]), tuple(of_topic)))
    return sorted(items, key=lambda item: -ranks.STEPS.index(item.risk))


def _topic(finding: Finding) -> object:
    return ranks.RANKS[finding.kind].topic


def _overall(findings: tuple[Finding, ...]) -> Risk:
    together = {finding.kind for finding in findings} >= ranks.TOGETHER
    return ranks.worst(*map(ranks.risk, findings), Risk.MEDIUM if together else Risk.NONE)


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
