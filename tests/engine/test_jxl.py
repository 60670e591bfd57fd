"""JPEG XL: the codestream and its gain map stay, in whatever pieces they come."""

import struct

import pytest

from bot.engine import clean, plan
from bot.engine.errors import Damaged, EngineError
from bot.engine.formats.isobmff.boxes import make
from bot.engine.model import Caution, Kind
from tests.engine.pictures import CLEAN, JXL, SECRET, exif_block

CODE = CLEAN["jxl"][40:]
NUMBERS = bytes(4) + b"\x40" + struct.pack(">IIII", 0, 1, 3, 1) + struct.pack(
    ">iIiIIIiIiI", 0, 1, 3, 1, 1, 1, 1, 64, 1, 64
)  # fmt: skip


def gain_map(numbers: bytes = NUMBERS, colours: bytes = bytes(5)) -> bytes:
    return make(b"jhgm", b"\0", len(numbers).to_bytes(2, "big"), numbers, colours, CODE)


def test_the_code_is_where_the_test_thinks() -> None:
    assert CODE.startswith(b"\xff\x0a")


def test_a_bare_codestream_is_clean() -> None:
    assert plan(CODE).already_clean
    assert plan(CODE).dimensions() == (24, 16)


@pytest.mark.parametrize("more", [SECRET, b"\xff\xd8\xff\xe0JFIF", b"PK\3\4"])
def test_a_bare_codestream_with_something_behind_it_is_refused(more: bytes) -> None:
    with pytest.raises(Damaged):
        plan(CODE + more)


def test_a_long_header_becomes_short() -> None:
    size = (16 + len(CODE)).to_bytes(8, "big")
    assert clean(JXL + b"\0\0\0\1jxlc" + size + CODE) == CLEAN["jxl"]
    assert clean(JXL + bytes(4) + b"jxlc" + CODE) == CLEAN["jxl"]


def test_a_gain_map_stays_without_room_for_words() -> None:
    data = CLEAN["jxl"] + gain_map()
    assert plan(data).already_clean
    assert Caution.HDR_LOST not in plan(data).cautions
    longer = CLEAN["jxl"] + gain_map(NUMBERS + SECRET)
    assert clean(longer) == data


@pytest.mark.parametrize(
    "box",
    [
        gain_map(colours=b"\2" + SECRET[:2] + bytes(4)),
        gain_map(colours=b"\0" + struct.pack(">I", 4) + b"icc!"),
        gain_map(NUMBERS[:-8]),
        gain_map(b"\0\1" + NUMBERS[2:]),
    ],
)
def test_a_gain_map_that_nobody_here_can_clean_goes_and_is_said(box: bytes) -> None:
    before = plan(CLEAN["jxl"] + box)
    assert before.cautions == (Caution.HDR_LOST,)
    assert clean(CLEAN["jxl"] + box) == CLEAN["jxl"]


def test_exif_is_told_from_its_offset_on() -> None:
    block = exif_block().removeprefix(b"Exif\0\0")
    for head in (bytes(4), b"\0\0\0\6Exif\0\0"):
        told = plan(CLEAN["jxl"] + make(b"Exif", head, block)).findings
        assert any(finding.kind is Kind.GPS_POSITION for finding in told)


def test_a_compressed_box_is_told_by_its_kind() -> None:
    (told,) = plan(CLEAN["jxl"] + make(b"brob", b"Exif", b"\1\2")).findings
    assert (told.kind, told.where, told.label) == (Kind.UNKNOWN, "brob", "Exif")


@pytest.mark.parametrize(
    "data",
    [
        JXL,
        JXL + make(b"jxlp", b"\0\0\0\1", CODE),
        JXL + make(b"jxlp", bytes(4), CODE),
        JXL + make(b"jxlc", CODE)[:-3],
        JXL + make(b"jxlc", CODE + SECRET),
    ],
)
def test_a_container_without_a_whole_codestream_is_damage(data: bytes) -> None:
    with pytest.raises(EngineError):
        plan(data)


@pytest.mark.parametrize(
    ("size", "bits"),
    [
        ((1600, 1096), 1 << 1 | 1095 << 3 | 1 << 19 | 1599 << 21),
        ((256, 256), 1 | 31 << 1 | 1 << 6),
    ],
)
def test_the_size_of_a_picture_is_told(size: tuple[int, int], bits: int) -> None:
    assert plan(b"\xff\x0a" + bits.to_bytes(8, "little") + bytes(99)).dimensions() == size
