"""Names that are nobody's: phones and programs write them where a person's belongs."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.engine.model import Finding, Kind

NAMED = frozenset({Kind.OWNER, Kind.HOST})
CLAIM = re.compile(r"\bcopyright\b|\(c\)|\ball rights reserved\b", re.IGNORECASE)  # without a name


def set_right(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings, without owners that are no name; a device's name is its model."""
    told = tuple(findings)
    devices = set(_devices(told))
    for finding in told:
        words = str(finding.value).strip()
        if finding.kind in NAMED and words.casefold() in devices:
            yield replace(finding, kind=Kind.MODEL)
        elif finding.kind is not Kind.OWNER or any(map(str.isalpha, CLAIM.sub("", words))):
            yield finding


def _devices(findings: tuple[Finding, ...]) -> Iterator[str]:
    makes, models = (
        [
            f.value.strip().casefold()
            for f in findings
            if f.kind is kind and isinstance(f.value, str)
        ]
        for kind in (Kind.MAKE, Kind.MODEL)
    )
    yield from filter(None, (*makes, *models))
    yield from (f"{make} {model}" for make in makes for model in models)
