"""TIFF: every way to code a page stays what it was; what stands beside it goes."""

import io
import itertools
import struct
from typing import Any

import numpy
import pytest
import tifffile

from bot.engine import clean, plan
from bot.engine.errors import Damaged, EngineError, TooLarge, Unsupported
from bot.engine.formats.tiff.directories import LONG8
from bot.engine.model import HARMLESS, Caution, Kind
from tests.engine.blocks.test_c2pa import store
from tests.engine.directories import LONG, with_field
from tests.engine.pictures import CLEAN, SECRET

SHORT = 3
RANDOM = numpy.random.default_rng(7)
WORDS = SECRET.decode()

PIXELS = {
    "grey": ((40, 50), "u1", "minisblack"),
    "rgb": ((40, 50, 3), "u1", "rgb"),
    "rgba": ((40, 50, 4), "u1", "rgb"),
    "planes": ((3, 40, 50), "u1", "rgb"),
    "sixteen": ((40, 50), "u2", "minisblack"),
    "float": ((40, 50), "f4", "minisblack"),
    "ink": ((40, 50, 4), "u1", "separated"),
    "line": ((40, 50), "?", "minisblack"),
    "stack": ((5, 40, 50), "u2", "minisblack"),
}
CODERS = (None, "lzw", "zlib", "packbits", "zstd", "lzma", "jpeg", "jpegxl", "lerc")
SHAPES: tuple[dict[str, Any], ...] = (
    {}, {"tile": (16, 16)}, {"rowsperstrip": 7}, {"predictor": True},
    {"byteorder": ">"}, {"bigtiff": True},
)  # fmt: skip


def written(pixels: str, coder: str | None, **how: Any) -> bytes | None:
    """Return a file with words in it, None where the writer knows no such file."""
    shape, kind, photometric = PIXELS[pixels]
    numbers = RANDOM.integers(0, 200, shape).astype(kind)
    file = io.BytesIO()
    outer = {key: how.pop(key) for key in ("byteorder", "bigtiff") if key in how}
    if pixels == "planes":
        how["planarconfig"] = "separate"
    try:
        with tifffile.TiffWriter(file, **outer) as writer:
            writer.write(
                numbers, compression=coder, photometric=photometric,
                description=WORDS, software=WORDS, extratags=[(33432, 2, 0, WORDS, True)], **how,
            )  # fmt: skip
    except (ValueError, RuntimeError, NotImplementedError, KeyError):
        return None
    return file.getvalue()


def first(data: bytes) -> Any:
    """Return tifffile's first page."""
    with tifffile.TiffFile(io.BytesIO(data)) as file:
        return file.pages[0]


def pages(data: bytes) -> list[Any]:
    with tifffile.TiffFile(io.BytesIO(data)) as file:
        return [page.asarray() for page in file.pages]


@pytest.mark.parametrize("pixels", PIXELS)
def test_every_coder_and_shape_stays_what_it_was(pixels: str) -> None:
    seen = 0
    for coder, shape in itertools.product(CODERS, SHAPES):
        data = written(pixels, coder, **shape)
        if data is None:
            continue
        out = clean(data)
        seen += 1
        assert SECRET not in out
        assert clean(out) == out
        before, after = pages(data), pages(out)
        assert len(before) == len(after)
        for one, two in zip(before, after, strict=True):
            assert one.dtype == two.dtype
            assert numpy.array_equal(one, two, equal_nan=one.dtype.kind == "f"), (coder, shape)
        assert {finding.kind for finding in plan(out).findings} <= HARMLESS
    assert seen >= len(SHAPES)


def test_the_words_of_a_file_are_told() -> None:
    data = written("rgb", None)
    assert data is not None
    told = {finding.value for finding in plan(data).findings}
    assert WORDS in told


def field(data: bytes, tag: int, kind: int, code: str, *values: int) -> bytes:
    return with_field(data, tag, kind, struct.pack("<" + code * len(values), *values))


TIFF = CLEAN["tiff"]


@pytest.mark.parametrize("value", range(2, 9))
@pytest.mark.parametrize(("kind", "code"), [(SHORT, "H"), (1, "B")])
def test_a_turned_page_stays_turned_in_the_type_it_was_told_in(
    value: int, kind: int, code: str
) -> None:
    out = clean(field(TIFF, 274, kind, code, value))
    assert first(out).tags[274].dtype == kind
    assert clean(out) == out


def test_a_page_that_is_not_turned_says_nothing() -> None:
    assert clean(field(TIFF, 274, SHORT, "H", 1)) == clean(TIFF)


def test_numbers_that_decoders_take_for_others_are_written_as_those() -> None:
    assert clean(field(TIFF, 332, SHORT, "H", 34)) == clean(TIFF)  # inks nobody knows
    alpha = written("rgba", None)
    assert alpha is not None  # CorelDRAW 10 calls it 999
    assert clean(field(alpha, 338, SHORT, "H", 999)) == clean(field(alpha, 338, SHORT, "H", 2))


