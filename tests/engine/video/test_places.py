"""Where a film says it was made: ISO 6709 texts and 3GPP's numbers, with their signs and order."""

import struct

import pytest

from bot.engine.formats.video import places
from bot.engine.model import Finding, Kind, Position


def position(findings: list[Finding]) -> Position | None:
    return next((f.value for f in findings if isinstance(f.value, Position)), None)


@pytest.mark.parametrize(
    ("text", "lat", "lon", "alt"),
    [
        ("-06.1754+106.8272/", -6.1754, 106.8272, None),
        ("+48.8584+002.2945+035.5/", 48.8584, 2.2945, 35.5),
        ("-33.8568-070.6483/", -33.8568, -70.6483, None),
        ("-0610.5+10649.6/", -(6 + 10.5 / 60), 106 + 49.6 / 60, None),
        (
            "-061031.44+1064937.92/",
            -(6 + 10 / 60 + 31.44 / 3600),
            106 + 49 / 60 + 37.92 / 3600,
            None,
        ),
        ("+401230-0740036/", 40 + 12 / 60 + 30 / 3600, -(74 + 36 / 3600), None),
    ],
)
def test_a_text_in_iso_6709(text: str, lat: float, lon: float, alt: float | None) -> None:
    read = position(list(places.iso6709(text, "udta", "GPS")))
    assert read is not None
    assert (read.lat, read.lon) == pytest.approx((lat, lon), abs=1e-9)
    assert read.alt == alt


def box(lon: float, lat: float, alt: float, name: bytes = b"Rumah") -> memoryview:
    """Return the body of a loci box; 3GPP TS 26.244 §8.10 writes the longitude first."""
    numbers = (round(value * 65536) for value in (lon, lat, alt))
    return memoryview(bytes(4) + b"\x15\xc7" + name + b"\0\0" + struct.pack(">3i", *numbers))


@pytest.mark.parametrize(
    ("lon", "lat"),
    [(106.8272, -6.1754), (-70.6483, -33.8568), (-74.01, 40.2083), (2.2945, 48.8584)],
)
def test_the_numbers_of_a_loci_box(lon: float, lat: float) -> None:
    findings = list(places.loci(box(lon, lat, 12.5)))
    assert [f.value for f in findings if f.kind is Kind.PLACE] == ["Rumah"]
    read = position(findings)
    assert read is not None
    assert (read.lat, read.lon, read.alt) == pytest.approx((lat, lon, 12.5), abs=1e-4)


def test_no_fix_and_no_place_on_earth_are_no_positions() -> None:
    assert [f.kind for f in places.loci(box(0, 0, 0, b""))] == [Kind.GPS_BLANKED]
    assert [f.kind for f in places.loci(box(181, 10, 0, b""))] == [Kind.GPS_DETAIL]
    assert [f.kind for f in places.loci(box(10, 91, 0, b""))] == [Kind.GPS_DETAIL]
