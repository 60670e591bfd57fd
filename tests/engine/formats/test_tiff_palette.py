"""Palettes that hold words: colours that no pixel uses are emptied, all others stay."""

import io
import random

import numpy
import pytest
import tifffile
from hypothesis import given
from hypothesis import strategies as st

from bot.engine import clean, plan
from bot.engine.errors import Damaged, EngineError
from tests.engine.look import look

WORDS = b"cstewart dibuat di rumah Budi"
CODERS = (None, "lzw", "packbits", "zlib")


def picture(used: int, coder: str | None, pixels: int = 4096, seed: int = 1) -> bytes:
    """Return a TIFF with words in the last colours of its palette, whose first ones are used."""
    chance = random.Random(seed)
    light = range(0x8080, 0x10000, 0x101)  # no letters by chance
    colours = [[chance.choice(light) for _ in range(256)] for _ in range(3)]
    for plane in colours:
        plane[256 - len(WORDS) :] = list(WORDS)
    side = max(int(pixels**0.5), 1)
    rows = [chance.randrange(used) for _ in range(side * side)]
    image = numpy.array(rows, "u1").reshape(side, side)
    file = io.BytesIO()
    tifffile.imwrite(
        file,
        image,
        photometric="palette",
        colormap=numpy.array(colours, "u2"),
        compression=coder,
        rowsperstrip=max(side // 3, 1),
        metadata=None,
    )
    return file.getvalue()


def spoken(data: bytes) -> bool:
    return b"\0".join(WORDS[i : i + 1] for i in range(8)) in data


@pytest.mark.parametrize("coder", CODERS)
@given(used=st.integers(1, 220), pixels=st.sampled_from([1, 100, 20_000]), seed=st.integers(0, 99))
def test_words_in_colours_that_nobody_sees_go(
    coder: str | None, used: int, pixels: int, seed: int
) -> None:
    data = picture(used, coder, pixels, seed)
    assert spoken(data)
    out = clean(data)
    assert not spoken(out)
    assert look(out) == look(data)
    assert clean(out) == out


@pytest.mark.parametrize("coder", CODERS)
def test_words_in_colours_that_are_seen_refuse_the_file(coder: str | None) -> None:
    with pytest.raises(Damaged, match="palette"):
        plan(picture(256, coder))


@pytest.mark.parametrize("step", [256, 257])
def test_a_ramp_of_greys_is_no_word(step: int) -> None:
    image = numpy.zeros((8, 8), "u1")
    grey = numpy.tile(numpy.arange(256, dtype="u2"), (3, 1)) * step
    file = io.BytesIO()
    tifffile.imwrite(file, image, photometric="palette", colormap=grey, metadata=None)
    out = tifffile.TiffFile(io.BytesIO(clean(file.getvalue())))
    assert (out.pages[0].colormap == grey).all()  # type: ignore[union-attr]


def test_words_in_a_picture_too_large_to_look_at_refuse_the_file() -> None:
    with pytest.raises(Damaged, match="palette"):
        plan(picture(9, "lzw", 600_000))


@pytest.mark.parametrize("coder", CODERS)
@given(st.data())
def test_a_damaged_picture_ends_in_an_error_of_ours(coder: str | None, data: st.DataObject) -> None:
    told = bytearray(picture(9, coder, 400))
    for _ in range(data.draw(st.integers(1, 8))):
        told[data.draw(st.integers(8, len(told) - 1))] = data.draw(st.integers(0, 255))
    try:
        out = clean(bytes(told))
    except EngineError:
        return
    assert clean(out) == out
