"""The report as the JSON object that `inspect --json` prints; its shape is stable."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields

from bot.engine.model import HARMLESS, Finding, Position, Value
from bot.report import ranks
from bot.report.meaning import advice
from bot.report.model import Item, Look, Origin, Report, Risk, Summary
from bot.report.spot import Spot
from bot.report.subject import subject

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
        "spot": _spot(report.spot) if report.spot else None,
        "subject": subject(report).value,
    }


def failed_json(file: str, kind: str, message: str) -> dict[str, Json]:
    """Return the object of a file that was refused: the same shape, and why."""
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


def removed(findings: Iterable[Finding]) -> list[Json]:
    """Return what a clean copy no longer says: how many findings of each kind in each block."""
    return [{"kind": kind, "where": where, "count": n} for kind, where, n in counted(findings)]


def counted(findings: Iterable[Finding]) -> Iterator[tuple[str, str, int]]:
    """Yield a kind, the block it stands in, and how many findings that is."""
    told = Counter((f.kind.value, f.where) for f in findings if f.kind not in HARMLESS)
    for (kind, where), count in told.items():
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


def _spot(spot: Spot) -> Json:
    return {"radius_m": round(spot.radius, 1), "basis": spot.basis.value}


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
        "risk": ranks.risk(finding, look).value,
    }
