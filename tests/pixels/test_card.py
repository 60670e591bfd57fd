"""The report card: a picture as wide as a phone, whatever the words are."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.engine import inspect
from bot.pixels import text
from bot.pixels.card import BACKGROUND, RISK_COLOURS, WIDTH, Card, Picture, Row, draw_card
from bot.pixels.maps import Map, Town, bounds, draw_map
from bot.pixels.text import BOLD, REGULAR, drawable, font, wrap
from bot.report import Risk
from bot.tasks.card import report_card
from bot.wording import Wording
from tests.pixels.scenes import photo, scene, thumbnail
from tests.wording.reports import hostile

WORDING = Wording()
risks = st.sampled_from(Risk)
rows = st.builds(Row, risks, hostile, hostile)
degrees = st.floats(-180, 180)


def size(png: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(png)) as picture:
        picture.load()
        assert picture.format == "PNG"
        return picture.size


@given(risks, hostile, hostile, st.lists(rows, max_size=9).map(tuple), hostile)
def test_any_words_make_a_card(
    risk: Risk, level: str, headline: str, rows: tuple[Row, ...], footer: str
) -> None:
    width, height = size(draw_card(Card(risk, level, headline, rows, footer)))
    assert width == WIDTH
    assert height < 4 * WIDTH


def test_a_card_grows_with_what_is_in_it_but_not_without_end() -> None:
    def height(rows: int = 0, pictures: int = 0, area: Map | None = None) -> int:
        row, picture = Row(Risk.LOW, "a", "b"), Picture(scene(), "c")
        card = Card(Risk.LOW, "", "", (row,) * rows, "", area, "", (picture,) * pictures)
        return size(draw_card(card))[1]

    assert height() < height(1) < height(6) == height(7)
    assert height() < height(pictures=1) == height(pictures=2) < height(pictures=3)
    assert height(area=Map(-6.2, 106.8, 60.0, 1.0, (), ())) > height() + 300


def test_lines_that_are_too_many_end_in_an_ellipsis() -> None:
    used = font(REGULAR, 27)
    assert wrap("kata " * 20, used, 200, 9)[-1] == "kata kata"
    assert wrap("kata " * 20, used, 200, 2)[-1].endswith("…")


@given(st.text(max_size=200), st.integers(60, 700), st.integers(1, 4))
def test_lines_fit_their_width(text: str, width: int, most: int) -> None:
    used = font(REGULAR, 27)
    lines = wrap(text, used, width, most)
    assert len(lines) <= most
    assert all(used.getlength(line) <= width for line in lines)


def test_letters_that_no_font_of_ours_has_are_dots() -> None:
    assert drawable("Ayu—±5 m, São Tomé") == "Ayu—±5 m, São Tomé"
    assert drawable("你好\n مر") == "·· ··"


@given(st.floats(-90, 90), degrees, st.floats(0.5, 30_000), st.floats(0, 5000), degrees)
def test_a_map_is_drawn_anywhere(
    lat: float, lon: float, map_width: float, radius: float, other: float
) -> None:
    shore = ((other, lat), (other + 1, lat + 1), (other - 1, lat + 1))
    towns = (Town(lat, other, "Kota"), Town(-lat, lon, "Sangat jauh sekali" * 9))
    content = Map(lat, lon, map_width, radius, (shore,), towns)
    assert draw_map(content, (300, 160)).size == (300, 160)
    west, south, east, north = bounds(lat, lon, map_width, 2.0)
    assert west < lon < east
    assert south < lat < north


def test_a_photo_whose_thumbnail_differs_shows_both() -> None:
    def card(small: bytes) -> bytes:
        data = photo(scene(1), small)
        return report_card(inspect(data), io.BytesIO(data), WORDING)

    same, other = card(thumbnail(scene(1))), card(thumbnail(scene(2)))
    assert size(other)[1] > size(same)[1] + 200


@pytest.mark.parametrize("risk", Risk)
def test_white_words_are_read_on_every_light(risk: Risk) -> None:
    """WCAG 2.1 §1.4.3: large words have a contrast of 3 at least; these have 4.5."""
    assert contrast("#ffffff", RISK_COLOURS[risk]) >= 4.5
    assert contrast(BACKGROUND, RISK_COLOURS[risk]) >= 4.5


def contrast(first: str, second: str) -> float:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    straight = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), straight, strict=True))


def test_the_fonts_and_their_licence_travel_with_the_package() -> None:
    assert set(text.FONT_FILES) == {REGULAR, BOLD}
    assert (Path(text.__file__).parent / "fonts" / "OFL.txt").is_file()
