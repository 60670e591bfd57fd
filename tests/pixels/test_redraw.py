"""A copy like a screenshot: what is seen is the same, and nothing else is there."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms, ImageOps, ImageStat

from bot.engine import inspect
from bot.engine.errors import Damaged, EngineError, NotOffered, TooLarge
from bot.pixels.redraw import redraw
from tests import corpus
from tests.engine.pictures import CLEAN, SECRET
from tests.pixels.scenes import jpeg, photo, scene, thumbnail

STILL = [
    name for name in CLEAN if name.split("-")[0] in ("jpeg", "png", "webp", "gif", "avif", "bmp")
]
OFF = 40.0  # mean difference of 255 that noise may have after it was made smaller and pressed


def drawn(data: bytes) -> tuple[Image.Image, bytes, str]:
    made, suffix = redraw(io.BytesIO(data))
    with Image.open(io.BytesIO(made)) as picture:
        picture.load()
        assert picture.format == {"jpg": "JPEG", "png": "PNG"}[suffix]
        return picture.copy(), made, suffix


@pytest.mark.parametrize("name", STILL)
def test_it_is_clean_and_a_little_smaller(name: str) -> None:
    with Image.open(io.BytesIO(CLEAN[name])) as before:
        size = ImageOps.exif_transpose(before).size
    picture, made, _ = drawn(CLEAN[name] + SECRET)
    assert inspect(made).already_clean
    assert SECRET not in made
    assert picture.size == tuple(max(1, round(side * 0.97)) for side in size)


@given(st.integers(0, 999), st.integers(1, 8))
def test_it_shows_the_same_upright(seed: int, turn: int) -> None:
    data = photo(scene(seed, (160, 120)), thumbnail(scene(seed, (160, 120))), turn)
    picture, _, _ = drawn(data)
    with Image.open(io.BytesIO(data)) as original:
        upright = ImageOps.exif_transpose(original).resize(picture.size)
    difference = ImageStat.Stat(ImageChops.difference(picture.convert("RGB"), upright))
    assert max(difference.mean) < OFF / 4


def test_what_is_see_through_stays_so() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (40, 30), (200, 10, 10, 60)).save(out, "PNG")
    picture, _, suffix = drawn(out.getvalue())
    assert suffix == "png"
    assert picture.getpixel((5, 5)) == pytest.approx((200, 10, 10, 60), abs=4)


def test_colours_are_brought_into_srgb() -> None:
    """A profile whose red is sRGB's blue makes a red picture blue."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"----").replace(b"bXYZ", b"rXYZ").replace(b"----", b"bXYZ")
    red = Image.new("RGB", (40, 30), (255, 0, 0))
    assert drawn(jpeg(red, icc_profile=srgb))[0].getpixel((9, 9)) == pytest.approx(
        (255, 0, 0), abs=4
    )
    assert drawn(jpeg(red, icc_profile=swapped))[0].getpixel((9, 9)) == pytest.approx(
        (0, 0, 255), abs=4
    )


def test_a_profile_that_cannot_be_used_changes_nothing() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    plain = jpeg(scene(3, (60, 40)))
    for broken in (b"no profile", profile):
        assert drawn(jpeg(scene(3, (60, 40)), icc_profile=broken))[0].size == drawn(plain)[0].size


def test_what_pillow_would_take_along_stays_behind() -> None:
    out = io.BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.new("RGBA", (40, 30), (200, 10, 10, 60)).save(out, "PNG", icc_profile=profile)
    assert b"iCCP" in out.getvalue()
    assert b"iCCP" not in drawn(out.getvalue())[1]
    assert SECRET not in drawn(jpeg(scene(), comment=SECRET))[1]


def test_tables_are_the_standard_ones_whatever_they_were() -> None:
    tables = set()
    for quality in (30, 95):
        out = io.BytesIO()
        scene().save(out, "JPEG", quality=quality)
        made, _ = redraw(io.BytesIO(out.getvalue()))
        start = made.index(b"\xff\xdb")
        tables.add(made[start : made.index(b"\xff\xc0")])
    assert len(tables) == 1


def test_too_much_and_too_little_are_refused() -> None:
    huge = io.BytesIO()
    Image.new("1", (10_000, 6_000)).save(huge, "PNG")
    with pytest.raises(TooLarge):
        redraw(io.BytesIO(huge.getvalue()))
    with pytest.raises(NotOffered):
        redraw(io.BytesIO(CLEAN["heic"]))
    with pytest.raises(Damaged):
        redraw(io.BytesIO(CLEAN["avif"][:-200]))


@given(st.binary(max_size=200))
def test_any_bytes_end_in_a_copy_or_an_error_of_ours(data: bytes) -> None:
    with pytest.raises(EngineError):
        redraw(io.BytesIO(data))


def test_hostile_files_end_in_a_copy_or_an_error_of_ours() -> None:
    for path in sorted((corpus.need(corpus.HOSTILE) / "files").iterdir()):
        try:
            made, _ = redraw(io.BytesIO(path.read_bytes()))
        except EngineError:
            continue
        assert inspect(made).already_clean, path.name