def test_a_smaller_version_of_a_page_goes_and_the_only_one_stays() -> None:
    reduced = field(TIFF, 254, LONG, "I", 1)
    assert clean(reduced) == clean(TIFF)
    file = io.BytesIO()
    with tifffile.TiffWriter(file) as writer:
        writer.write(numpy.zeros((40, 40), "u1"), photometric="minisblack", metadata=None)
        writer.write(
            numpy.ones((20, 20), "u1"), photometric="minisblack", subfiletype=1, metadata=None
        )
    before = plan(file.getvalue())
    assert any(finding.kind is Kind.THUMBNAIL for finding in before.findings)
    assert len(pages(clean(file.getvalue()))) == 1


def test_what_stands_behind_a_strip_s_own_end_goes() -> None:
    coded = CLEAN["tiff-pages"]
    page = first(coded)
    start, size = page.dataoffsets[0], page.databytecounts[0]
    at = page.tags[279].offset + 8
    stream = coded[start : start + size] + SECRET
    moved = coded + stream
    fields = bytearray(moved)
    struct.pack_into("<I", fields, at, len(stream))
    struct.pack_into("<I", fields, page.tags[273].offset + 8, len(coded))
    out = clean(bytes(fields))
    assert SECRET not in out
    assert all(map(numpy.array_equal, pages(out), pages(coded)))


def test_a_longer_strip_of_plain_pixels_is_cut() -> None:
    long = bytearray(TIFF + SECRET)
    size = first(TIFF).tags[279]
    struct.pack_into("<I", long, size.offset + 8, size.value[0] + len(SECRET))
    assert clean(bytes(long)) == clean(TIFF)


def test_a_strip_that_is_not_all_there_is_said() -> None:
    assert Caution.ENDS_EARLY in plan(TIFF[:-5]).cautions


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (field(TIFF, 256, LONG, "I", 0), Damaged),
        (field(TIFF, 277, SHORT, "H", 9999), Damaged),
        (field(TIFF, 258, SHORT, "H", 0, 8, 8), Damaged),
        (field(TIFF, 278, SHORT, "H", 1), Damaged),
        (field(TIFF, 259, SHORT, "H", 6), Damaged),
        (field(TIFF, 259, SHORT, "H", 34712), Unsupported),
        (field(TIFF, 32997, LONG, "I", 3), Unsupported),
        (field(TIFF, 259, SHORT, "H", 4242), Unsupported),
        (field(TIFF, 259, SHORT, "H", 8), Damaged),
        (field(TIFF, 273, LONG, "I", 4), Damaged),
        (b"II*\0" + bytes(40), Damaged),
        (b"MM\0+\0\x08\0\0" + bytes(40), Damaged),
    ],
)  # fmt: skip
def test_a_page_that_cannot_be_drawn_is_refused(data: bytes, error: type[EngineError]) -> None:
    with pytest.raises(error):
        plan(data)


def test_a_million_pages_that_are_one_are_one() -> None:
    loop = bytearray(TIFF)
    page = first(TIFF)
    after = page.offset + 2 + 12 * len(page.tags)
    struct.pack_into("<I", loop, after, page.offset)
    assert clean(bytes(loop)) == clean(TIFF)


def test_strips_of_more_than_the_file_holds_are_too_many() -> None:
    data = field(TIFF, 278, SHORT, "H", 1)
    tall = field(data, 257, LONG, "I", 1_000_000)
    with pytest.raises(TooLarge):
        plan(tall)


@pytest.mark.parametrize("tag", [256, 338, 317, 320, 50674])
@pytest.mark.parametrize("data", [CLEAN["tiff"], CLEAN["dng"]], ids=["tiff", "dng"])
def test_numbers_of_64_bits_are_no_crash(data: bytes, tag: int) -> None:
    for kind, value in ((LONG8, b"\xff" * 48), (LONG, b"\xff" * 48)):
        try:
            clean(with_field(data, tag, kind, value))
        except EngineError:
            continue


def test_a_palette_that_nobody_looks_into_goes() -> None:
    token = b"HIDDENINPALETTE!" * 3
    assert token not in clean(with_field(CLEAN["tiff-fax"], 320, SHORT, token))


@pytest.mark.parametrize("name", ["tiff", "dng"])
def test_content_credentials_are_told_and_go(name: str) -> None:
    manifest = store(claim={"claim_generator": "Jejak/1.0"})
    signed = with_field(CLEAN[name], 52545, 7, manifest)
    assert Kind.C2PA in {finding.kind for finding in plan(signed).findings}
    assert b"jumb" not in clean(signed)
