"""The sample photo gives away what phones write down."""

from bot.engine import clean, plan
from bot.engine.model import Position
from bot.pixels import sample
from bot.report import summarise
from tests.engine.look import look


def test_the_sample_tells_where_who_when_and_with_what() -> None:
    summary = summarise(plan(sample.photo()).findings)
    assert isinstance(summary.gps, Position)
    assert abs(summary.gps.lat - sample.LATITUDE) < 1e-5
    assert abs(summary.gps.lon - sample.LONGITUDE) < 1e-5
    assert summary.gps.alt == sample.ALTITUDE
    assert (summary.datetime, summary.thumbnail) == ("2025-09-10T17:42:08", True)
    assert summary.serials == ("CTH-0042-1945",)
    assert summary.owners == ("Ayu Contoh",)


def test_its_clean_copy_looks_the_same() -> None:
    photo = sample.photo()
    assert look(clean(photo)) == look(photo)
