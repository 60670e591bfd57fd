"""Pictures and films are opened as they are seen, and only up to a size."""

import io

import pytest
from PIL import Image

from bot.pixels import decoding
from bot.pixels.decoding import decode_small, first_frame
from tests.engine.video.films import HIGH, WIDE, Recipe, film
from tests.pixels.scenes import photo, scene, thumbnail

ONE, NONE = b"\0\1\0\0", b"\0\0\0\0"
UPRIGHT = ONE + NONE * 3 + ONE + NONE * 3  # ISO 14496-12 §6.2.2: a matrix, but for its last number
QUARTER_TURN = NONE + ONE + NONE + b"\xff\xff\0\0" + NONE * 4


def test_a_small_picture_is_upright() -> None:
    data = photo(scene(), thumbnail(scene()), orientation=6)
    picture = decode_small(io.BytesIO(data), 100)
    assert (picture.size, picture.mode) == ((75, 100), "RGB")


def test_a_small_picture_stays_see_through() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (40, 30), (200, 10, 10, 60)).save(out, "PNG")
    picture = decode_small(out, 20)
    assert (picture.size, picture.mode) == ((20, 15), "RGBA")
    assert picture.getpixel((5, 5)) == pytest.approx((200, 10, 10, 60), abs=4)


def test_the_first_frame_of_a_film_is_upright() -> None:
    data = film(Recipe())
    header, matrix, rest = data.partition(UPRIGHT)  # the movie's
    turned = header + matrix + rest.replace(UPRIGHT, QUARTER_TURN, 1)  # its only track's
    for seen, size in ((data, (WIDE, HIGH)), (turned, (HIGH, WIDE))):
        frame = first_frame(memoryview(seen))
        assert frame is not None
        assert frame.size == size


def test_a_film_that_is_too_large_is_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "MAX_FRAME_PIXELS", WIDE * HIGH - 1)
    assert first_frame(memoryview(film(Recipe()))) is None


def test_what_is_no_film_has_no_first_frame() -> None:
    assert first_frame(memoryview(b"\0\0\0\x18ftypmp42" + bytes(400))) is None
