"""Units of code: what draws stays in its place, what is a note goes, and nothing else is let in."""

import random
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.bitstreams import decoder_config, nal, obu, start_codes
from bot.engine.bitstreams.nal import Codec
from bot.engine.errors import Damaged, TooLarge
from bot.engine.limits import MIN_UNITS, DecodeBudget

noise = random.Random(7).randbytes

SLICE = b"\x26\x01picture"  # IDR_W_RADL
NOTE = b"\x4e\x01\x05\x14" + b"x" * 20 + b"\x80"  # an unregistered message
LIGHT = b"\x4e\x01\x90\x04\0\1\0\2\x80"  # content light level
RPU = b"\x7c\x01dolby"


def sample(*units: bytes, prefix: int = 4) -> bytes:
    return b"".join(len(unit).to_bytes(prefix, "big") + unit for unit in units)


def kept(data: bytes, *args: object) -> bytes:
    view = memoryview(data)
    return b"".join(view[start:end] for start, end in nal.needed_ranges(view, *args))  # type: ignore[arg-type]


@given(st.lists(st.sampled_from([SLICE, NOTE, LIGHT]), max_size=6), st.sampled_from([1, 2, 4]))
def test_units_that_draw_stay_and_notes_go(units: list[bytes], prefix: int) -> None:
    drawn = [unit for unit in units if unit is not NOTE]
    data = sample(*units, prefix=prefix)
    assert kept(data, prefix, Codec.HEVC) == sample(*drawn, prefix=prefix)
    runs = list(nal.needed_ranges(memoryview(data), prefix, Codec.HEVC))
    assert all(one[1] < two[0] for one, two in pairwise(runs))


@given(st.binary(max_size=60), st.sampled_from(list(Codec)))
def test_any_bytes_tile_or_are_damage(data: bytes, codec: Codec) -> None:
    try:
        runs = list(nal.needed_ranges(memoryview(data), 2, codec))
    except Damaged:
        return
    once = b"".join(data[start:end] for start, end in runs)
    assert kept(once, 2, codec) == once


@pytest.mark.parametrize(
    "unit",
    [
        NOTE,
        b"\x4e\x01\x90\x05\0\1\0\2\3\x80",  # a light level that is too long
        b"\x4e\x01\x90\x04\0\1\0\2\x80words",  # words behind the stop bit
        b"\x4e\x01\x90\x04\0\1\0\2\x05\x01x\x80",  # a note behind a message
        b"\x4e\x01\x04\x08\xb5\x00\x31GA94\x03\x80",  # captions
        b"\x4e\x01\xff",  # cut short
        b"\x4c\x01\xff\xff",  # filler
        b"\x6a\x01words",  # a reserved type
        RPU,
    ],
)
def test_what_no_decoder_needs_goes(unit: bytes) -> None:
    assert kept(sample(SLICE, unit), 4, Codec.HEVC) == sample(SLICE)


def test_dolby_vision_stays_where_the_track_has_it() -> None:
    assert kept(sample(SLICE, RPU), 4, Codec.HEVC, nal.DOLBY_TYPES) == sample(SLICE, RPU)


def test_h264_knows_its_own_types() -> None:
    note = b"\x06\x05\x03abc\x80"
    assert kept(sample(note, b"\x65data", b"\x0c\xff"), 4, Codec.AVC) == sample(b"\x65data")


TOKEN = b"TOKENTHATHIDES"


@pytest.mark.parametrize(
    "hiding", [b"\x42\1set" + TOKEN + b"\x80", SLICE + noise(40) + TOKEN, SLICE + b"\x99" + TOKEN]
)
def test_words_in_a_unit_that_draws_are_refused(hiding: bytes) -> None:
    with pytest.raises(Damaged, match="words"):
        kept(sample(SLICE, hiding), 4, Codec.HEVC)


@pytest.mark.parametrize(
    "mark", [b"\x46\1\x50" + TOKEN, b"\x4a\1" + TOKEN, b"\x4e\1\1\x0e" + TOKEN + b"\x80"]
)
def test_marks_between_pictures_hold_no_words(mark: bytes) -> None:
    delimiter = b"\x46\1\x50"
    data = sample(delimiter, SLICE)
    assert kept(data + sample(mark), 4, Codec.HEVC) == data


@pytest.mark.parametrize(
    "code", [b"\0\0\1\xb3" + TOKEN + bytes(2), b"\0\0\1\1" + noise(99) + TOKEN]
)
def test_words_behind_a_start_code_are_refused(code: bytes) -> None:
    end = b"\0\0\1\xb7"
    with pytest.raises(Damaged, match="words"):
        list(start_codes.needed_ranges(memoryview(code + end)))
    with pytest.raises(Damaged, match="words"):
        list(start_codes.needed_ranges(memoryview(code)))


def unit(kind: int, body: bytes) -> bytes:
    return bytes([kind << 3 | 2, len(body)]) + body


@pytest.mark.parametrize(
    "note",
    [unit(15, b"padding"), unit(5, b"\4\xb5words"), unit(5, b""), unit(2, b"x"), unit(9, b"x"),
     unit(5, b"\1abcdefgh"), unit(7, b"frame" + TOKEN), unit(8, TOKEN),
     unit(5, b"\4" + obu.HDR10_PLUS + TOKEN)],
)  # fmt: skip
def test_av1_padding_and_notes_go(note: bytes) -> None:
    frame, light = unit(6, b"frame"), unit(5, b"\1abcd\x80")
    data = memoryview(unit(2, b"") + note + frame + light + note)
    assert b"".join(data[a:b] for a, b in obu.needed_ranges(data)) == unit(2, b"") + frame + light


