"""What a topic means: every kind has a meaning, and every meaning a risk and a next step."""

import pytest

from bot.engine.model import HARMLESS, Finding, Kind, Position
from bot.report import (
    Look,
    Meaning,
    Risk,
    Step,
    Subject,
    Threat,
    advice,
    make_report,
    subject,
)
from bot.report.meaning import KIND_MEANINGS

SMALL = Finding(Kind.THUMBNAIL, "Exif", "JPEGInterchangeFormat", 8200)
TINY = Finding(Kind.THUMBNAIL, "Exif", "JPEGInterchangeFormat", 20)
FILM = Finding(Kind.EMBEDDED, "trailer", "motion-video", "motion-video")


def test_every_kind_means_something() -> None:
    little = {Kind.LENS, Kind.SETTING, Kind.MAKER_NOTE, Kind.COLOUR_PROFILE}
    elsewhere = {Kind.GPS_POSITION, Kind.THUMBNAIL}
    assert set(Kind) - set(KIND_MEANINGS) - little - elsewhere == HARMLESS


def test_every_risk_of_the_article_but_training_can_lie_in_a_file() -> None:
    # No field of a photo says that somebody will train on it: that is a matter of where it goes.
    assert {advice(meaning).threat for meaning in Meaning} == set(Threat) - {Threat.TRAINING}
    assert {advice(meaning).step for meaning in Meaning} == set(Step)


@pytest.mark.parametrize(
    ("told", "look", "meaning", "risk"),
    [
        ([SMALL], None, Meaning.THUMBNAIL, Risk.MEDIUM),
        ([SMALL], Look.SAME, Meaning.THUMBNAIL_SAME, Risk.LOW),
        ([SMALL], Look.DIFFERS, Meaning.THUMBNAIL_DIFFERS, Risk.HIGH),
        ([TINY], None, Meaning.HIDDEN, Risk.MEDIUM),
        ([SMALL, FILM], None, Meaning.HIDDEN, Risk.MEDIUM),
        ([SMALL, FILM], Look.SAME, Meaning.HIDDEN, Risk.MEDIUM),
        ([SMALL, FILM], Look.DIFFERS, Meaning.THUMBNAIL_DIFFERS, Risk.HIGH),
    ],
)
def test_a_thumbnail_is_as_bad_as_it_looks(
    told: list[Finding], look: Look | None, meaning: Meaning, risk: Risk
) -> None:
    made = make_report("JPEG", 1, None, told, look=look)
    assert (made.items[0].meaning, made.items[0].risk, made.risk) == (meaning, risk, risk)


@pytest.mark.parametrize(
    ("step", "risk"), [(None, Risk.HIGH), (0.3, Risk.HIGH), (1853.0, Risk.HIGH), (9e4, Risk.MEDIUM)]
)
def test_a_place_that_is_only_a_region_leads_to_no_door(step: float | None, risk: Risk) -> None:
    location = Finding(Kind.GPS_POSITION, "Exif", "GPSLatitude", Position(-6.0, 106.0, None, step))
    assert make_report("JPEG", 1, None, [location]).risk is risk


@pytest.mark.parametrize(
    ("fmt", "size", "told", "expected"),
    [
        ("MP4", (1920, 1080), [], Subject.VIDEO),
        ("PNG", (1080, 2400), [], Subject.SCREENSHOT),
        ("PNG", (1080, 1080), [], Subject.PHOTO),
        ("JPEG", (1080, 2400), [Finding(Kind.TEXT, "Exif", "UserComment", "Screenshot")],
         Subject.SCREENSHOT),
        ("PNG", (512, 512), [Finding(Kind.PROMPT, "tEXt", "prompt", "kucing")], Subject.AI_PICTURE),
        ("JPEG", (2480, 3508), [Finding(Kind.SOFTWARE, "Exif", "Software", "CamScanner")],
         Subject.DOCUMENT),
        ("HEIC", (3024, 4032), [Finding(Kind.LENS, "Exif", "LensModel", "iPhone 15 front camera")],
         Subject.PORTRAIT),
        ("JPEG", (40, 30), [Finding(Kind.FACE_REGION, "XMP", "Regions")], Subject.PORTRAIT),
        ("JPEG", (4000, 3000), [], Subject.PHOTO),
    ],
)  # fmt: skip
def test_what_a_file_is_a_picture_of(
    fmt: str, size: tuple[int, int], told: list[Finding], expected: Subject
) -> None:
    assert subject(make_report(fmt, 1, size, told)) is expected
