"""GIF: the corners that only it has; the laws are in test_laws.py."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.engine import clean, plan
from bot.engine.errors import Damaged, TooLarge
from bot.engine.model import Caution, Kind
from tests.engine.look import look
from tests.engine.pictures import CLEAN, SECRET, SRGB, XMP_TRAILER, insert, sub_blocks

BASE = CLEAN["gif-animated"]
STARTS = {part.name: part.start for part in reversed(plan(BASE).parts)}
LOOP = BASE[STARTS["loop"] : STARTS["loop"] + 19]


def extension(name: bytes, body: bytes) -> bytes:
    return b"\x21\xff\x0b" + name + body


@pytest.mark.parametrize(
    ("extra", "kind"),
    [
        (b"\x21\xfe" + sub_blocks(SECRET), Kind.TEXT),
        (b"\x21\x01\x0c" + bytes(12) + sub_blocks(SECRET), Kind.TEXT),
        (b"\x21\x99" + sub_blocks(SECRET), Kind.UNKNOWN),
        (extension(b"XMP DataXMP", b"<x:xmpmeta>" + SECRET + XMP_TRAILER), Kind.BLOCK),
        (extension(b"ICCRGBG1012", sub_blocks(SRGB)), Kind.COLOUR_PROFILE),
        (extension(b"BudiDATA123", sub_blocks(SECRET)), Kind.UNKNOWN),
    ],
)
def test_dirt_is_reported_and_gone(extra: bytes, kind: Kind) -> None:
    for at in (STARTS["loop"], STARTS["image"], len(BASE) - 1):
        data = insert(BASE, at, extra)
        assert clean(data) == BASE
        assert kind in {finding.kind for finding in plan(data).findings}


def test_a_text_block_that_goes_is_said() -> None:
    data = insert(BASE, STARTS["image"], b"\x21\x01\x0c" + bytes(12) + sub_blocks(SECRET))
    assert plan(data).cautions == (Caution.TEXT_BLOCK_REMOVED,)
    assert look(clean(data)) == look(data)


def test_the_loop_count_stays_once_and_alone() -> None:
    longer = LOOP[:-1] + sub_blocks(SECRET)
    assert clean(BASE.replace(LOOP, longer + LOOP)) == BASE


def test_a_control_block_that_is_too_long_is_cut() -> None:
    at = STARTS["control"]
    assert clean(insert(BASE, at + 7, sub_blocks(SECRET)[:-1])) == BASE


def test_of_two_control_blocks_the_last_stays() -> None:
    assert clean(insert(BASE, STARTS["control"], b"\x21\xf9\4\0\1\0\0\0")) == BASE


@given(st.binary(min_size=1, max_size=700))
def test_bytes_behind_the_end_code_go(extra: bytes) -> None:
    ends = [part.start for part in plan(BASE).parts if part.name == "terminator"]
    for at in ends:
        assert clean(insert(BASE, at, sub_blocks(extra)[:-1])) == BASE


def test_bytes_behind_the_end_code_in_its_own_sub_block_go() -> None:
    size = next(part.start for part in plan(BASE).parts if part.name == "size")
    end = size + 1 + BASE[size]
    data = BASE[:size] + bytes([BASE[size] + 5]) + BASE[size + 1 : end] + b"Budi!" + BASE[end:]
    assert clean(data) == BASE


def test_zeros_between_blocks_are_passed_over() -> None:
    data = insert(BASE, STARTS["control"], bytes(90_000))
    assert clean(data) == BASE


def test_a_file_without_its_end_is_cleaned_and_said() -> None:
    assert plan(BASE[:-1]).cautions == (Caution.ENDS_EARLY,)
    assert clean(BASE[:-1]) == BASE[:-1]


def test_a_large_picture_in_full_sub_blocks_is_the_same_to_pillow() -> None:
    picture = Image.effect_noise((700, 500), 90).convert("P")
    file = io.BytesIO()
    picture.save(file, "GIF")
    data = insert(file.getvalue(), len(file.getvalue()) - 1, b"\x21\xfe" + sub_blocks(SECRET))
    assert SECRET not in clean(data)
    assert look(clean(data)) == look(data)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (BASE[:13], Damaged),
        (BASE[:40] + b";", Damaged),
        (b"GIF89a\1\0\1\0\0\0\0;", Damaged),
        (b"GIF89a\1\0\1\0\0\0\0\x99", Damaged),
        (insert(BASE, STARTS["image"], b"\x21\xfe\0" * 70_000), TooLarge),
    ],
)
def test_what_is_no_gif_is_refused(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        clean(data)
