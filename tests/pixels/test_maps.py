"""The card's map: what is on it, and where."""

import pytest

from bot.pixels.maps import Map, Town, _scale_length, draw_map

SIZE = (300, 160)


def drawn(
    middle: tuple[float, float] = (-6.2, 106.8), radius: float = 1.0, towns: tuple[Town, ...] = ()
) -> bytes:
    return draw_map(Map(*middle, 60.0, radius, (), towns), SIZE).tobytes()


def test_a_town_beyond_the_date_line_is_on_the_map() -> None:
    middle = (0.0, 179.95)
    assert drawn(middle, towns=(Town(0.1, -179.95, "Kota"),)) != drawn(middle)
    assert drawn(middle, towns=(Town(0.1, 170.0, "Kota"),)) == drawn(middle)


def test_names_do_not_cover_each_other_nor_the_mark() -> None:
    town, other = Town(-6.1, 106.85, "Kota"), Town(-6.1, 106.86, "Lain")
    assert drawn(towns=(town, other)) == drawn(towns=(town,)) != drawn()
    assert drawn(towns=(Town(-6.2, 106.8, "Tengah"),)) == drawn()


def test_the_ring_is_as_wide_as_the_place_is_uncertain() -> None:
    assert drawn(radius=0.1) == drawn(radius=1.0)  # never too small to be seen
    assert drawn(radius=10.0) != drawn(radius=1.0)


@pytest.mark.parametrize(
    ("width", "length"), [(0.5, 0.1), (3.0, 0.5), (60.0, 10.0), (80.0, 20.0), (100.0, 20.0)]
)
def test_the_scale_is_a_round_length_of_at_most_a_quarter(width: float, length: float) -> None:
    assert _scale_length(width) == pytest.approx(length)
