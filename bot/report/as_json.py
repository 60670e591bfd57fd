"""The report as the JSON object of `inspect --json`; its keys are stable."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields

from bot.engine.model import HARMLESS, Finding, Position, Value
from bot.report import risks
from bot.report.location import Location
from bot.report.meaning import advice
from bot.report.model import Item, Look, Origin, Report, Risk, Summary
from bot.report.summary import subject

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def to_json(report: Report, file: str) -> dict[str, Json]:
    """Return the object of a file that was read."""
    return {
        "file": file,
        "format": report.format,
        "size": report.size,
        "width": report.width,
        "height": report.height,
        "risk": report.risk.value,
        "summary": _summary(report.summary),
        "findings": [_finding(f, report.look) for item in report.items for f in item.findings],
        "error": None,
        "meanings": [_meaning(item) for item in report.items],
        "spot": _location_json(report.location) if report.location else None,
        "subject": subject(report).value,
    }


def failed_json(file: str, kind: str, message: str) -> dict[str, Json]:
    """Return the object, with the same keys, of a file that was refused."""
    return {
        "file": file,
        "format": None,
        "size": None,
        "width": None,
        "height": None,
        "risk": Risk.NONE.value,
        "summary": _summary(Summary()),
        "findings": [],
        "error": {"kind": kind, "message": message},
        "meanings": [],
        "spot": None,
        "subject": None,
    }


def removed_json(findings: Iterable[Finding]) -> list[Json]:
    """Return removed findings as JSON: how many of each kind were in each block."""
    rows = count_findings(findings)
    return [{"kind": kind, "where": where, "count": count} for kind, where, count in rows]


def count_findings(findings: Iterable[Finding]) -> Iterator[tuple[str, str, int]]:
    """Yield (kind, block, count) for the findings that are not harmless."""
    counts = Counter((f.kind.value, f.where) for f in findings if f.kind not in HARMLESS)
    for (kind, where), count in counts.items():
        yield kind, where, count


def _summary(summary: Summary) -> dict[str, Json]:
    return {field.name: _plain(getattr(summary, field.name)) for field in fields(summary)}


def _meaning(item: Item) -> dict[str, Json]:
    threat, step = advice(item.meaning)
    return {
        "topic": item.topic.value,
        "risk": item.risk.value,
        "meaning": item.meaning.value,
        "threat": threat.value,
        "step": step.value,
    }


def _location_json(location: Location) -> Json:
    return {"radius_m": round(location.radius, 1), "basis": location.basis.value}


def _plain(value: Value | tuple[str, ...] | Origin) -> Json:
    if isinstance(value, Position):
        return {"lat": value.lat, "lon": value.lon, "alt": value.alt}
    if isinstance(value, Origin):
        return {"declared": value.declared, "evidence": list(value.evidence)}
    return list(value) if isinstance(value, tuple) else value


def _finding(finding: Finding, look: Look | None) -> Json:
    return {
        "kind": finding.kind.value,
        "where": finding.where,
        "label": finding.label,
        "value": _plain(finding.value),
        "risk": risks.finding_risk(finding, look).value,
    }
