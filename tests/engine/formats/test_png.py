"""PNG and APNG: the corners that only they have; the laws are in test_laws.py."""

import random
import struct
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine import clean, plan
from bot.engine.binary import deflate
from bot.engine.errors import Damaged, TooLarge, Unsupported
from bot.engine.formats import png
from bot.engine.formats.png import findings, image_data
from bot.engine.model import Caution, Kind
from tests.engine.look import look
from tests.engine.pictures import CLEAN, SECRET, SRGB, chunk, exif_block, insert

BASE = CLEAN["png"]
HEAD = 33  # signature and IHDR
PACKED = zlib.compress(SECRET)


def told(data: bytes) -> list[tuple[Kind, str, object]]:
    return [(finding.kind, finding.label, finding.value) for finding in plan(data).findings]


@pytest.mark.parametrize(
    ("kind", "body", "finding"),
    [
        (b"tEXt", b"Comment\0" + SECRET, (Kind.TEXT, "Comment", SECRET.decode())),
        (b"tEXt", b"Author\0" + SECRET, (Kind.OWNER, "Author", SECRET.decode())),
        (b"tEXt", b"Make\0Sony", (Kind.MAKE, "Make", "Sony")),
        (b"tEXt", b"software\0GIMP", (Kind.SOFTWARE, "software", "GIMP")),  # ImageMagick's
        (b"zTXt", b"Comment\0\0" + PACKED, (Kind.TEXT, "Comment", SECRET.decode())),
        (b"zTXt", b"Comment\0\0not zlib", (Kind.TEXT, "Comment", "")),
        (b"iTXt", b"Title\0\0\0id\0\0" + SECRET, (Kind.TEXT, "Title", SECRET.decode())),
        (b"iTXt", b"Title\0\1\0id\0\0" + PACKED, (Kind.TEXT, "Title", SECRET.decode())),
        (b"tIME", b"\x07\xe8\1\2\3\4\5", (Kind.DATETIME, "last change", "2024-01-02T03:04:05")),
        (b"neWX", SECRET, (Kind.UNKNOWN, "bytes", len(SECRET))),  # a chunk not invented yet
        (b"sPLT", SECRET, (Kind.UNKNOWN, "bytes", len(SECRET))),
        (b"gAMA", SECRET, (Kind.UNKNOWN, "bytes", len(SECRET))),  # a known one that is too long
    ],
)
def test_dirt_is_reported_and_gone(
    kind: bytes, body: bytes, finding: tuple[Kind, str, object]
) -> None:
    data = insert(BASE, HEAD, chunk(kind, body))
    assert clean(data) == BASE
    assert told(data) == [finding]


def test_exif_as_hexadecimal_words_is_read() -> None:
    words = b"\nexif\n  " + str(len(exif_block())).encode() + b"\n" + exif_block().hex().encode()
    packed = zlib.compress(words)
    data = insert(BASE, HEAD, chunk(b"zTXt", b"Raw profile type exif\0\0" + packed))
    assert Kind.GPS_POSITION in {kind for kind, _, _ in told(data)}
    assert clean(data) == BASE


def test_orientation_stays_in_the_smallest_chunk() -> None:
    data = insert(BASE, HEAD, chunk(b"eXIf", exif_block(6)[6:]))
    assert len(clean(data)) == len(BASE) + 12 + 26
    assert look(clean(data)) == look(data)


def test_a_profile_keeps_its_colours_and_loses_its_name() -> None:
    body = b"Layar Budi\0\0" + zlib.compress(SRGB)
    data = insert(BASE, HEAD, chunk(b"iCCP", body))
    assert b"Budi" not in clean(data)
    assert look(clean(data)) == look(data)
    assert look(data).colours


def test_a_profile_that_does_not_unfold_is_dropped_and_said() -> None:
    data = insert(BASE, HEAD, chunk(b"iCCP", b"x\0\0" + SECRET))
    assert clean(data) == BASE
    assert plan(data).cautions == (Caution.COLOURS_MAY_SHIFT,)


@pytest.mark.parametrize(
    ("density", "kept"),
    [((2835, 2835, 1), None), ((9448, 9449, 1), None), ((200, 100, 0), (2, 1, 0))],
)
def test_resolution_goes_and_the_shape_of_a_pixel_stays(
    density: tuple[int, int, int], kept: tuple[int, int, int] | None
) -> None:
    data = insert(BASE, HEAD, chunk(b"pHYs", struct.pack(">IIB", *density)))
    wanted = chunk(b"pHYs", struct.pack(">IIB", *kept)) if kept else b""
    assert clean(data) == insert(BASE, HEAD, wanted)


def test_the_second_of_two_chunks_goes() -> None:
    gamma = chunk(b"gAMA", bytes(4))
    assert clean(insert(BASE, HEAD, gamma + gamma)) == insert(BASE, HEAD, gamma)


def test_a_palette_that_is_only_suggested_goes() -> None:
    assert clean(insert(BASE, HEAD, chunk(b"PLTE", SECRET + b"!"))) == BASE
    assert (len(SECRET) + 1) % 3 == 0


