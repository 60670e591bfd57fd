"""Numbers of a field: as many and as large as what they are for, and none that can be read.

Spec: TIFF 6.0 §2 (types); DNG 1.7.1 chapter 4.
"""

import math
import sys
from array import array
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from bot.engine.binary.plain_text import has_identifier
from bot.engine.errors import Damaged
from bot.engine.formats.tiff.directories import (
    BYTE,
    DOUBLE,
    FLOAT,
    LONG,
    RATIONAL,
    SHORT,
    SRATIONAL,
    Field,
)
from bot.engine.formats.tiff.pages import Value

INTEGERS = {BYTE: "B", SHORT: "H", LONG: "I"}
RATIOS = {RATIONAL: "I", SRATIONAL: "i"}
REALS = {FLOAT: "f", DOUBLE: "d"}
TINY = 1e-30  # no number that means something is smaller, and not zero


class Rule(NamedTuple):
    """What a field may hold."""

    types: tuple[int, ...]
    least: int  # numbers
    most: int
    largest: float  # of any of them, whatever its sign
    rising: bool = False  # a curve: some of its numbers are letters, in their order


def parse_field(tag: int, field: Field, rule: Rule) -> Value | None:
    """Return what a field holds, of ratios in their lowest terms; None where it says nothing.

    Raises Damaged where it cannot be what the field is for.
    """
    if field.type not in rule.types:
        return None
    if field.type in RATIOS:
        pairs = _unpacked(RATIOS[field.type], field)
        if not all(pairs[1::2]):
            return None
        ratios = [Fraction(top, low) for top, low in zip(pairs[::2], pairs[1::2], strict=True)]
        _check(tag, [float(ratio) for ratio in ratios], rule)
        value: Value = field.type, [n for r in ratios for n in (r.numerator, r.denominator)]
    elif field.type in REALS:
        reals = _reals(REALS[field.type], field)
        _check(tag, reals, rule)
        value = field.type, reals
    else:
        integers = _unpacked(INTEGERS[field.type], field)
        _check(tag, integers, rule)
        value = field.type, bytes(integers) if field.type == BYTE else integers
    if not rule.rising and has_identifier(field.raw):
        raise Damaged(f"field {tag}: words")
    return value


def plausible(value: float, largest: float) -> bool:
    """Return whether a number can mean something."""
    return value == 0 or (math.isfinite(value) and TINY <= abs(value) <= largest)


def _check(tag: int, values: Sequence[int] | Sequence[float], rule: Rule) -> None:
    if not rule.least <= len(values) <= rule.most:
        raise Damaged(f"field {tag}: {len(values)} numbers")
    if not all(plausible(value, rule.largest) for value in values):
        raise Damaged(f"field {tag}: a number")


def _unpacked(code: str, field: Field) -> "array[int]":
    values: array[int] = array(code)
    values.frombytes(field.raw)
    if values.itemsize > 1 and field.order != sys.byteorder:
        values.byteswap()
    return values


def _reals(code: str, field: Field) -> "array[float]":
    values: array[float] = array(code)
    values.frombytes(field.raw)
    if field.order != sys.byteorder:
        values.byteswap()
    return values
