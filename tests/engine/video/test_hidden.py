"""The moving half of a photo tells what it tells, and goes with the rest behind the end."""

from bot.engine import clean, inspect
from bot.engine.model import Kind, Position
from tests.engine.pictures import CLEAN
from tests.engine.video.built import Track, film
from tests.engine.video.films import box

PLACE = box(b"udta", box(b"\xa9xyz", b"\0\x12\x15\xc7-06.1754+106.8272/"))
MOVING = CLEAN["jpeg"] + film(Track(), more=PLACE)


def test_a_place_in_a_hidden_film_is_told() -> None:
    told = [f.value for f in inspect(MOVING).findings if f.kind is Kind.GPS_POSITION]
    assert told == [Position(-6.1754, 106.8272)]
    assert clean(MOVING) == CLEAN["jpeg"]


def test_a_broken_film_behind_a_picture_is_only_named() -> None:
    told = inspect(MOVING.replace(b"stsz", b"junk")).findings
    assert "motion-video" in [finding.value for finding in told]
    assert all(finding.kind is not Kind.GPS_POSITION for finding in told)


def test_a_place_in_a_film_inside_a_heic_is_told() -> None:
    still = CLEAN["heic"] + box(b"mpvd", film(Track(), more=PLACE))
    told = [f.value for f in inspect(still).findings if f.kind is Kind.GPS_POSITION]
    assert told == [Position(-6.1754, 106.8272)]
    assert clean(still) == CLEAN["heic"]
