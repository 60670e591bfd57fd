"""How fine a coordinate is written: the smallest step that its digits can tell.

A zero at the end is taken for a digit that nobody wrote; by chance it is one in ten.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import cos, radians

DEGREE = 111_195  # metres of a degree on a sphere of 6,371 km
SEXAGESIMAL = 60  # minutes of a degree, seconds of a minute
MAX_DECIMALS = 20  # decimals that anybody writes

Parts = Sequence[Fraction]  # degrees, minutes, seconds, as far as they are written


def decimal(value: float) -> Fraction:
    """Return a number as its shortest decimals say it."""
    return Fraction(repr(value))


def finest(lat: Parts, lon: Parts) -> float:
    """Return the step in metres, of the finer of the two."""
    north, east = _step(lat), _step(lon)
    degrees = float(sum(part / SEXAGESIMAL**power for power, part in enumerate(lat)))
    return min(north, east * max(cos(radians(degrees)), 0.0)) * DEGREE


def _step(parts: Parts) -> float:
    """Return the step in degrees."""
    powers = [power for power, part in enumerate(parts) if part]
    if not powers:
        return 1.0
    steps: int = 10 ** _decimals(parts[powers[-1]]) * SEXAGESIMAL ** powers[-1]
    return 1 / steps


def _decimals(part: Fraction) -> int:
    """Return how many decimals a number has; one that never ends, as many as it is fine."""
    least = len(str(part.denominator - 1)) if part.denominator > 1 else 0
    exact = (n for n in range(least, MAX_DECIMALS) if not 10**n % part.denominator)
    return next(exact, least)
