"""GPS: positions in every spelling, blanks that are no position, and the rest."""

import piexif
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.blocks import exif
from bot.engine.model import Finding, Kind, Position, Value
from tests.engine.exif_blocks import (
    BLOB,
    BYTE,
    DOUBLE,
    LONG,
    RATIO,
    SHORT,
    SRATIO,
    TEXT,
    Field,
    block,
)

NORTH, SOUTH = (1, TEXT, b"N\0"), (1, TEXT, b"S\0")
EAST, WEST = (3, TEXT, b"E\0"), (3, TEXT, b"W\0")
MONAS: tuple[Field, ...] = (
    SOUTH, (2, RATIO, (6, 1, 10, 1, 3144, 100)),
    EAST, (4, RATIO, (106, 1, 49, 1, 3792, 100)),
)  # fmt: skip
DAY: Field = (29, TEXT, b"2026:11:23\0")
ZERO: Field = (2, RATIO, (0, 1, 0, 1, 0, 1))


def places(*fields: Field, order: str = ">") -> list[Finding]:
    """Return what a GPS directory of these fields tells."""
    return [f for f in exif.read(block(gps=fields, order=order)) if f.kind is not Kind.BLOCK]


def position(*fields: Field, order: str = ">") -> Position:
    """Return the one position that these fields tell."""
    (found,) = (f.value for f in places(*fields, order=order) if f.kind is Kind.GPS_POSITION)
    assert isinstance(found, Position)
    return found


angles = st.tuples(
    st.integers(0, 89), st.integers(0, 59), st.integers(1, 59_999), st.sampled_from("NS")
)


@given(angles, angles)
def test_what_piexif_writes_is_where_we_are(
    lat: tuple[int, int, int, str], lon: tuple[int, int, int, str]
) -> None:
    table = {
        piexif.GPSIFD.GPSLatitudeRef: lat[3].encode(),
        piexif.GPSIFD.GPSLatitude: ((lat[0], 1), (lat[1], 1), (lat[2], 1000)),
        piexif.GPSIFD.GPSLongitudeRef: {"N": b"E", "S": b"W"}[lon[3]],
        piexif.GPSIFD.GPSLongitude: ((lon[0], 1), (lon[1], 1), (lon[2], 1000)),
    }
    (found,) = (f for f in exif.read(piexif.dump({"GPS": table})) if f.kind is Kind.GPS_POSITION)
    assert isinstance(found.value, Position)
    for told, (degrees, minutes, seconds, side) in ((found.value.lat, lat), (found.value.lon, lon)):
        sign = {"N": 1, "S": -1}[side]
        assert told * sign == pytest.approx(degrees + minutes / 60 + seconds / 3_600_000)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(
    ("fields", "lat", "lon"),
    [
        (MONAS, -6.1754, 106.8272),
        ((NORTH, (2, RATIO, (15, 2)), WEST, (4, RATIO, (21, 2))), 7.5, -10.5),  # degrees alone
        ((NORTH, (2, RATIO, (7, 1, 30, 1)), EAST, (4, RATIO, (9, 1, 15, 1))), 7.5, 9.25),
        ((NORTH, (2, RATIO, (7, 1, 30, 1, 0, 0)), EAST, (4, RATIO, (9, 1, 0, 0, 0, 0))), 7.5, 9.0),
        ((NORTH, (2, DOUBLE, (7.5,)), EAST, (4, DOUBLE, (9.25,))), 7.5, 9.25),
        ((NORTH, (2, TEXT, b"7,30,0\0"), EAST, (4, TEXT, b"9.25\0")), 7.5, 9.25),
        (((2, TEXT, b"-7.5\0"), (4, TEXT, b"9,15,0W\0")), -7.5, -9.25),
        ((SOUTH, (2, SRATIO, (-7, 1)), WEST, (4, SRATIO, (-9, 1))), -7.0, -9.0),
        (((2, SRATIO, (-7, 1)), (4, SRATIO, (9, 1))), -7.0, 9.0),
        (((1, TEXT, b"south\0"), (2, RATIO, (7, 1)), EAST, (4, RATIO, (9, 1))), -7.0, 9.0),
        ((NORTH, ZERO, EAST, (4, RATIO, (9, 1))), 0.0, 9.0),  # the equator is a place
        ((NORTH, (2, RATIO, (7, 1)), EAST, (4, RATIO, (0, 1))), 7.0, 0.0),  # so is Greenwich
    ],
)
def test_a_position_is_read_in_every_spelling(
    order: str, fields: tuple[Field, ...], lat: float, lon: float
) -> None:
    found = position(*fields, order=order)
    assert (found.lat, found.lon) == pytest.approx((lat, lon))
    assert found.alt is None


