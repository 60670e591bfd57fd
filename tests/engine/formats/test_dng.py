"""DNG: what develops the picture stays, in one directory; all that names a camera goes."""

import io
import struct
from typing import Any

import numpy
import pytest
import tifffile

from bot.engine import clean, inspect, plan
from bot.engine.errors import Damaged, EngineError, Unsupported
from bot.engine.model import Kind
from tests.engine.dngs import HIGH, WIDE, WORDS, dng, opcodes
from tests.engine.look import look

CALIBRATION = (50723, 10, 9, (11, 10, 0, 1, 0, 1, 0, 1, 1, 1, 0, 1, 0, 1, 0, 1, 9, 10), True)
TONES = (50940, 11, 6, (0.0, 0.0, 0.5, 0.6, 1.0, 1.0), True)
POINT = struct.pack(">7d", 0.1, 0, 0, 0, 0, 0.5, 0.5)  # a vignette
GAINS = struct.pack("<IIdddd", 1, 1, 1, 1, 0, 0) + struct.pack("<I5f", 1, 0, 0, 0, 0, 1)
WORD = b"Jalan Sudirman 25"


def blob(tag: int, value: bytes) -> tuple[int, int, int, object, bool]:
    return tag, 7, len(value), value, True


def tags_of(data: bytes) -> dict[int, Any]:
    with tifffile.TiffFile(io.BytesIO(data)) as file:
        return {tag.code: tag.value for tag in file.pages[0].tags}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("of_file", "of_sensor"),
    [
        (WORDS, ()),
        ((CALIBRATION, TONES), ()),
        ((), (blob(51022, opcodes((3, POINT))),)),
        ((), (blob(52525, GAINS + struct.pack("<f", 1.5)),)),
        ((), ((50712, 3, 4, (0, 9, 99, 999), True), (51041, 12, 2, (3e-5, 3e-8), True))),
    ],
    ids=["words", "profile", "opcodes", "gains", "sensor"],
)
@pytest.mark.parametrize("preview", [True, False])
def test_what_develops_the_picture_stays(of_file: Any, of_sensor: Any, preview: bool) -> None:
    data = dng(of_file, of_sensor, preview=preview)
    out = clean(data)
    assert look(out) == look(data)
    for tag in {*of_file, *of_sensor} - set(WORDS):
        assert tag[0] in tags_of(out), tag[0]
    for _, _, _, word, _ in WORDS:
        assert (word if isinstance(word, bytes) else str(word).encode()) not in out


def test_a_preview_goes_and_is_told() -> None:
    before = plan(dng())
    assert Kind.THUMBNAIL in {finding.kind for finding in before.findings}
    out = clean(dng())
    assert not plan(out).findings[1:]
    assert tags_of(out)[254] == 0
    assert tags_of(out)[50708] == "Camera"


def test_a_calibration_for_another_profile_is_dropped_as_nobody_heeds_it() -> None:
    other = (50931, 2, 0, "com.example", True)
    ours = (50931, 2, 0, "com.adobe", True), (50932, 2, 0, "com.adobe", True)
    assert 50723 in tags_of(clean(dng((CALIBRATION,))))
    assert 50723 not in tags_of(clean(dng((CALIBRATION, other))))
    assert {50723, 50931, 50932} <= tags_of(clean(dng((CALIBRATION, *ours)))).keys()


def test_a_mask_stays_and_other_pictures_go() -> None:
    noise = numpy.arange(WIDE * HIGH).reshape(HIGH, WIDE)
    mask, depth = noise % 7 == 0, (noise * 37 % 251).astype("u1")
    data = dng(more=[(4, mask, 4), (1, depth[::2, ::2], 1), (8, depth, 1)])
    out = clean(data)
    assert numpy.packbits(mask, axis=1).tobytes() in out
    assert depth[::2, ::2].tobytes() not in out
    assert depth.tobytes() not in out
    assert look(out) == look(data)
    assert clean(out) == out


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (dng(of_sensor=[blob(51008, opcodes((99, WORD), flags=0))]), Unsupported),
        (dng(of_sensor=[blob(51008, opcodes((3, POINT + WORD)))]), Damaged),
        (dng(of_sensor=[blob(51008, opcodes((3, WORD.ljust(56, b"!"))))]), Damaged),
        (dng(of_sensor=[blob(51008, struct.pack(">I", 1 << 30))]), Damaged),
        (dng(of_sensor=[blob(52525, GAINS + WORD)]), Damaged),
        (dng([(50938, 11, 3, struct.unpack("<3f", b"Jl.Sudirman1"), True)]), Damaged),
        (dng([(50940, 11, 4, (0.0, float("nan"), 1.0, 1.0), True)]), Damaged),
        (dng(of_sensor=[(50712, 3, 4, (0, 99, 9, 999), True)]), Damaged),
    ],
)
def test_a_table_that_holds_something_else_is_refused_and_told(
    data: bytes, error: type[EngineError]
) -> None:
    assert inspect(data).findings
    with pytest.raises(error):
        plan(data)


def test_an_unknown_opcode_that_may_be_left_out_is() -> None:
    out = clean(dng(of_sensor=[blob(51008, opcodes((3, POINT), (99, WORD)))]))
    assert WORD not in out
    assert POINT in out


def test_ratios_are_in_their_lowest_terms() -> None:
    exposure = (50730, 10, 1, (-500, 1000), True)
    assert tuple(tags_of(clean(dng([exposure])))[50730]) == (-1, 2)


def test_a_file_without_a_sensors_data_is_told_and_refused() -> None:
    data = dng(WORDS, how={"photometric": "minisblack"})
    assert Kind.SERIAL in {finding.kind for finding in inspect(data).findings}
    with pytest.raises(Damaged):
        plan(data)


@pytest.mark.parametrize(
    ("block", "there"),
    [
        (b"Adobe\0MakN\0\0\0\x0aII\0\0\0\x10note", True),
        (b"Adobe\0Else\0\0\0\1x\0MakN\0\0\0\x0aII\0\0\0\x10note", True),
        (b"Adobe\0MakN\0\0\0\xffII\0\0\0\x10note", False),
        (b"Adobe\0MakN\0\0\0\x0aII\xff\0\0\x10note", False),
        (b"another maker's", False),
    ],
    ids=["note", "behind", "cut", "far", "foreign"],
)
def test_a_makers_note_in_adobes_block_is_told(block: bytes, there: bool) -> None:
    data = dng([(50740, 1, len(block), block, True)])
    kinds = {finding.kind for finding in inspect(data).findings}
    assert (Kind.MAKER_NOTE in kinds) is there
