"""The plan: spans that merge, cautions that follow from findings, refusals that name the type."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine import check, clean, inspect, plan
from bot.engine.blocks import exif
from bot.engine.errors import NotClean, UnknownFormat, Unsupported
from bot.engine.formats import foreign
from bot.engine.model import ratio, whole
from bot.engine.verify import same_bytes
from tests.engine.pictures import CLEAN, SECRET, chunk, insert, segment


def test_neighbouring_parts_leave_as_one_span() -> None:
    data = insert(CLEAN["png"], 33, chunk(b"tEXt", SECRET))
    assert list(map(len, plan(data).spans)) == [33, len(CLEAN["png"]) - 33]
    assert plan(data).size == len(CLEAN["png"])


def test_a_clean_file_is_one_span_that_is_the_file() -> None:
    before = plan(CLEAN["gif"])
    assert before.already_clean
    assert before.spans == (before.data,)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"%PDF-1.7", "PDF"),
        (b"PK\3\4", "ZIP"),
        (b"RIFF\0\0\0\0AVI LIST", "AVI"),
        (b'<?xml version="1.0"?>\n<svg xmlns="">', "SVG"),
        (b"<!DOCTYPE html>", "HTML"),
        (b"\xef\xbb\xbf<svg>", "SVG"),
    ],
)
def test_a_foreign_file_is_refused_by_its_name(head: bytes, name: str) -> None:
    assert foreign.name(memoryview(head)) == name
    with pytest.raises(Unsupported) as refusal:
        plan(head + bytes(40))
    assert refusal.value.what.name == name


@pytest.mark.parametrize("data", [b"", b"\0", b"halo, ini bukan foto", bytes(100)])
def test_what_nobody_knows_is_unknown(data: bytes) -> None:
    with pytest.raises(UnknownFormat):
        plan(data)


def test_a_copy_of_another_picture_is_refused() -> None:
    with pytest.raises(NotClean, match="size"):
        check(plan(CLEAN["jpeg"]), _wider())
    with pytest.raises(NotClean, match="picture data"):
        check(plan(CLEAN["jpeg"]), _other_pixels())
    with pytest.raises(NotClean, match="cleaned again"):
        check(plan(CLEAN["jpeg"]), CLEAN["gif"])
    with pytest.raises(NotClean, match="parse"):
        check(plan(CLEAN["jpeg"]), b"nothing")


def test_a_copy_with_other_tables_is_refused() -> None:
    data = CLEAN["jpeg"]
    at = data.index(b"\xff\xdb") + 20
    with pytest.raises(NotClean, match="structure"):
        check(plan(data), data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])


def test_a_copy_with_another_literal_is_refused() -> None:
    """An orientation is no picture data and no structure: it must be the one that was planned."""
    before = plan(insert(CLEAN["png"], 33, chunk(b"eXIf", exif.orientation_block(6))))
    other = insert(CLEAN["png"], 33, chunk(b"eXIf", exif.orientation_block(8)))
    with pytest.raises(NotClean, match="not what was planned"):
        check(before, other)


def test_errors_hold_no_metadata() -> None:
    data = insert(CLEAN["jpeg"], 2, segment(0xE1, SECRET))[:40]
    with pytest.raises(Exception, match=r"bytes wanted|no picture|no marker") as error:
        plan(data)
    assert "Budi" not in str(error.value)


def test_bytes_are_compared_however_they_are_cut() -> None:
    data = random.Random(3).randbytes(1_000_000)
    view = memoryview(data)
    thirds = [view[:7], view[7:600_000], view[600_000:]]
    assert same_bytes(iter([view]), iter(thirds))
    assert not same_bytes(iter([view[:-1]]), iter(thirds))
    assert not same_bytes(iter([view]), iter(thirds[:-1]))
    assert not same_bytes(iter([memoryview(data[:-1] + b"x")]), iter(thirds))
    assert same_bytes(iter([]), iter([view[:0]]))


@pytest.mark.parametrize(
    ("density", "shape"),
    [
        ((72, 72), (1, 1)),
        ((0, 5), (1, 1)),
        ((9448, 9449), (1, 1)),
        ((300, 150), (2, 1)),
        ((204, 98), (102, 49)),  # fax
        ((59, 54), (59, 54)),  # PAL
        ((1, 5), (1, 1)),  # nobody's
    ],
)
def test_a_resolution_becomes_the_shape_of_a_pixel(
    density: tuple[int, int], shape: tuple[int, int]
) -> None:
    assert ratio(*density) == shape
    assert ratio(*shape) == shape


def _wider() -> bytes:
    data = bytearray(CLEAN["jpeg"])
    at = CLEAN["jpeg"].index(b"\xff\xc0")
    data[at + 8] += 1
    return bytes(data)


def _other_pixels() -> bytes:
    data = bytearray(CLEAN["jpeg"])
    data[-4] ^= 1 if data[-4] not in {0xFE, 0xFF} else 2
    return bytes(data)


@given(st.integers(0, 2**32), st.integers(0, 2**32))
def test_a_shape_is_too_coarse_for_words_and_stays_what_it_is(x: int, y: int) -> None:
    wide, high = ratio(x, y)
    assert 1 <= high <= 64
    assert 1 <= wide <= 256
    assert ratio(wide, high) == (wide, high)


def test_a_window_into_a_larger_buffer_is_a_file_of_its_own() -> None:
    data = insert(CLEAN["png"], 33, chunk(b"tEXt", SECRET))
    window = memoryview(b"words" + data + b"words")[5:-5]
    found = inspect(window)
    assert whole(found.parts) == data
    assert b"".join(found.spans) == clean(data)
