"""WebP: the corners that only it has; the laws are in test_laws.py."""

import io
import struct

import pytest
from PIL import Image

from bot.engine import clean, plan
from bot.engine.errors import Damaged, TooLarge
from bot.engine.model import Caution, Kind
from tests.engine.look import look
from tests.engine.pictures import CLEAN, SECRET, SRGB, exif_block, riff_chunk, saved

PICTURE = Image.effect_mandelbrot((31, 21), (-2, -1, 1, 1), 9).convert("RGB")
PLAIN = saved(PICTURE, "WEBP")


def riff(*chunks: bytes) -> bytes:
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def extended(flags: int, *chunks: bytes) -> bytes:
    size = (30).to_bytes(3, "little") + (20).to_bytes(3, "little")
    return riff(riff_chunk(b"VP8X", bytes([flags, 0, 0, 0]) + size), *chunks)


VP8 = PLAIN[12:]


@pytest.mark.parametrize("prefix", [b"", b"Exif\0\0"])
def test_orientation_stays_in_the_smallest_chunk(prefix: bytes) -> None:
    data = extended(0x08, VP8, riff_chunk(b"EXIF", prefix + exif_block(6)[6:]))
    out = clean(data)
    assert Image.open(io.BytesIO(out)).getexif() == {0x0112: 6}
    assert look(out) == look(data)
    assert Kind.GPS_POSITION in {finding.kind for finding in plan(data).findings}


def test_flags_tell_the_truth_afterwards() -> None:
    data = extended(
        0xFF & ~0x02, VP8, riff_chunk(b"EXIF", exif_block()), riff_chunk(b"XMP ", SECRET)
    )
    assert clean(data) == extended(0x10, VP8)


def test_a_profile_keeps_its_colours() -> None:
    data = saved(PICTURE, "WEBP", icc_profile=SRGB, exif=exif_block())
    assert look(clean(data)) == look(data)
    assert look(data).colours
    assert clean(data)[20] & 0x28 == 0x20


def test_a_profile_that_cannot_be_read_is_dropped_and_said() -> None:
    data = extended(0x20, riff_chunk(b"ICCP", SECRET), VP8)
    assert clean(data) == extended(0, VP8)
    assert plan(data).cautions == (Caution.COLOURS_MAY_SHIFT,)


def test_bytes_behind_the_riff_end_go_and_are_no_reason_to_refuse() -> None:
    assert clean(PLAIN + SECRET) == PLAIN


@pytest.mark.parametrize("size", [0, 7, 0xFFFFFFFF])
def test_a_size_that_lies_is_set_right_or_refused(size: int) -> None:
    data = PLAIN[:4] + struct.pack("<I", size) + PLAIN[8:]
    if size < len(PLAIN):
        with pytest.raises(Damaged):
            clean(data)
    else:
        assert clean(data) == PLAIN


def test_a_padding_byte_cannot_speak() -> None:
    odd = riff_chunk(b"VP8 ", VP8[8:-1] if len(VP8) % 2 else VP8[8:] + b"\0")
    data = riff(odd[:-1] + b"\0") if (len(odd) - 8) % 2 else riff(odd)
    body = riff_chunk(b"VP8 ", VP8[8:] + b"\0")
    assert len(VP8[8:] + b"\0") % 2 == 1
    spoken = riff(body[:-1] + b"!")
    assert clean(spoken) == riff(body)
    assert clean(data) == data


def test_the_padding_of_a_chunk_that_goes_goes_with_it() -> None:
    odd = riff_chunk(b"XMP ", SECRET)[:-1] + b"!"
    assert len(SECRET) % 2
    assert clean(riff(VP8, odd)) == PLAIN


def test_a_second_picture_goes() -> None:
    assert clean(riff(VP8, VP8)) == PLAIN
    assert clean(riff(VP8, CLEAN["webp-lossless"][12:])) == PLAIN


def test_a_still_hidden_beside_an_animation_goes_and_frames_in_a_still() -> None:
    data = CLEAN["webp-animated"]
    longer = data + VP8
    assert clean(longer[:4] + struct.pack("<I", len(longer) - 8) + longer[8:]) == data
    frame = riff_chunk(b"ANMF", bytes(16) + VP8)
    assert clean(extended(0, VP8, frame)) == extended(0, VP8)


def test_words_inside_a_frame_go_and_its_size_is_set_right() -> None:
    data = CLEAN["webp-animated"]
    at = data.index(b"ANMF")
    size = struct.unpack_from("<I", data, at + 4)[0]
    extra = riff_chunk(b"EXIF", exif_block()) + riff_chunk(b"JPEG", SECRET)
    dirty = data[: at + 4] + struct.pack("<I", size + len(extra)) + data[at + 8 : at + 8 + size]
    dirty += extra + data[at + 8 + size :]
    dirty = dirty[:4] + struct.pack("<I", len(dirty) - 8) + dirty[8:]
    assert clean(dirty) == data


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (riff(), Damaged),
        (riff(riff_chunk(b"EXIF", SECRET)), Damaged),
        (PLAIN[:-9], Damaged),
        (riff(riff_chunk(b"VP8X", bytes(4)), VP8), Damaged),
        (riff(VP8, riff_chunk(b"abcd", b"") * 70_000), TooLarge),
    ],
)
def test_what_is_no_webp_is_refused(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        clean(data)


@pytest.mark.parametrize("name", ["webp", "webp-lossless", "webp-animated"])
def test_the_size_is_that_which_a_decoder_sees(name: str) -> None:
    assert plan(CLEAN[name]).dimensions() == Image.open(io.BytesIO(CLEAN[name])).size


def test_a_second_empty_header_is_dropped() -> None:
    data = CLEAN["webp-animated"]
    longer = int.from_bytes(data[4:8], "little") + 8
    second = data[:4] + longer.to_bytes(4, "little") + data[8:] + riff_chunk(b"VP8X", b"")
    assert clean(second) == data
