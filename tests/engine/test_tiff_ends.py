"""The end of a strip's code: found where its own rules put it, whatever stands behind."""

import io
from typing import Any

import numpy
import pytest
import tifffile
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.formats.tiff import ends

BEHIND = b"TOKEN-1234"


def strip(pixels: "numpy.ndarray[Any, Any]", coder: str) -> bytes:
    file = io.BytesIO()
    tifffile.imwrite(
        file, pixels, compression=coder, rowsperstrip=len(pixels), photometric="minisblack"
    )
    with tifffile.TiffFile(io.BytesIO(file.getvalue())) as read:
        page: Any = read.pages[0]
        start, size = page.dataoffsets[0], page.databytecounts[0]
    return file.getvalue()[start : start + size]


@pytest.mark.parametrize("coder", ["lzw", "packbits"])
@given(st.data())
def test_what_stands_behind_the_code_is_found(coder: str, draw: st.DataObject) -> None:
    shape = draw.draw(st.tuples(st.integers(1, 60), st.integers(1, 60)))
    seed = draw.draw(st.integers(0, 99))
    top = draw.draw(st.integers(2, 256))
    pixels = numpy.random.default_rng(seed).integers(0, top, shape).astype("u1")
    raw = strip(pixels, coder)
    view = memoryview(raw + BEHIND)
    end = ends.lzw(view) if coder == "lzw" else ends.pack_bits(view, pixels.size)
    assert end is not None
    assert end == len(raw) or not any(raw[end:])


def test_a_code_of_old_is_not_followed() -> None:
    assert ends.lzw(memoryview(b"\0\1" + bytes(9))) is None
