"""JPEG: the corners that only it has; the laws are in test_laws.py."""

import re
import struct

import piexif
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.engine import clean, plan
from bot.engine.errors import Damaged, TooLarge, Unsupported
from bot.engine.formats import jpeg
from bot.engine.model import Caution, Kind
from tests.engine.look import look
from tests.engine.pictures import (
    CLEAN,
    SECRET,
    SRGB,
    exif_block,
    insert,
    saved,
    segment,
)

BASE = CLEAN["jpeg"]
SCAN = BASE.index(b"\xff\xda")


def kinds(data: bytes) -> dict[Kind, object]:
    return {finding.kind: finding.value for finding in plan(data).findings}


@pytest.mark.parametrize("value", range(2, 9))
def test_orientation_stays_in_the_smallest_block(value: int) -> None:
    data = insert(BASE, 2, segment(0xE1, exif_block(value)))
    out = clean(data)
    assert len(out) == len(BASE) + 36
    assert piexif.load(out)["0th"] == {piexif.ImageIFD.Orientation: value}
    assert look(out) == look(data)


def test_an_upright_picture_needs_no_exif() -> None:
    assert clean(insert(BASE, 2, segment(0xE1, exif_block(1)))) == BASE


def test_an_exif_block_tells_where_who_and_what_is_hidden() -> None:
    told = set(kinds(insert(BASE, 2, segment(0xE1, exif_block(6)))))
    assert {Kind.GPS_POSITION, Kind.OWNER, Kind.SERIAL, Kind.THUMBNAIL, Kind.ORIENTATION} <= set(
        told
    )


@given(st.permutations(range(3)))
def test_a_profile_in_pieces_of_any_order_stays(order: list[int]) -> None:
    size = len(SRGB) // 3 + 1
    pieces = [
        segment(0xE2, b"ICC_PROFILE\0" + bytes([n + 1, 3]) + SRGB[n * size : (n + 1) * size])
        for n in range(3)
    ]
    data = insert(BASE, 2, b"".join(pieces[n] for n in order))
    out = clean(data)
    assert b"ICC_PROFILE" in out
    assert look(out) == look(data)


@pytest.mark.parametrize("numbers", [(1, 1), (2, 3), (0, 1)])
def test_a_profile_with_pieces_missing_is_dropped_and_said(numbers: tuple[int, int]) -> None:
    half = len(SRGB) // 2
    pieces = zip(numbers, (SRGB[:half], SRGB[half:]), strict=True)
    body = [segment(0xE2, b"ICC_PROFILE\0" + bytes([n, 2]) + piece) for n, piece in pieces]
    data = insert(BASE, 2, b"".join(body))
    assert clean(data) == BASE
    assert plan(data).cautions == (Caution.COLOURS_MAY_SHIFT,)


def test_cmyk_keeps_its_adobe_flag_and_nothing_else_of_it() -> None:
    data = CLEAN["jpeg-cmyk"].replace(b"Adobe\0\x64\0\0\0\0", b"Adobe\0\x64\x12\x34\x56\x78")
    assert data != CLEAN["jpeg-cmyk"]
    assert clean(data) == CLEAN["jpeg-cmyk"]


@pytest.mark.parametrize(
    ("density", "shape"), [((72, 72), (1, 1)), ((300, 150), (2, 1)), ((0, 9), (1, 1))]
)
def test_jfif_keeps_the_shape_of_a_pixel_alone(
    density: tuple[int, int], shape: tuple[int, int]
) -> None:
    body = b"JFIF\0\1\2\1" + struct.pack(">HH", *density) + b"\1\1abc"
    data = b"\xff\xd8" + segment(0xE0, body) + BASE[20:]
    out = clean(data)
    assert struct.unpack(">HH", out[14:18]) == shape
    assert b"abc" not in out
    assert {Kind.THUMBNAIL, Kind.SETTING} == set(kinds(data))


