"""HDR in JPEG: the gain map stays, is cleaned as its picture is, and everybody still finds it."""

import io

import imagecodecs
import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.engine import clean, plan
from bot.engine.blocks import gain_map_xmp
from bot.engine.model import Caution, Kind
from tests.engine import hdrs
from tests.engine.look import look
from tests.engine.pictures import SECRET, SRGB, exif_block, insert, segment

WORD = SECRET.decode()
numbers = st.floats(-60, 60, width=32).map(str)
positive = st.floats(0.125, 60, width=32).map(str)


def rendered(data: bytes) -> bytes:
    """Return the HDR picture that libultrahdr makes of a file."""
    return bytes(imagecodecs.ultrahdr_decode(data).tobytes())


def second(data: bytes) -> Image.Image:
    """Return the gain map, found where MPF says that it lies."""
    with Image.open(io.BytesIO(data)) as image:
        at = image._getmp()[0xB002][1] if hasattr(image, "_getmp") else None
    assert at
    start = at["DataOffset"] + data.index(b"MPF\0") + 4
    assert start + at["Size"] == len(data)
    return Image.open(io.BytesIO(data[start:])).convert("RGB")


def kinds(data: bytes) -> set[Kind]:
    return {finding.kind for finding in plan(data).findings}


PHOTOS = {
    "iso": hdrs.ultra(),
    "google": hdrs.photo(hdrs.adobe()),
    "adobe": hdrs.photo(hdrs.adobe(GainMapMax="1.5 1.25 1", Gamma="0.9 1 1.1")),
    "apple": hdrs.photo(hdrs.apple(), google=False),
    "container alone": hdrs.photo(hdrs.adobe(), mpf=False),
    "both": hdrs.photo(
        hdrs.adobe(),
        own=segment(0xE2, hdrs.ISO + bytes(4)),
        in_map=hdrs.ultra()[hdrs.ultra().rindex(hdrs.ISO) - 4 :][:93],
    ),
}


@pytest.mark.parametrize("name", PHOTOS)
def test_hdr_stays_and_no_byte_of_both_pictures_moves(name: str) -> None:
    data = PHOTOS[name]
    out = clean(data)
    assert plan(data).cautions == ()
    assert plan(out).already_clean
    assert list(map(bytes, plan(out).coded())) == list(map(bytes, plan(data).coded()))
    assert len(list(plan(out).coded())) == 2
    assert look(out) == look(data)


@pytest.mark.parametrize("name", ["iso", "google", "both", "container alone"])
def test_libultrahdr_sees_the_same_bright_picture(name: str) -> None:
    assert rendered(clean(PHOTOS[name])) == rendered(PHOTOS[name])


@pytest.mark.parametrize("name", ["iso", "google", "adobe", "apple"])
def test_the_directory_points_at_the_gain_map(name: str) -> None:
    out = clean(PHOTOS[name])
    before = hdrs.halves()[1]
    assert second(out).tobytes() == Image.open(io.BytesIO(before)).convert("RGB").tobytes()


def test_what_was_not_there_is_not_added() -> None:
    assert b"MPF\0" not in clean(PHOTOS["container alone"])
    assert hdrs.XMP not in clean(PHOTOS["iso"])
    assert hdrs.ISO not in clean(PHOTOS["google"])
    assert b"Container" not in clean(PHOTOS["apple"])


@given(
    st.fixed_dictionaries(
        {
            "GainMapMin": numbers,
            "GainMapMax": numbers | st.tuples(numbers, numbers, numbers).map(" ".join),
            "Gamma": positive,
            "HDRCapacityMax": positive,
        }
    )
)
def test_every_number_stays(told: dict[str, str]) -> None:
    data = hdrs.photo(hdrs.adobe(**told))
    out = clean(data)
    assert clean(out) == out
    tail = out[out.rindex(hdrs.XMP) :].decode("latin-1")
    for name, text in told.items():
        values = text.split()
        if len(set(map(float, values))) == 1:
            written = [tail.split(f'hdrgm:{name}="')[1].split('"')[0]]
            values = values[:1]
        else:
            items = tail.split(f"<hdrgm:{name}>")[1].split("</hdrgm")[0]
            written = [item.split("<")[0] for item in items.split("<rdf:li>")[1:]]
        assert [numpy.float32(one) for one in written] == [numpy.float32(one) for one in values]


