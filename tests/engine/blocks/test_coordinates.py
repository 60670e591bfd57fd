"""How fine coordinates are written, in every way that files write them."""

from fractions import Fraction

import piexif
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.blocks import coordinates, exif, xmp
from bot.engine.formats.video import places
from bot.engine.model import Finding, Position

MINUTE, SECOND = coordinates.DEGREE / 60, coordinates.DEGREE / 3600


def step(told: list[Finding]) -> float | None:
    return next(f.value.step for f in told if isinstance(f.value, Position))


def written(*lat: tuple[int, int]) -> list[Finding]:
    block = piexif.dump({"GPS": {1: b"N", 2: lat, 3: b"E", 4: ((0, 1), (0, 1), (0, 1))}})
    return list(exif.read(block))


@pytest.mark.parametrize(
    ("lat", "metres"),
    [
        (((6, 1), (12, 1), (3452, 100)), SECOND / 100),
        (((6, 1), (12, 1), (34, 1)), SECOND),
        (((6, 1), (12, 1), (34000000, 1000000)), SECOND),
        (((6, 1), (12, 1), (0, 1)), MINUTE),
        (((6, 1), (123456, 10000), (0, 1)), MINUTE / 10000),
        (((6, 1), (0, 1), (0, 1)), coordinates.DEGREE),
        (((62088, 10000), (0, 1), (0, 1)), coordinates.DEGREE / 10000),
        (((6, 1), (12, 1), (1, 3)), SECOND * 1e-16),
    ],
)
def test_exif(lat: tuple[tuple[int, int], ...], metres: float) -> None:
    assert step(written(*lat)) == pytest.approx(metres, rel=0.2) or metres < 1e-3


@pytest.mark.parametrize(
    ("lat", "lon", "metres"),
    [
        ("6,12.3456S", "106,49.6E", MINUTE / 10000),
        ("6,12,31S", "106,49,37E", SECOND),
        ("-6.2", "106.8", coordinates.DEGREE / 10),
        ("-6.208812", "106", coordinates.DEGREE / 1e6),
    ],
)
def test_xmp(lat: str, lon: str, metres: float) -> None:
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF'
        ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description'
        ' xmlns:exif="http://ns.adobe.com/exif/1.0/"'
        f' exif:GPSLatitude="{lat}" exif:GPSLongitude="{lon}"/></rdf:RDF></x:xmpmeta>'
    )
    assert step(list(xmp.read(packet.encode()))) == pytest.approx(metres, rel=0.02)


def test_films() -> None:
    told = list(places.iso6709("+27.5916+086.5640+8850/", "udta", "xyz"))
    assert step(told) == pytest.approx(coordinates.DEGREE / 1000 * 0.886 / 1, rel=1)
    assert step(told) <= coordinates.DEGREE / 1000  # type: ignore[operator]


@given(st.integers(-89, 89), st.integers(0, 59), st.integers(0, 5999))
def test_a_step_of_the_digits_moves_the_place_no_more_than_it_says(d: int, m: int, s: int) -> None:
    parts = [Fraction(abs(d)), Fraction(m), Fraction(s, 100)]
    found = coordinates.finest(parts, parts)
    assert 0 <= found <= coordinates.DEGREE
    if s % 100:
        assert found <= SECOND
