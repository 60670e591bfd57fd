"""BMP: rows stay, whatever stands between, before or behind them goes."""

import io
import struct

import pytest
from PIL import Image

from bot.engine import clean, plan
from bot.engine.errors import Damaged, EngineError, Unsupported
from bot.engine.model import Caution, Kind
from tests.engine.look import look
from tests.engine.pictures import CLEAN, SECRET

PLAIN = CLEAN["bmp"]
ROW, STEP = 23 * 3, 72


def head(data: bytes, at: int, code: str, *values: int) -> bytes:
    size = struct.calcsize("<" + code)
    return data[:at] + struct.pack("<" + code, *values) + data[at + size :]


def test_words_in_the_padding_of_rows_go_and_are_told() -> None:
    dirty = bytearray(PLAIN)
    start = struct.unpack_from("<I", PLAIN, 10)[0]
    for number, letters in enumerate(SECRET[at : at + 3] for at in range(0, 27, 3)):
        at = start + number * STEP + ROW
        dirty[at : at + 3] = letters
    before = plan(bytes(dirty))
    assert any(finding.label == "padding" for finding in before.findings)
    assert clean(bytes(dirty)) == PLAIN


@pytest.mark.parametrize(("at", "code", "value"), [(6, "I", 0x69647542), (50, "I", 77)])
def test_reserved_numbers_go(at: int, code: str, value: int) -> None:
    assert clean(head(PLAIN, at, code, value)) == PLAIN


def test_a_pixel_that_is_not_square_keeps_its_shape() -> None:
    wide = head(PLAIN, 38, "II", 6000, 3000)
    assert clean(wide) == clean(head(PLAIN, 38, "II", 2, 1))
    assert clean(head(PLAIN, 38, "II", 3780, 3780)) == PLAIN


def test_a_linked_profile_is_told_and_goes() -> None:
    linked = CLEAN["bmp-profile"].replace(b"DEBM", b"KNIL").replace(b"Colour", b"C:\\Bud")
    before = plan(linked)
    assert before.cautions == (Caution.COLOURS_MAY_SHIFT,)
    assert any(finding.kind is Kind.TEXT for finding in before.findings)
    assert b"BGRs" in clean(linked)


def test_an_embedded_profile_stays_without_its_words() -> None:
    assert plan(CLEAN["bmp-profile"]).cautions == ()
    assert look(CLEAN["bmp-profile"]).frames


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA"])
def test_every_depth_that_pillow_writes_looks_the_same(mode: str) -> None:
    file = io.BytesIO()
    Image.linear_gradient("L").resize((37, 21)).convert(mode).save(file, "BMP")
    data = file.getvalue() + SECRET
    out = clean(data)
    assert look(out) == look(data)
    assert SECRET not in out


def test_a_palette_of_os2_may_leave_out_what_no_pixel_has() -> None:
    palette = b"\x10\x20\x30" + b"\x40\x50\x60"
    start = 14 + 12 + len(palette)
    core = struct.pack("<IHHHH", 12, 4, 1, 1, 8)
    data = b"BM" + struct.pack("<IHHI", start + 4, 0, 0, start) + core + palette + b"\0\1\1\0"
    out = clean(data + SECRET)
    assert out == data
    assert look(out) == look(data)


@pytest.mark.parametrize("size", [12, 52, 56, 64])
def test_older_and_rarer_headers_are_written_again(size: int) -> None:
    if size == 12:
        body = struct.pack("<IHHHH", 12, 2, 2, 1, 24)
    else:
        body = struct.pack("<IiiHHIIIIII", size, 2, 2, 1, 24, 0, 16, 0, 0, 0, 0)
        body = body.ljust(size, b"\0")
    rows = bytes([1, 2, 3, 4, 5, 6, 0, 0] * 2)
    start = 14 + size
    data = struct.pack("<2sIHHI", b"BM", start + 16, 0, 0, start) + body + rows
    out = clean(data)
    assert look(out) == look(data)
    assert out.endswith(rows)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (head(PLAIN, 28, "H", 7), Damaged),
        (head(PLAIN, 18, "i", 0), Damaged),
        (head(PLAIN, 10, "I", 5), Damaged),
        (head(PLAIN, 10, "I", 1 << 30), Damaged),
        (head(PLAIN, 30, "I", 4), Unsupported),
        (head(PLAIN, 30, "I", 5), Unsupported),
        (CLEAN["bmp-rle"][:-2], Damaged),
    ],
)
def test_what_cannot_be_drawn_is_refused(data: bytes, error: type[EngineError]) -> None:
    with pytest.raises(error):
        plan(data)