HIDDEN = {
    "a property beside the numbers": hdrs.photo(
        hdrs.adobe(f"<dc:creator xmlns:dc='http://purl.org/dc/elements/1.1/'>{WORD}</dc:creator>")
    ),
    "Exif in the gain map": hdrs.photo(hdrs.adobe(), in_map=segment(0xE1, exif_block())),
    "a comment in the gain map": hdrs.photo(hdrs.adobe(), in_map=segment(0xFE, SECRET)),
    "a profile in the gain map": hdrs.photo(
        hdrs.adobe(),
        in_map=segment(0xE2, b"ICC_PROFILE\0\1\1" + SRGB[:-20] + b"Budi".ljust(20)),
    ),
    "words in the container": hdrs.photo(
        hdrs.adobe(), own=segment(0xE1, hdrs.XMP + hdrs.container(9, WORD))
    ),
    "a third picture": hdrs.photo(hdrs.adobe()) + insert(hdrs.halves()[0], 2, SECRET),
    "between the pictures": hdrs.photo(hdrs.adobe()).replace(
        b"\xff\xd9\xff\xd8", b"\xff\xd9" + SECRET + b"\xff\xd8"
    ),
    "behind the numbers": hdrs.ultra().replace(
        hdrs.ultra()[hdrs.ultra().rindex(hdrs.ISO) - 4 :][:93],
        segment(0xE2, hdrs.ultra()[hdrs.ultra().rindex(hdrs.ISO) :][:89] + SECRET),
    ),
    "a version that is a word": hdrs.photo(hdrs.apple(more=f"<HDRGainMap:Y>{WORD}</HDRGainMap:Y>")),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_nothing_hides_beside_the_numbers(name: str) -> None:
    data = HIDDEN[name]
    out = clean(data)
    assert SECRET not in out
    assert b"Budi" not in out
    assert Caution.HDR_LOST not in plan(data).cautions
    assert len(list(plan(out).coded())) == 2


@pytest.mark.parametrize(
    "packet",
    [
        hdrs.adobe(GainMapMax=WORD),
        hdrs.adobe(GainMapMax="1e99"),
        hdrs.adobe(GainMapMax="nan"),
        hdrs.adobe(GainMapMax="1 2"),
        hdrs.adobe(Gamma="0"),
        hdrs.adobe(HDRCapacityMax="1 2 3"),
        hdrs.apple(version=7),
        b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>",
    ],
)
def test_numbers_that_are_none_lose_hdr_and_it_is_said(packet: bytes) -> None:
    data = hdrs.photo(packet)
    assert (
        plan(data).cautions[-1:] == (Caution.HDR_LOST,) or Caution.HDR_LOST in plan(data).cautions
    )
    out = clean(data)
    assert len(list(plan(out).coded())) == 1
    assert SECRET not in out


def test_a_gain_map_that_nothing_announces_is_a_hidden_picture() -> None:
    data = hdrs.photo(hdrs.adobe(), google=False, mpf=False)
    assert len(list(plan(clean(data)).coded())) == 1
    assert Caution.HDR_LOST in plan(data).cautions


def test_a_gain_map_cut_short_goes() -> None:
    data = hdrs.photo(hdrs.adobe())[:-40]
    assert len(list(plan(clean(data)).coded())) == 1
    assert Caution.HDR_LOST in plan(data).cautions


def test_what_a_gain_map_tells_is_told() -> None:
    told = plan(HIDDEN["Exif in the gain map"]).findings
    assert Kind.GPS_POSITION in {f.kind for f in told if f.where == "second picture"}


def test_lies_of_the_lists_are_not_believed() -> None:
    honest = clean(hdrs.photo(hdrs.adobe()))
    at = hdrs.photo(hdrs.adobe()).index(b"MPF\0") + 4 + 50
    lying = bytearray(hdrs.photo(hdrs.adobe()))
    lying[at : at + 32] = bytes([255]) * 32
    assert clean(bytes(lying)) == honest


def noted(bright: tuple[int, int], gain: tuple[int, int]) -> bytes:
    return segment(0xE1, hdrs.note(bright, gain))


@pytest.mark.parametrize(
    ("bright", "gain", "stops"),
    [((1, 2), (0, 1), 1.8), ((1, 2), (1, 1), 1.5), ((3, 2), (0, 1), 3.0), ((3, 2), (2, 1), 1.697)],
)
def test_apples_headroom_moves_out_of_the_maker_note(
    bright: tuple[int, int], gain: tuple[int, int], stops: float
) -> None:
    out = clean(hdrs.photo(hdrs.apple(), own=noted(bright, gain), google=False))
    assert b"Apple iOS" not in out
    assert b'HDRGainMapVersion="131072"' in out
    told = float(out.split(b'HDRGainMapHeadroom="')[1].split(b'"')[0])
    assert told == pytest.approx(2**stops)
    assert plan(out).already_clean


def test_apples_stated_headroom_goes_before_the_maker_note() -> None:
    stated = "<HDRGainMap:HDRGainMapHeadroom>2.5</HDRGainMap:HDRGainMapHeadroom>"
    packet = hdrs.apple(131072, stated)
    out = clean(hdrs.photo(packet, own=noted((3, 2), (0, 1)), google=False))
    assert b'HDRGainMapHeadroom="2.5"' in out


def test_no_headroom_is_made_up() -> None:
    out = clean(PHOTOS["apple"])
    assert b"Headroom" not in out
    assert b'HDRGainMapVersion="65536"' in out


@given(st.floats(-10, 10), st.floats(-10, 10))
def test_a_headroom_is_never_below_white(bright: float, gain: float) -> None:
    assert 1 <= gain_map_xmp.apple_headroom(bright, gain) <= gain_map_xmp.MAX_HEADROOM
