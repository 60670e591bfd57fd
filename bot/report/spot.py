"""How well a file tells where it was made: to a house, a street, a quarter, or less.

Said is never more than the coarsest of three: the digits that are written, the error that the
phone states (GPSHPositioningError, in metres), and the dilution of precision (GPSDOP).

Spec: Exif 3.0 §4.6.7.1 (GPSDOP, GPSHPositioningError). A phone under an open sky is right to
about 4.9 m (gps.gov, "GPS Accuracy", read 2026-11-22); dilution multiplies that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

from bot.engine.model import Finding, Kind, Position

OPEN_SKY = 4.9  # metres
DILUTION, ERROR = "GPSDOP", "GPSHPositioningError"


class Basis(StrEnum):
    """What the radius of a spot rests on."""

    DIGITS = "digits"
    STATED = "stated"  # the phone's own word
    DILUTION = "dilution"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on Earth, and how many metres it may be off."""

    position: Position
    radius: float
    basis: Basis


def spot_of(findings: Iterable[Finding]) -> Spot | None:
    """Return the first place that a file tells, None where it tells none."""
    told = tuple(findings)
    first = next((f for f in told if isinstance(f.value, Position)), None)
    if first is None or not isinstance(first.value, Position):
        return None
    beside = [f for f in told if f.where == first.where]
    error, dilution = _number(beside, ERROR), _number(beside, DILUTION)
    radii = [
        (first.value.step or 0.0, Basis.DIGITS),
        (error, Basis.STATED),
        (0.0 if error else dilution * OPEN_SKY, Basis.DILUTION),
    ]
    radius, basis = max(radii, key=lambda pair: pair[0])
    return Spot(first.value, max(radius, OPEN_SKY), basis)


def _number(findings: Iterable[Finding], label: str) -> float:
    """Return what a GPS field says, 0 where it says nothing that can be."""
    for finding in findings:
        value = finding.value
        if finding.kind is Kind.GPS_DETAIL and finding.label == label:
            known = isinstance(value, int | float) and isfinite(value) and value > 0
            return float(value) if known and isinstance(value, int | float) else 0.0
    return 0.0