def test_a_jfif_that_is_words_keeps_none_of_them() -> None:
    data = b"\xff\xd8" + segment(0xE0, b"JFIF\0" + SECRET) + BASE[20:]
    assert clean(data) == BASE


def test_words_between_the_scans_of_a_progressive_file_go() -> None:
    data = CLEAN["jpeg-progressive"]
    scans = [found.start() for found in re.finditer(b"\xff\xda", data)]
    assert len(scans) > 3
    for at in scans:
        assert clean(insert(data, at, segment(0xFE, SECRET) + segment(0xE1, SECRET))) == data


def test_an_end_marker_inside_a_segment_is_not_the_end() -> None:
    data = insert(BASE, 2, segment(0xE5, b"\xff\xd9" + SECRET))
    assert clean(data) == BASE


def test_fill_bytes_and_stray_restarts_go() -> None:
    assert clean(insert(BASE, 2, b"\xff\xff\xff")) == BASE
    assert clean(insert(BASE, SCAN, b"\xff\xd3" + b"noise")) == BASE


def test_a_hidden_picture_is_named_and_its_place_is_told() -> None:
    hidden = insert(BASE, 2, segment(0xE1, exif_block()))
    told = plan(BASE + hidden).findings
    assert ("second-picture", "trailer") in [(f.value, f.where) for f in told]
    assert Kind.GPS_POSITION in {f.kind for f in told if f.where == "second picture"}
    assert plan(BASE + hidden).cautions == (Caution.SECOND_PICTURE_REMOVED,)


def test_the_xmp_of_a_hidden_picture_is_told() -> None:
    packet = b'<x xmlns:p="http://ns.adobe.com/photoshop/1.0/"><p:City>Bandung</p:City></x>'
    hidden = insert(BASE, 2, segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet))
    told = [(f.kind, f.value) for f in plan(BASE + hidden).findings if f.where == "second picture"]
    assert (Kind.PLACE, "Bandung") in told


def test_a_hidden_video_is_named() -> None:
    data = BASE + b"\0\0\0\x18ftypmp42" + SECRET
    assert kinds(data)[Kind.EMBEDDED] == "motion-video"
    assert plan(data).cautions == (Caution.VIDEO_REMOVED,)


def test_a_file_cut_short_behind_its_picture_is_cleaned_and_said() -> None:
    data = BASE[:-2]
    assert plan(data).cautions == (Caution.ENDS_EARLY,)
    assert clean(data) == data
    assert clean(data + b"\xff\xe1\x40\0" + SECRET) == data


def test_jfif_and_exif_behind_the_first_scan_mean_nothing_and_go() -> None:
    end = len(BASE) - 2
    assert clean(insert(BASE, end, segment(0xE1, exif_block(6)))) == BASE


@pytest.mark.parametrize(
    ("at", "body"),
    [
        (BASE.index(b"\xff\xdb"), segment(0xDB, bytes(65) + SECRET)),
        (SCAN, segment(0xC4, bytes(17) + SECRET)),
        (SCAN, segment(0xDD, b"\0\0" + SECRET)),
        (SCAN, segment(0xCC, SECRET + bytes(64))),
        (SCAN, BASE[BASE.index(b"\xff\xc0") : SCAN][:19]),  # a second frame header
        (2, b"\xff\xe1\0\1"),
        (2, b"\xff\x02"),
    ],
)
def test_a_table_with_something_behind_it_is_damage(at: int, body: bytes) -> None:
    with pytest.raises(Damaged):
        clean(insert(BASE, at, body))


@pytest.mark.parametrize("marker", [0xDE, 0xF7])
def test_codings_that_no_viewer_draws_are_named(marker: int) -> None:
    with pytest.raises(Unsupported, match="JPEG"):
        clean(insert(BASE, 2, segment(marker, bytes(9))))


def test_tables_that_no_scan_uses_go() -> None:
    quantiser = b"\3" + (SECRET * 3)[:64]
    huffman = b"\x13" + bytes(15) + bytes([len(SECRET)]) + SECRET
    dead = segment(0xDB, quantiser) + segment(0xC4, huffman)
    assert clean(insert(BASE, 2, dead)) == BASE
    assert clean(insert(BASE, SCAN, dead)) == BASE


