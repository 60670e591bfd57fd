"""The sample photo gives away what phones write down."""

from bot.engine import clean, plan
from bot.engine.model import Position
from bot.pixels import sample
from bot.report import summarise
from tests.engine.look import look


def test_the_sample_tells_where_who_when_and_with_what() -> None:
    told = summarise(plan(sample.photo()).findings)
    assert isinstance(told.gps, Position)
    assert abs(told.gps.lat - sample.LATITUDE) < 1e-5
    assert abs(told.gps.lon - sample.LONGITUDE) < 1e-5
    assert told.gps.alt == sample.ALTITUDE
    assert (told.datetime, told.thumbnail) == ("2025-09-10T17:42:08", True)
    assert told.serials == ("CTH-0042-1945",)
    assert told.owners == ("Ayu Contoh",)


def test_its_clean_copy_looks_the_same() -> None:
    photo = sample.photo()
    assert look(clean(photo)) == look(photo)
