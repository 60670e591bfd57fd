"""How well a file tells the place: never finer than its digits, its phone or its signal say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.model import Finding, Kind, Position
from bot.report import Meaning, Risk, make_report
from bot.report.location import OPEN_SKY, Basis, locate
from bot.report.meaning import RADIUS_MEANINGS

metres = st.floats(0, 1e7)


def place(step: float | None = 0.3, where: str = "Exif") -> Finding:
    return Finding(Kind.GPS_POSITION, where, "GPSLatitude", Position(-6.2, 106.8, None, step))


def detail(label: str, value: float | str, where: str = "Exif") -> Finding:
    return Finding(Kind.GPS_DETAIL, where, label, value)


@given(metres, metres, metres)
def test_a_radius_is_no_smaller_than_anything_that_limits_it(
    step: float, error: float, dilution: float
) -> None:
    told = (place(step), detail("GPSHPositioningError", error), detail("GPSDOP", dilution))
    location = locate(told)
    assert location is not None
    assert location.radius >= max(step, error, OPEN_SKY)
    assert error or location.radius >= dilution * OPEN_SKY


@given(metres, metres)
def test_a_coarser_file_never_means_more(one: float, two: float) -> None:
    order = [meaning for _, meaning in RADIUS_MEANINGS] + [Meaning.REGION]
    fine, coarse = (
        make_report("JPEG", 1, None, [place(step)]).items[0] for step in sorted((one, two))
    )
    assert order.index(fine.meaning) <= order.index(coarse.meaning)
    assert tuple(Risk).index(fine.risk) >= tuple(Risk).index(coarse.risk)


@pytest.mark.parametrize(
    ("told", "radius", "basis"),
    [
        ([place(0.3)], OPEN_SKY, Basis.DIGITS),
        ([place(None)], OPEN_SKY, Basis.DIGITS),
        ([place(1853.0)], 1853.0, Basis.DIGITS),
        ([place(), detail("GPSHPositioningError", 65.0)], 65.0, Basis.STATED),
        (
            [place(), detail("GPSHPositioningError", 12.0), detail("GPSDOP", 40.0)],
            12.0,
            Basis.STATED,
        ),
        ([place(), detail("GPSDOP", 20.0)], 98.0, Basis.DILUTION),
        ([place(), detail("GPSDOP", "0")], OPEN_SKY, Basis.DIGITS),
        ([place(), detail("GPSHPositioningError", float("nan"))], OPEN_SKY, Basis.DIGITS),
        ([place(), detail("GPSHPositioningError", 900.0, "XMP")], OPEN_SKY, Basis.DIGITS),
    ],
)
def test_what_limits_a_place_is_named(told: list[Finding], radius: float, basis: Basis) -> None:
    location = locate(told)
    assert location is not None
    assert location.radius == pytest.approx(radius)
    assert location.basis is basis


def test_a_blanked_block_is_no_place() -> None:
    made = make_report("JPEG", 1, None, [Finding(Kind.GPS_BLANKED, "Exif", "GPSLatitude")])
    assert made.location is None
    assert (made.items[0].meaning, made.risk) == (Meaning.GPS_BLANKED, Risk.NONE)
