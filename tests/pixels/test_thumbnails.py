"""Thumbnails beside their pictures: what was cropped is seen, what was only made smaller is not."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageEnhance, ImageFile, ImageOps

from bot.engine import inspect
from bot.engine.embedded import hidden
from bot.pixels.decoding import Decoding
from bot.pixels.thumbnails import compare_thumbnails
from bot.report import Look
from tests import corpus
from tests.pixels.scenes import jpeg, photo, scene, thumbnail

FILM = b"\0\0\0\x18ftypmp42" + bytes(40)
seeds = st.integers(0, 10_000)


def compared(data: bytes) -> Look | None:
    return compare_thumbnails(io.BytesIO(data), hidden(inspect(data)))


@given(seeds)
def test_a_thumbnail_of_the_picture_is_the_same(seed: int) -> None:
    picture = scene(seed)
    assert compared(photo(picture, thumbnail(picture))) is Look.SAME


@given(seeds, st.sampled_from([(0, 0, 400, 300), (100, 50, 300, 500), (0, 0, 800, 300)]))
def test_what_was_cropped_is_seen(seed: int, box: tuple[int, int, int, int]) -> None:
    picture = scene(seed)
    assert compared(photo(picture.crop(box), thumbnail(picture))) is not Look.SAME


@pytest.mark.parametrize("seed", range(8))
def test_another_shape_is_another_picture(seed: int) -> None:
    picture = scene(seed)
    assert compared(photo(picture.crop((100, 50, 300, 500)), thumbnail(picture))) is Look.DIFFERS


@given(seeds, st.integers(0, 3), st.sampled_from([(800, 600), (900, 500), (500, 900)]))
def test_turned_or_letterboxed_it_is_the_same(seed: int, turns: int, size: tuple[int, int]) -> None:
    picture = scene(seed, size)
    assert compared(photo(picture.rotate(90 * turns, expand=True), thumbnail(picture))) is Look.SAME


@pytest.mark.parametrize("seed", range(5))
def test_brighter_or_without_colour_it_is_not_another(seed: int) -> None:
    picture = scene(seed)
    for edited in (ImageEnhance.Brightness(picture).enhance(1.3), ImageOps.autocontrast(picture)):
        assert compared(photo(edited, thumbnail(picture))) is Look.SAME


def test_no_thumbnail_a_grey_map_and_a_film_are_not_looked_at() -> None:
    assert compared(jpeg(scene())) is None
    assert compared(jpeg(scene()) + jpeg(scene(2, (160, 120)).convert("L"))) is None
    assert compared(jpeg(scene()) + FILM) is None


def test_a_thumbnail_may_be_larger_than_what_a_crop_left() -> None:
    left = scene(1).crop((100, 50, 220, 140))
    assert left.width * left.height < 160 * 120
    assert compared(photo(left, thumbnail(scene(2)))) is Look.DIFFERS


def test_a_second_picture_as_large_as_the_first_is_no_thumbnail() -> None:
    assert compared(jpeg(scene()) + jpeg(scene(2))) is None


@given(st.data())
def test_a_damaged_thumbnail_is_not_judged(data: st.DataObject) -> None:
    small = bytearray(thumbnail(scene()))
    small[data.draw(st.integers(700, len(small) - 3)) :] = b"\xff\xd9"
    assert compared(photo(scene(), bytes(small))) in {None, Look.SAME, Look.DIFFERS}


@pytest.mark.parametrize("whole", [False, True])
def test_half_a_picture_is_not_judged(monkeypatch: pytest.MonkeyPatch, whole: bool) -> None:
    """Whatever Pillow was told to do elsewhere in the process, and is told after."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    data = photo(scene(1), thumbnail(scene(2)))
    file = io.BytesIO(data if whole else data[: len(data) * 2 // 3])
    look = compare_thumbnails(file, hidden(inspect(data)))
    assert look is (Look.DIFFERS if whole else None)
    assert ImageFile.LOAD_TRUNCATED_IMAGES


def test_an_interrupt_ends_decoding_and_the_program() -> None:
    with pytest.raises(KeyboardInterrupt), Decoding():
        raise KeyboardInterrupt


def test_a_picture_that_declares_too_much_is_not_decoded() -> None:
    huge = io.BytesIO()
    Image.new("1", (10_000, 6_000)).save(huge, "PNG")
    assert (
        compare_thumbnails(
            io.BytesIO(huge.getvalue()), hidden(inspect(photo(scene(), thumbnail(scene()))))
        )
        is None
    )


def test_real_cameras_thumbnails_are_never_called_another_picture() -> None:
    folder = corpus.need(corpus.OPEN)
    judged = 0
    for path in sorted(folder.rglob("*digicam_corpus__*.jpg")) + sorted(
        folder.rglob("*digicam*.JPG")
    ):
        data = path.read_bytes()
        judged += compared(data) is Look.SAME
        assert compared(data) is not Look.DIFFERS, path.name
    assert judged >= 5