def test_a_table_that_another_replaces_before_any_scan_goes() -> None:
    at = BASE.index(b"\xff\xdb")
    table = BASE[at + 4 : at + 69]
    spoken = segment(0xDB, table[:1] + (SECRET * 3)[:64])
    assert clean(insert(BASE, at, spoken)) == BASE
    both = segment(0xDB, table[:1] + (SECRET * 3)[:64] + table)
    assert clean(BASE[:at] + both + BASE[at + 69 :]) == BASE


def test_tables_between_the_scans_of_a_progressive_file_stay() -> None:
    picture = Image.effect_mandelbrot((90, 60), (-2, -1, 1, 1), 9).convert("RGB")
    data = saved(picture, "JPEG", progressive=True)
    assert clean(data).count(b"\xff\xc4") == data.count(b"\xff\xc4") > 3
    assert look(clean(data)) == look(data)


def test_millions_of_empty_segments_are_refused_early() -> None:
    with pytest.raises(TooLarge):
        clean(insert(BASE, 2, b"\xff\xfe\0\2" * 100_000))


def test_a_picture_in_grey_cmyk_and_rgb_without_jfif_stays_what_it_is() -> None:
    for mode in ("L", "CMYK", "RGB"):
        data = saved(Image.effect_mandelbrot((30, 20), (-2, -1, 1, 1), 9).convert(mode), "JPEG")
        assert look(clean(data)) == look(data)


def test_rgb_components_keep_their_adobe_flag() -> None:
    data = saved(Image.new("RGB", (16, 16), "red"), "JPEG", keep_rgb=True)
    assert b"Adobe" in clean(data)
    assert look(clean(data)) == look(data)


@given(st.binary(max_size=300))
def test_a_run_of_markers_takes_no_more_than_linear_time(noise: bytes) -> None:
    assert jpeg.matches(BASE[:32])
    clean(insert(BASE, 2, b"\xff" * 200_000 + b"\0" + noise.replace(b"\xff", b"")))


@pytest.mark.parametrize("predictor", range(1, 8))
def test_the_table_of_a_lossless_picture_stays(predictor: int) -> None:
    table = segment(0xC4, b"\0" + bytes([1]) + bytes(15) + b"\0")  # T.81 H.1.2: class 0 alone
    frame = segment(0xC3, struct.pack(">BHHBBBB", 8, 1, 1, 1, 1, 0x11, 0))
    scan = segment(0xDA, struct.pack(">BBBBBB", 1, 1, 0, predictor, 0, 0)) + b"\x7f"
    picture = b"\xff\xd8" + table + frame + scan + b"\xff\xd9"
    assert clean(picture) == picture


def test_xmp_is_told_under_the_name_that_agencies_give_it() -> None:
    packet = b'<x xmlns:p="http://ns.adobe.com/photoshop/1.0/"><p:City>Bandung</p:City></x>'
    body = b"XMP\0://ns.adobe.com/xap/1.0/\0" + packet
    assert kinds(insert(BASE, 2, segment(0xE1, body)))[Kind.PLACE] == "Bandung"


def ducky(tag: int, text: str) -> bytes:
    body = len(text).to_bytes(4, "big") + text.encode("utf-16-be")
    return tag.to_bytes(2, "big") + len(body).to_bytes(2, "big") + body


def test_the_words_of_save_for_web_are_told() -> None:
    body = b"Ducky" + b"\0\1\0\4\0\0\0\x3c" + ducky(2, "Ulang tahun") + ducky(3, "Budi") + b"\0\0"
    told = kinds(insert(BASE, 2, segment(0xEC, body)))
    assert (told[Kind.TEXT], told[Kind.OWNER]) == ("Ulang tahun", "Budi")
    for end in range(len(body)):
        plan(insert(BASE, 2, segment(0xEC, body[:end]))).findings  # noqa: B018
