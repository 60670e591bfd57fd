"""JPEG as TIFF 6.0 first had it: libtiff draws the copy as it draws the file, in every form."""

import io
import struct

import imagecodecs
import numpy
import pytest
from PIL import Image

from bot.engine import clean, plan
from bot.engine.errors import Damaged, EngineError, Unsupported
from bot.engine.model import Kind
from tests.engine.exif_blocks import LONG, SHORT, Field, directory
from tests.engine.pictures import SECRET

WIDE, HIGH = 48, 32
TEXT = 2
RAMP = numpy.random.default_rng(7).integers(0, 256, (HIGH, WIDE, 3)).astype("u1")


def jpeg(words: bytes = SECRET) -> bytes:
    file = io.BytesIO()
    Image.fromarray(RAMP).save(file, "JPEG", comment=words, subsampling="4:2:0")
    return file.getvalue()


JPEG = jpeg()
SCAN = JPEG.index(b"\xff\xda")
CODE = SCAN + 14  # behind the scan's head


def segments(marker: int) -> list[int]:
    """Return where segments of a kind are in JPEG."""
    at, found = 2, []
    while at < SCAN:
        found += [at] * (JPEG[at + 1] == marker)
        at += 2 + int.from_bytes(JPEG[at + 2 : at + 4], "big")
    return found


def old(*fields: Field, media: bytes = JPEG, strip: tuple[int, int] | None = None) -> bytes:
    """Return a page whose data begin at 8, with words in it."""
    start, size = strip or (0, len(media))
    common: list[Field] = [
        (256, SHORT, (WIDE,)), (257, SHORT, (HIGH,)), (258, SHORT, (8, 8, 8)), (259, SHORT, (6,)),
        (262, SHORT, (6,)), (270, TEXT, SECRET + b"\0"), (273, LONG, (8 + start,)),
        (277, SHORT, (3,)), (278, SHORT, (HIGH,)), (279, LONG, (size,)), (512, SHORT, (1,)),
        (530, SHORT, (2, 2)),
    ]  # fmt: skip
    told = {field[0]: field for field in (*common, *fields)}
    at = 8 + len(media) + len(media) % 2
    head = b"MM\0*" + struct.pack(">I", at)
    return (head + media).ljust(at, b"\0") + directory(at, [told[tag] for tag in sorted(told)])


def at(place: int) -> Field:
    return 513, LONG, (8 + place,)


def tables(tag: int, marker: int, classes: tuple[int, ...]) -> Field:
    """Return a field that points at tables: the first for light, the second for colour."""
    told = {JPEG[place + 4]: place + 5 + 8 for place in segments(marker)}
    return tag, LONG, tuple(told[number] for number in classes)


BARE = (
    tables(519, 0xDB, (0, 1, 1)), tables(520, 0xC4, (0, 1, 1)), tables(521, 0xC4, (16, 17, 17)),
)  # fmt: skip
FORMS = {
    "a file": old(at(0), (514, LONG, (len(JPEG),))),
    "a file of no told length": old(at(0)),
    "a file that only strips tell": old(),
    "a scan within a file": old(
        at(0), (514, LONG, (len(JPEG),)), strip=(CODE, len(JPEG) - CODE - 2)
    ),
    "a head, and a scan": old(at(0), (514, LONG, (SCAN,)), strip=(SCAN, len(JPEG) - SCAN)),
    "a head with the scan's, and code": old(
        at(0), (514, LONG, (CODE,)), strip=(CODE, len(JPEG) - CODE)
    ),
    "tables one by one": old(*BARE, strip=(CODE, len(JPEG) - CODE - 2)),
}


def drawn(data: bytes) -> bytes:
    return bytes(imagecodecs.tiff_decode(data).tobytes())


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_drawn_as_it_was_and_tells_nothing(form: str) -> None:
    data = FORMS[form]
    out = clean(data)
    assert drawn(out) == drawn(data)
    assert abs(numpy.frombuffer(drawn(out), "u1").mean() - RAMP.mean()) < 9  # no grey
    assert SECRET not in out
    assert clean(out) == out
    assert SECRET.decode() in {finding.value for finding in plan(data).findings}
    assert not any(finding.kind is Kind.THUMBNAIL for finding in plan(out).findings)


def test_black_and_white_in_whole_numbers_stay_what_they_were() -> None:
    data = old(at(0), (532, LONG, (16, 235, 128, 240, 128, 240)))
    assert drawn(clean(data)) == drawn(data) != drawn(FORMS["a file"])


LONG_FRAME = bytearray(JPEG)
LONG_FRAME[segments(0xC0)[0] + 9] = 2


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (old((512, SHORT, (14,))), Unsupported),  # lossless
        (old(at(2)), Damaged),  # no file there
        (old(at(0), (514, LONG, (SCAN,)), strip=(CODE, 99), media=bytes(LONG_FRAME)), Damaged),
        (old(strip=(CODE, 99)), Damaged),  # no tables
        (old(BARE[0], (520, LONG, (1 << 30,)), strip=(CODE, 99)), Damaged),
        (old(*BARE, media=JPEG + SECRET, strip=(CODE, len(JPEG) - CODE + len(SECRET))), Damaged),
    ],
)
def test_what_hides_or_misses_something_is_refused(data: bytes, error: type[EngineError]) -> None:
    with pytest.raises(error):
        plan(data)
