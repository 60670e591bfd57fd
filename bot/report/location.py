"""Where a file was made, and how precisely it says so: to a house, a street, a town.

The radius is the coarsest of three: the digits that are written, the error that the device
states (GPSHPositioningError, in metres), and the dilution of precision (GPSDOP).

Spec: Exif 3.0 §4.6.7.1 (GPSDOP, GPSHPositioningError). A phone under an open sky is accurate to
about 4.9 m (gps.gov, "GPS Accuracy", read 2026-11-22); dilution multiplies that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

from bot.engine.model import Finding, Kind, Position

OPEN_SKY = 4.9  # metres
DILUTION, ERROR = "GPSDOP", "GPSHPositioningError"  # labels of findings


class Basis(StrEnum):
    """What the radius of a location is taken from; the values are stable: they are in the JSON."""

    DIGITS = "digits"
    STATED = "stated"  # by the device
    DILUTION = "dilution"


@dataclass(frozen=True, slots=True)
class Location:
    """A position on Earth, and its radius of error in metres."""

    position: Position
    radius: float
    basis: Basis


def locate(findings: Iterable[Finding]) -> Location | None:
    """Return the first location among findings, None where there is none."""
    findings = tuple(findings)
    first = next((f for f in findings if isinstance(f.value, Position)), None)
    if first is None or not isinstance(first.value, Position):
        return None
    block = [f for f in findings if f.where == first.where]
    error, dilution = _number(block, ERROR), _number(block, DILUTION)
    radii = [
        (first.value.step or 0.0, Basis.DIGITS),
        (error, Basis.STATED),
        # Where the device states the error, it has considered the dilution.
        (0.0 if error else dilution * OPEN_SKY, Basis.DILUTION),
    ]
    radius, basis = max(radii, key=lambda pair: pair[0])
    return Location(first.value, max(radius, OPEN_SKY), basis)


def _number(findings: Iterable[Finding], label: str) -> float:
    """Return the value of a GPS field, 0 where it is missing, not positive or no number."""
    for finding in findings:
        value = finding.value
        if finding.kind is Kind.GPS_DETAIL and finding.label == label:
            if isinstance(value, int | float) and isfinite(value) and value > 0:
                return float(value)
            return 0.0
    return 0.0
