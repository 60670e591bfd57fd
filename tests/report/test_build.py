"""The report: nothing lost, repeats told once, the worst first."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.model import HARMLESS, Finding, Kind, Position
from bot.report import Risk, Topic, make_report, removed_json, risks, to_json
from bot.report.model import Report

MONAS = Position(-6.1754, 106.8272, 12.0)

values = st.none() | st.integers() | st.text(max_size=8) | st.just(MONAS)
findings = st.lists(
    st.builds(Finding, st.sampled_from(Kind), st.sampled_from(["Exif", "XMP"]), st.text(), values)
)


NAMES = {Kind.OWNER, Kind.HOST}


def report(*told: Finding) -> Report:
    return make_report("JPEG", 1000, (40, 30), told)


def test_every_kind_is_ranked_or_tells_nothing() -> None:
    assert set(Kind) - set(risks.KIND_RISKS) == HARMLESS


@given(findings)
def test_no_kind_of_finding_is_lost(told: list[Finding]) -> None:
    there = {finding.kind for item in report(*told).items for finding in item.findings}
    given = {finding.kind for finding in told} - HARMLESS
    assert there - NAMES - {Kind.MODEL} == given - NAMES - {Kind.MODEL}
    assert there <= given | {Kind.MODEL}


@pytest.mark.parametrize(
    ("kind", "value", "topics"),
    [
        (Kind.OWNER, "Ayu", [Topic.IDENTITY, Topic.DEVICE]),
        (Kind.HOST, "iPhone Ayu", [Topic.IDENTITY, Topic.DEVICE]),
        (Kind.OWNER, "galaxy a54 ", [Topic.DEVICE]),
        (Kind.OWNER, "samsung", [Topic.DEVICE]),
        (Kind.OWNER, "Samsung Galaxy A54", [Topic.DEVICE]),
        (Kind.HOST, "Galaxy A54", [Topic.DEVICE]),
        (Kind.OWNER, "2019 - 2020", [Topic.DEVICE]),
        (Kind.OWNER, "", [Topic.DEVICE]),
        (Kind.OWNER, "Copyright (C) 2003-2004, All Rights Reserved.", [Topic.DEVICE]),
        (Kind.OWNER, "(c) 2004 Ayu", [Topic.IDENTITY, Topic.DEVICE]),
    ],
)
def test_a_devices_name_is_nobodys(kind: Kind, value: str, topics: list[Topic]) -> None:
    made = report(
        Finding(Kind.MAKE, "Exif", "Make", "samsung"),
        Finding(Kind.MODEL, "Exif", "Model", "Galaxy A54"),
        Finding(kind, "Exif", "Artist", value),
    )
    assert [item.topic for item in made.items] == topics


@pytest.mark.parametrize(
    ("kind", "risk", "topic"),
    [(Kind.HOST, Risk.MEDIUM, Topic.IDENTITY), (Kind.PLACE, Risk.MEDIUM, Topic.LOCATION)],
)
def test_a_phones_name_and_a_place_in_words_tie_a_photo_to_somebody(
    kind: Kind, risk: Risk, topic: Topic
) -> None:
    made = report(Finding(kind, "Exif", "x", "Bandung"))
    assert (made.risk, made.items[0].topic) == (risk, topic)


@given(findings)
def test_the_worst_comes_first_and_sets_the_files_risk(told: list[Finding]) -> None:
    made = report(*told)
    steps = [risks.RISK_ORDER.index(item.risk) for item in made.items]
    assert steps == sorted(steps, reverse=True)
    for item in made.items:
        assert item.risk is risks.worst(*map(risks.finding_risk, item.findings))
        assert item.risk is risks.finding_risk(item.findings[0])
    assert risks.RISK_ORDER.index(made.risk) >= max(steps, default=0)


@given(findings)
def test_a_repeated_file_tells_nothing_new(told: list[Finding]) -> None:
    assert report(*told, *told).items == report(*told).items


@given(findings)
def test_all_that_is_removed_is_counted(told: list[Finding]) -> None:
    counts = [row["count"] for row in removed_json(told) if isinstance(row, dict)]
    assert sum(map(int, map(str, counts))) == sum(f.kind not in HARMLESS for f in told)


def test_what_two_blocks_say_is_told_once() -> None:
    exif, xmp = Finding(Kind.OWNER, "Exif", "Artist", "Ayu"), Finding(Kind.OWNER, "XMP", "", "ayu")
    assert report(exif, xmp).items[0].findings == (exif,)


def test_the_same_place_rounded_differently_is_one_place() -> None:
    exif = Finding(Kind.GPS_POSITION, "Exif", "GPSLatitude", MONAS)
    near = replace(exif, where="XMP", value=Position(-6.17541, 106.82721))
    far = replace(exif, where="XMP", value=Position(-6.1764, 106.8272))
    assert report(exif, near).items[0].findings == (exif,)
    assert report(exif, far).items[0].findings == (exif, far)


@pytest.mark.parametrize(
    ("told", "risk", "topic"),
    [
        (Finding(Kind.GPS_POSITION, "Exif", "GPSLatitude", MONAS), Risk.HIGH, Topic.LOCATION),
        (Finding(Kind.FACE_REGION, "XMP", "RegionList", "Ayu"), Risk.HIGH, Topic.IDENTITY),
        (Finding(Kind.FACE_REGION, "XMP", "RegionList"), Risk.MEDIUM, Topic.IDENTITY),
        (Finding(Kind.SERIAL, "Exif", "BodySerialNumber", "1"), Risk.MEDIUM, Topic.DEVICE),
        (Finding(Kind.GPS_BLANKED, "Exif", "GPSLatitude"), Risk.NONE, Topic.LOCATION),
        (Finding(Kind.DATETIME, "Exif", "DateTime", "2025-09-10T14:03:12"), Risk.LOW, Topic.TIME),
        (Finding(Kind.UNKNOWN, "APP9", "APP9", 12), Risk.LOW, Topic.UNKNOWN),
    ],
)
def test_a_finding_has_its_rank(told: Finding, risk: Risk, topic: Topic) -> None:
    made = report(told)
    assert (made.risk, made.items[0].topic, made.items[0].risk) == (risk, topic, risk)


def test_a_moment_and_a_device_together_are_more_than_each() -> None:
    model = Finding(Kind.MODEL, "Exif", "Model", "A1")
    moment = Finding(Kind.DATETIME, "Exif", "DateTime", "2025-09-10T14:03:12")
    assert report(model).risk is report(moment).risk is Risk.LOW
    assert report(model, moment).risk is Risk.MEDIUM


def test_a_silent_file_has_no_items() -> None:
    made = report(Finding(Kind.ORIENTATION, "Exif", "Orientation", 6))
    assert (made.items, made.risk, made.summary.orientation) == ((), Risk.NONE, 6)


def test_the_json_has_the_agreed_shape() -> None:
    made = report(Finding(Kind.GPS_POSITION, "Exif", "GPSLatitude", MONAS))
    told = to_json(made, "foto.jpg")
    assert list(told) == [
        "file", "format", "size", "width", "height", "risk", "summary", "findings", "error",
        "meanings", "spot", "subject",
    ]  # fmt: skip
    assert told["findings"] == [
        {
            "kind": "gps-position",
            "where": "Exif",
            "label": "GPSLatitude",
            "value": {"lat": -6.1754, "lon": 106.8272, "alt": 12.0},
            "risk": "high",
        }
    ]
