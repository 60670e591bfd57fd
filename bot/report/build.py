"""Builds a report from findings: repetitions are merged, topics are sorted by risk."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import cos, hypot, radians

from bot.engine import Plan
from bot.engine.blocks.coordinates import DEGREE
from bot.engine.model import Caution, Finding, Kind, Position
from bot.report import risks
from bot.report.filename import Clue
from bot.report.location import Location, locate
from bot.report.meaning import meaning
from bot.report.model import Item, Look, Report, Risk, Topic
from bot.report.summary import summarise

MAX_SHIFT = 10  # metres between positions that count as one: blocks of a photo round differently
FILE_NAME = "name"  # Finding.where of findings in a file's name
OWNER_KINDS = frozenset({Kind.OWNER, Kind.HOST})
# In a copyright field, these say nothing without a name.
COPYRIGHT = re.compile(r"\bcopyright\b|\(c\)|\ball rights reserved\b", re.IGNORECASE)


def report_of(plan: Plan, look: Look | None = None) -> Report:
    """Return the report of a plan; `look` is how a thumbnail compares with its picture."""
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
    """Return a report. `size` is in bytes, `dimensions` are width and height in pixels."""
    original = tuple(findings)
    corrected = tuple(_correct_owners(original))
    merged = _merge(corrected)
    location = locate(merged)
    items = tuple(_items(merged, location, look))
    width, height = dimensions or (None, None)
    summary = summarise(original)  # what the file says, correct or not
    risk = _overall_risk(corrected, look)
    return Report(fmt, size, width, height, risk, items, summary, tuple(cautions), location, look)


def with_name(report: Report, clues: Iterable[Clue]) -> Report:
    """Return a report with the clues in the file's name added."""
    added = tuple(Finding(Kind.FILE_NAME, FILE_NAME, clue.value) for clue in clues)
    if not added:
        return report
    findings = [finding for item in report.items for finding in item.findings]
    items = tuple(_items((*findings, *added), report.location, report.look))
    risk = risks.worst(report.risk, *map(risks.finding_risk, added))
    return replace(report, items=items, risk=risk)


def _correct_owners(findings: tuple[Finding, ...]) -> Iterator[Finding]:
    """Yield the findings with owners and hosts that are no person's corrected.

    Phones and programs write their own names into fields for a person's name: those become
    models. An owner without a name, such as "(c)", is left out.
    """
    devices = set(_device_names(findings))
    for finding in findings:
        value = str(finding.value).strip()
        if finding.kind in OWNER_KINDS and value.casefold() in devices:
            yield replace(finding, kind=Kind.MODEL)
        elif finding.kind is not Kind.OWNER or any(map(str.isalpha, COPYRIGHT.sub("", value))):
            yield finding


def _device_names(findings: tuple[Finding, ...]) -> Iterator[str]:
    makes, models = (
        [
            finding.value.strip().casefold()
            for finding in findings
            if finding.kind is kind and isinstance(finding.value, str)
        ]
        for kind in (Kind.MAKE, Kind.MODEL)
    )
    yield from filter(None, (*makes, *models))
    yield from (f"{make} {model}" for make in makes for model in models)


def _items(
    findings: tuple[Finding, ...], location: Location | None, look: Look | None
) -> list[Item]:
    """Return the findings grouped by topic; topics and their findings are sorted by risk."""

    def rank(finding: Finding) -> int:
        return -risks.RISK_ORDER.index(risks.finding_risk(finding, look))

    items = []
    for topic in risks.TOPIC_ORDER:
        group = [f for f in findings if f.kind in risks.KIND_RISKS and _topic(f) is topic]
        group.sort(key=rank)
        if group:
            worst = risks.finding_risk(group[0], look)
            items.append(Item(topic, worst, tuple(group), meaning(topic, group, location, look)))
    return sorted(items, key=lambda item: -risks.RISK_ORDER.index(item.risk))


def _topic(finding: Finding) -> Topic:
    return risks.KIND_RISKS[finding.kind].topic


def _overall_risk(findings: tuple[Finding, ...], look: Look | None) -> Risk:
    is_combined = {finding.kind for finding in findings} >= risks.COMBINED
    single = (risks.finding_risk(finding, look) for finding in findings)
    return risks.worst(*single, Risk.MEDIUM if is_combined else Risk.NONE)


def _merge(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the findings without those that another block repeats; the first block's stay."""
    merged: dict[object, Finding] = {}
    positions: list[tuple[Kind, Position]] = []
    for finding in findings:
        value = finding.value
        if isinstance(value, Position):
            if not any(kind is finding.kind and _is_near(value, at) for kind, at in positions):
                positions.append((finding.kind, value))
                merged[finding.kind, value] = finding
        else:
            # Numbers, and blocks without a value, mean nothing without their label.
            content = value.casefold() if isinstance(value, str) else (finding.label, value)
            label = finding.label if finding.kind in (Kind.SETTING, Kind.DATETIME) else ""
            merged.setdefault((finding.kind, label, content), finding)
    return tuple(merged.values())


def _is_near(first: Position, second: Position) -> bool:
    # On so short a distance the Earth is flat, and degrees of longitude shrink by the cosine.
    east = (first.lon - second.lon) * cos(radians(first.lat))
    return hypot(first.lat - second.lat, east) * DEGREE <= MAX_SHIFT
