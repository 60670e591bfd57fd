"""The end of a strip's code: found where its own rules put it, whatever stands behind."""

import io
import struct
from typing import Any

import imagecodecs
import numpy
import pytest
import tifffile
from hypothesis import given
from hypothesis import strategies as st

from bot.engine import plan
from bot.engine.errors import Damaged
from bot.engine.formats.tiff import strips

BEHIND = b"TOKEN-1234"
WORDS = b"Jl. Merdeka 17, Jakarta Pusat"
ONE_LINE = struct.pack("<HHII", 256, 4, 1, len(WORDS))
TWO_WIDE = struct.pack("<HHII", 256, 4, 1, 2)


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
    end = strips.lzw_end(view) if coder == "lzw" else strips.pack_bits_end(view, pixels.size)
    assert end is not None
    assert end == len(raw) or not any(raw[end:])


def of_old(pixels: bytes) -> bytes:
    """Codes from the lowest bit on, one a pixel, as writers of before 1992 laid them."""
    bits = count = 0
    for place, code in enumerate([strips.LZW_CLEAR, *pixels, strips.LZW_END]):
        bits |= code << count
        count += 9 if place < 256 else 10 if place < 768 else 11
    return bits.to_bytes(-(-count // 8), "little")


@pytest.mark.parametrize("size", [1, 9, 254, 255, 256, 257, 700, 767, 768, 1200])
def test_a_code_of_old_is_followed_too(size: int) -> None:
    pixels = bytes(n * 7 % 256 for n in range(size))
    raw = of_old(pixels)
    assert imagecodecs.lzw_decode(raw) == pixels
    assert strips.lzw_end(memoryview(raw + BEHIND)) == len(raw)
    assert strips.lzw_end(memoryview(raw[:-2])) is None


def test_a_run_that_unfolds_to_too_much_has_no_end() -> None:
    assert strips.pack_bits_end(memoryview(b"\x09" + BEHIND), 10) == 11
    assert strips.pack_bits_end(memoryview(b"\x09" + BEHIND), 9) is None


@pytest.mark.parametrize("lines", [1, 60_000])
def test_pixels_that_look_like_words_are_no_words_behind(lines: int) -> None:
    pixels = numpy.frombuffer(WORDS * lines, "u1").reshape(lines, len(WORDS))
    file = io.BytesIO()
    tifffile.imwrite(file, pixels, compression="packbits", photometric="minisblack")
    assert b"".join(plan(file.getvalue()).coded()).endswith(WORDS)


def test_words_in_a_run_that_is_too_long_are_refused() -> None:
    file = io.BytesIO()
    pixels = numpy.frombuffer(WORDS, "u1").reshape(1, len(WORDS))
    tifffile.imwrite(file, pixels, compression="packbits", photometric="minisblack")
    data = file.getvalue().replace(ONE_LINE, TWO_WIDE)
    assert data != file.getvalue()
    with pytest.raises(Damaged, match="words"):
        plan(data)