def test_a_missing_sign_means_north_and_east_and_is_said() -> None:
    (found,) = places((2, RATIO, (6, 1)), (4, RATIO, (106, 1)))
    assert found.value == Position(6.0, 106.0)
    assert found.label == "GPSLatitude, no GPSLatitudeRef, no GPSLongitudeRef"


@pytest.mark.parametrize(
    ("fields", "alt"),
    [
        (((6, RATIO, (120, 10)),), 12.0),
        (((5, BYTE, b"\0"), (6, RATIO, (120, 10))), 12.0),
        (((5, BYTE, b"\1"), (6, RATIO, (120, 10))), -12.0),
        (((5, BYTE, b"\3"), (6, RATIO, (120, 10))), -12.0),  # Exif 3.0: below the ellipsoid
        (((5, TEXT, b"1\0"), (6, RATIO, (120, 10))), -12.0),
        (((6, RATIO, (120, 0)),), None),
        (((6, DOUBLE, (float("nan"),)),), None),
        (((6, DOUBLE, (float("inf"),)),), None),
    ],
)
def test_height_belongs_to_the_position(fields: tuple[Field, ...], alt: float | None) -> None:
    assert position(*MONAS, *fields).alt == alt
    assert [f.value for f in places(*fields) if f.kind is Kind.GPS_DETAIL] == ([alt] if alt else [])


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ((), "GPSTag"),
        (((0, BYTE, b"\2\3\0\0"),), "GPSTag"),
        ((NORTH, ZERO, EAST, (4, RATIO, (0, 1) * 3)), "GPSLatitude"),
        ((NORTH, (2, RATIO, (0, 0) * 3), EAST, (4, RATIO, (0, 0) * 3)), "GPSLatitude"),
        (((1, TEXT, b"\0"), (2, RATIO, (0, 0) * 3)), "GPSLatitude"),
        ((NORTH, (2, TEXT, b"\0"), EAST, (4, TEXT, b"\0")), "GPSLatitude"),
        # as Android hands it out, heights, clocks and all
        (
            (
                NORTH, ZERO, EAST, (4, RATIO, (0, 1) * 3), (5, BYTE, b"\0"), (6, RATIO, (0, 1)),
                (7, RATIO, (0, 1) * 3), (29, TEXT, b"0000:00:00\0"), (13, RATIO, (0, 1)),
            ),
            "GPSLatitude",
        ),
    ],
)  # fmt: skip
def test_an_emptied_directory_is_no_place_but_is_said(
    fields: tuple[Field, ...], label: str
) -> None:
    assert places(*fields) == [Finding(Kind.GPS_BLANKED, "Exif", label)]


def test_a_directory_that_is_announced_and_not_there_is_emptied() -> None:
    data = block((0x8825, LONG, (10**6,)))
    assert [*exif.read(data)][1:] == [Finding(Kind.GPS_BLANKED, "Exif", "GPSTag")]


