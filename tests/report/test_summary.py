"""The summary: the fact a person would name first, from the block that knows best."""

import pytest

from bot.engine.model import Finding, Kind, Position
from bot.report import failed_json, summarise
from bot.report.as_json import to_json
from bot.report.build import make_report

FIELDS = [
    "gps", "gps_blanked", "datetime", "make", "model", "lens", "software", "serials", "owners",
    "unique_ids", "people", "texts", "places", "orientation", "thumbnail", "embedded", "exif",
    "xmp", "iptc", "icc", "makernote", "c2pa", "gain_map", "face_regions", "ai", "trailing_bytes",
]  # fmt: skip


def moment(label: str, value: str, where: str = "Exif") -> Finding:
    return Finding(Kind.DATETIME, where, label, value)


def test_the_fields_are_the_agreed_ones_in_a_good_and_in_a_refused_file() -> None:
    good = to_json(make_report("PNG", 1, None, ()), "a.png")
    refused = failed_json("a.heic", "unsupported", "…")
    for told in good, refused:
        assert isinstance(told["summary"], dict)
        assert list(told["summary"]) == FIELDS
    assert list(good) == list(refused)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([], None),
        ([moment("DateTime", "2020-01-01T00:00:00")], "2020-01-01T00:00:00"),
        (
            [
                moment("DateTime", "2022-01-01T00:00:00"),
                moment("DateTimeOriginal", "2020-01-01T00:00:00+07:00"),
            ],
            "2020-01-01T00:00:00",
        ),
        ([moment("DateCreated", "2020-01-01")], None),
        (
            [
                moment("DateTimeOriginal", "2011-01-01T00:00:00", "second picture"),
                moment("DateTimeOriginal", "2020-01-01T00:00:00"),
            ],
            "2020-01-01T00:00:00",
        ),
    ],
)
def test_the_moment_is_that_of_the_shutter(told: list[Finding], expected: str | None) -> None:
    assert summarise(told).datetime == expected


def test_a_blanked_position_is_no_position_and_yields_to_a_real_one() -> None:
    blank = Finding(Kind.GPS_BLANKED, "Exif", "GPSLatitude")
    place = Finding(Kind.GPS_POSITION, "XMP", "GPSLatitude", Position(1.0, 2.0))
    assert (summarise([blank]).gps, summarise([blank]).gps_blanked) == (None, True)
    assert (summarise([blank, place]).gps, summarise([blank, place]).gps_blanked) == (
        Position(1.0, 2.0),
        False,
    )


def test_the_camera_names_the_software_before_the_printer_does() -> None:
    told = [
        Finding(Kind.SOFTWARE, "Photoshop", "VersionInfo", "Adobe Photoshop"),
        Finding(Kind.SOFTWARE, "XMP", "CreatorTool", "Lightroom"),
        Finding(Kind.SOFTWARE, "Exif", "Software", "Firmware 1.2"),
    ]
    assert summarise(told).software == "Firmware 1.2"


def test_lists_name_each_thing_once_and_faces_are_counted() -> None:
    told = [
        Finding(Kind.SERIAL, "Exif", "BodySerialNumber", "7"),
        Finding(Kind.SERIAL, "XMP", "SerialNumber", "7"),
        Finding(Kind.FACE_REGION, "XMP", "RegionList", "Ayu"),
        Finding(Kind.FACE_REGION, "XMP", "RegionList"),
        Finding(Kind.TRAILING, "trailer", "bytes", 12),
        Finding(Kind.AI_ORIGIN, "XMP", "DigitalSourceType", "trainedAlgorithmicMedia"),
    ]
    summary = summarise(told)
    assert summary.serials == ("7",)
    assert (summary.people, summary.face_regions) == (("Ayu",), 2)
    assert summary.trailing_bytes == 12
    assert (summary.ai.declared, summary.ai.evidence) == (True, ("trainedAlgorithmicMedia",))