def test_frames_of_an_animation_that_is_none_go() -> None:
    frame = chunk(b"fcTL", bytes(26)) + chunk(b"fdAT", SECRET)
    assert clean(insert(BASE, len(BASE) - 12, frame)) == BASE


def test_a_colour_chunk_behind_the_picture_goes() -> None:
    assert clean(insert(BASE, len(BASE) - 12, chunk(b"gAMA", bytes(4)))) == BASE


@pytest.mark.parametrize("name", ["png", "png-alpha", "png-palette", "png-interlaced", "apng"])
@given(extra=st.binary(min_size=1, max_size=90))
def test_bytes_behind_the_stream_inside_its_chunk_go(name: str, extra: bytes) -> None:
    data = CLEAN[name]
    part = [part for part in plan(data).parts if part.name in image_data.STREAMS][-1]
    kind, body = bytes(part.raw[4:8]), bytes(part.raw[8:-4])
    assert clean(data[: part.start] + chunk(kind, body + extra) + data[part.end :]) == data
    if kind == b"IDAT":
        assert clean(insert(data, part.end, chunk(kind, extra))) == data


def test_words_behind_a_long_stream_go_too() -> None:
    noise = random.Random(7).randbytes(1200 * 1200)
    rows = b"".join(b"\0" + noise[at : at + 1200] for at in range(0, len(noise), 1200))
    header = struct.pack(">IIBBBBB", 1200, 1200, 8, 0, 0, 0, 0)
    stream = zlib.compress(rows, 1)
    assert len(stream) > deflate.ALWAYS

    def picture(extra: bytes) -> bytes:
        chunks = chunk(b"IHDR", header), chunk(b"IDAT", stream + extra), chunk(b"IEND")
        return png.SIGNATURE + b"".join(chunks)

    assert clean(picture(SECRET)) == picture(b"")


def test_a_compressed_bomb_never_unfolds_in_memory() -> None:
    packed = zlib.compress(bytes(100_000_000))
    bomb = insert(BASE, HEAD, chunk(b"zTXt", b"x\0\0" + packed) + chunk(b"iCCP", b"x\0\0" + packed))
    tracemalloc.start()
    plan(bomb).findings  # noqa: B018 - read now
    clean(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 64 * findings.TEXT_BYTES


def test_a_wrong_checksum_is_damage_on_the_picture_and_nothing_on_words() -> None:
    broken = bytearray(BASE)
    broken[-13] ^= 1
    with pytest.raises(Damaged):
        clean(bytes(broken))
    assert clean(insert(BASE, HEAD, chunk(b"tEXt", SECRET)[:-1] + b"\0")) == BASE
    assert clean(insert(BASE, HEAD, chunk(b"gAMA", bytes(4))[:-4] + bytes(4))) == BASE


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (insert(BASE, 8, chunk(b"CgBI", bytes(4))), Unsupported),
        (insert(BASE, HEAD, chunk(b"NEWX")), Unsupported),
        (insert(BASE, 8, chunk(b"tEXt")), Damaged),
        (insert(BASE, HEAD, chunk(b"tE t")), Damaged),
        (BASE[:HEAD] + chunk(b"IEND"), Damaged),
        (BASE.replace(chunk(b"IEND"), chunk(b"IEND", SECRET)), Damaged),
        (insert(BASE, HEAD, chunk(b"teXt") * 100_001), TooLarge),
    ],
)
def test_what_is_no_png_is_refused(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        clean(data)


def test_a_file_without_its_end_is_cleaned_and_said() -> None:
    data = BASE[:-12]
    assert clean(data) == data
    assert plan(data).cautions == (Caution.ENDS_EARLY,)


@pytest.mark.parametrize("interlaced", [0, 1])
@pytest.mark.parametrize("depth", [1, 2, 4, 8])
@pytest.mark.parametrize("width", range(1, 10))
def test_rows_of_any_width_and_depth_end_where_they_should(
    width: int, depth: int, interlaced: int
) -> None:
    passes = [(1, 0, 1, 0)]
    if interlaced:
        passes = [
            (8, 0, 8, 0), (8, 4, 8, 0), (4, 0, 8, 4), (4, 2, 4, 0),
            (2, 0, 4, 2), (2, 1, 2, 0), (1, 0, 2, 1),
        ]  # fmt: skip
    rows = b""
    for step_x, from_x, step_y, from_y in passes:
        columns = len(range(from_x, width, step_x))
        if columns:
            rows += (b"\0" + b"\x55" * -(-columns * depth // 8)) * len(range(from_y, 3, step_y))
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, 3, depth, 0, 0, 0, interlaced))
    packed = zlib.compress(rows)
    picture = png.SIGNATURE + header + chunk(b"IDAT", packed) + chunk(b"IEND")
    assert clean(picture) == picture
    hidden = zlib.compress(rows + SECRET)
    dirty = png.SIGNATURE + header + chunk(b"IDAT", hidden) + chunk(b"IEND")
    with pytest.raises(Damaged):
        clean(dirty)