def test_a_blanked_position_may_leave_the_date() -> None:
    found = places(NORTH, ZERO, (29, TEXT, b"2026:11:23\0"))
    assert [(f.kind, f.value) for f in found] == [
        (Kind.GPS_BLANKED, None),
        (Kind.GPS_DETAIL, "2026-11-23"),
    ]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ((NORTH, (2, RATIO, (6, 1))), [("GPSLatitude", 6.0)]),  # half a position
        ((SOUTH, (2, RATIO, (600, 1))), [("GPSLatitude", "600")]),  # none on this Earth
        (((4, RATIO, (2, 3, 4, 0)),), [("GPSLongitude", 2 / 3)]),
        (((7, RATIO, (7, 1, 8, 1, 90, 10)),), [("GPSTimeStamp", "07:08:09Z")]),
        (
            ((7, RATIO, (7, 1, 8, 1, 9, 1)), (29, TEXT, b"2026:11:23\0")),
            [("GPSTimeStamp", "2026-11-23T07:08:09Z")],
        ),
        (((7, RATIO, (0, 1) * 3), DAY), [("GPSTimeStamp", "2026-11-23T00:00:00Z")]),
        (((7, RATIO, (77, 1) * 3), DAY), [("GPSTimeStamp", "2026-11-23")]),
        (((8, TEXT, b"08\0"),), [("GPSSatellites", "08")]),
        (((11, RATIO, (25, 10)),), [("GPSDOP", 2.5)]),
        (((12, TEXT, b"K\0"), (13, RATIO, (50, 1))), [("GPSSpeed", 50)]),
        (((12, TEXT, b"M\0"), (13, RATIO, (50, 1))), [("GPSSpeed", 80.467)]),
        (((12, TEXT, b"N\0"), (13, RATIO, (50, 1))), [("GPSSpeed", 92.6)]),
        (((16, TEXT, b"T\0"), (17, RATIO, (1805, 10))), [("GPSImgDirection", 180.5)]),
        (((18, TEXT, b"WGS-84\0"),), [("GPSMapDatum", "WGS-84")]),
        (((19, TEXT, b"S\0"), (20, RATIO, (6, 1))), [("GPSDestLatitude", -6.0)]),
        (((21, TEXT, b"W\0"), (22, RATIO, (106, 1))), [("GPSDestLongitude", -106.0)]),
        (((25, TEXT, b"N\0"), (26, RATIO, (10, 1))), [("GPSDestDistance", 18.52)]),
        (((27, BLOB, b"ASCII\0\0\0CELLID\0"),), [("GPSProcessingMethod", "CELLID")]),
        (((31, RATIO, (476, 100)),), [("GPSHPositioningError", 4.76)]),
    ],
)  # fmt: skip
def test_a_detail_is_told_in_one_unit(
    fields: tuple[Field, ...], told: list[tuple[str, Value]]
) -> None:
    for more in ((), MONAS) if fields[0][0] > 4 else ((),):
        found = [f for f in places(*fields, *more) if f.kind is not Kind.GPS_POSITION]
        assert {f.kind for f in found} == {Kind.GPS_DETAIL}
        assert [(f.label, f.value) for f in found] == told


def test_an_area_in_words_is_a_place() -> None:
    (found,) = places((28, BLOB, b"ASCII\0\0\0Kota Tua\0"))
    assert found == Finding(Kind.PLACE, "Exif", "GPSAreaInformation", "Kota Tua")


def test_an_unknown_gps_tag_is_said_to_be_unknown() -> None:
    (found,) = places((99, SHORT, (1, 2, 3)))
    assert found == Finding(Kind.UNKNOWN, "Exif", "0x0063", 6)


def test_of_two_entries_the_first_counts() -> None:
    other: tuple[Field, ...] = (NORTH, (2, RATIO, (1, 1)))
    assert position(*MONAS, *other).lat == pytest.approx(-6.1754)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 33),
            st.sampled_from([TEXT, RATIO, SHORT, DOUBLE]),
            st.binary(max_size=24),
        )
    )
)
def test_any_directory_is_read_without_an_error(fields: list[Field]) -> None:
    found = places(*fields)
    assert sum(f.kind in (Kind.GPS_POSITION, Kind.GPS_BLANKED) for f in found) <= 1
    for position in (f.value for f in found if f.kind is Kind.GPS_POSITION):
        assert isinstance(position, Position)
        assert abs(position.lat) <= 90
        assert abs(position.lon) <= 180