@given(st.binary(max_size=60))
def test_av1_of_any_bytes_tiles_or_is_damage(data: bytes) -> None:
    view = memoryview(data)
    try:
        once = b"".join(view[start:end] for start, end in obu.needed_ranges(view))
    except Damaged:
        return
    again = memoryview(once)
    assert b"".join(again[start:end] for start, end in obu.needed_ranges(again)) == once


def test_hvcc_keeps_parameter_sets_and_loses_notes() -> None:
    head = b"\1" + bytes(20) + b"\xff"
    sets = b"\x20\0\1\0\4\x40\1ab"
    note = b"\x27\0\1" + len(NOTE).to_bytes(2, "big") + NOTE
    clean = decoder_config.hvcc(memoryview(head + b"\2" + sets + note))
    assert clean.endswith(b"\1" + sets)
    assert decoder_config.hvcc(memoryview(clean)) == clean
    assert decoder_config.length_size(b"hvcC", memoryview(clean)) == 4


@pytest.mark.parametrize("hiding", [unit(1, b"head" + TOKEN), unit(6, noise(50) + TOKEN)])
def test_words_in_a_unit_of_av1_that_draws_are_refused(hiding: bytes) -> None:
    with pytest.raises(Damaged, match="words"):
        list(obu.needed_ranges(memoryview(hiding)))


def test_words_in_a_coder_s_settings_are_refused() -> None:
    with pytest.raises(Damaged, match="words"):
        decoder_config.hvcc(memoryview(b"\1\1" + TOKEN + bytes(6) + b"\xff\0"))
    with pytest.raises(Damaged, match="words"):
        decoder_config.av1c(memoryview(b"\x81\0\0\0" + unit(1, TOKEN)))


@pytest.mark.parametrize(
    ("drawing", "tiny"),
    [
        (lambda view, effort: nal.needed_ranges(view, 4, Codec.HEVC, budget=effort), sample(SLICE)),
        (obu.needed_ranges, unit(6, b"")),
        (start_codes.needed_ranges, b"\0\0\1\1"),
    ],
)
def test_pictures_of_a_file_may_not_cost_more_than_it_is_worth(drawing: Any, tiny: bytes) -> None:
    effort = DecodeBudget(0)
    pictures = memoryview(tiny * (MIN_UNITS // 2))
    for _ in range(2):
        assert list(drawing(pictures, effort))
    with pytest.raises(TooLarge, match="units"):
        list(drawing(pictures, effort))


def test_av1c_keeps_the_sequence_header() -> None:
    sequence = unit(1, b"head")
    data = memoryview(b"\x81\0\0\0" + sequence + unit(5, b"\4words"))
    assert decoder_config.av1c(data) == b"\x81\0\0\0" + sequence


def test_avcc_keeps_its_sets_and_what_high_profiles_add() -> None:
    sets = b"\xe1\0\4\x67\x64ab\1\0\3\x68cd"
    clean = b"\1\x64\0\x1f\xff" + sets + b"\xfd\xf8\xf8\0"
    assert decoder_config.avcc(memoryview(clean + b"words")) == clean
    with pytest.raises(Damaged):
        decoder_config.avcc(memoryview(clean.replace(b"\x67", b"\x06")))


@given(st.sampled_from(list(decoder_config.REWRITTEN.values())), st.binary(max_size=60))
def test_a_configuration_is_rewritten_the_same_twice(rewrite: object, body: bytes) -> None:
    assert callable(rewrite)
    try:
        once = rewrite(memoryview(body))
    except Damaged:
        return
    assert rewrite(memoryview(once)) == once


SETTINGS = (
    b"x264 - core 142 r50 dd79a61 - H.264/MPEG-4 AVC codec - Copyleft 2003-2014 - "
    b"http://www.videolan.org/x264.html - options: cabac=1 deblock=1:0:0 analyse=0x3:0x113 me=hex "
    b"psy_rd=1.00:0.00 8x8dct=1 deadzone=21,11 chroma_qp_offset=-2 rc=abr aq=1:1.00\0"
)


def named(settings: bytes) -> bytes:
    body = nal.X264_ID + settings
    return b"\6\5" + b"\xff" * (len(body) // 255) + bytes([len(body) % 255]) + body + b"\x80"


def test_an_old_coder_s_name_stays_where_decoders_undo_its_error() -> None:
    unit = memoryview(named(SETTINGS))
    assert nal.is_needed(unit, Codec.AVC_444)
    assert not nal.is_needed(unit, Codec.AVC)


@pytest.mark.parametrize(
    "settings",
    [
        SETTINGS.replace(b"core 142", b"core 151"),
        SETTINGS.replace(b"rc=abr", b"rc=budi"),
        SETTINGS.replace(b"rc=abr", b"budi=1"),
        SETTINGS.replace(b"Copyleft", b"Budi"),
        SETTINGS + b"Budi",
        b"",
    ],
)
def test_words_in_a_coder_s_name_go_with_it(settings: bytes) -> None:
    assert not nal.is_needed(memoryview(named(settings)), Codec.AVC_444)
