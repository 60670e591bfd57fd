"""The eight laws that every format obeys, as properties over all of them."""

import hashlib
import tracemalloc
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from bot.engine import EngineError, check, clean, plan
from bot.engine.blocks import icc
from bot.engine.errors import NotClean
from bot.engine.formats import FORMATS, HEAD
from bot.engine.model import HARMLESS, Part, Role
from tests.engine.look import look
from tests.engine.pictures import CLEAN, SECRET, damaged, dirty, dirty_pictures

SMALL = 2600  # bytes of all literals: a HEIF file's table of items is the largest
MAGIC = [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\xff\0\0\0WEBPVP8 ", b"GIF89a\1\0\1\0\0\0\0",
         b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", b"\0\0\0\x14ftypavif\0\0\0\0mif1"]  # fmt: skip


@given(dirty_pictures())
def test_parts_tile_the_file(picture: tuple[str, bytes]) -> None:
    _, data = picture
    parts = plan(data).parts
    assert b"".join(part.raw for part in parts) == data
    assert [part.start for part in parts[1:]] == [part.end for part in parts[:-1]]


@given(dirty_pictures())
def test_kept_parts_are_views_of_the_input_and_literals_are_small(
    picture: tuple[str, bytes],
) -> None:
    _, data = picture
    before = plan(data)
    assert all(part.raw.obj is data for part in before.parts)
    literals = [p for p in before.pieces if not isinstance(p, Part)]
    assert sum(map(len, literals)) < SMALL


@given(dirty_pictures())
def test_the_coded_picture_leaves_byte_for_byte(picture: tuple[str, bytes]) -> None:
    name, data = picture
    assert _coded(clean(data)) == _coded(data) == _coded(CLEAN[name])


@given(dirty_pictures())
def test_the_picture_looks_the_same(picture: tuple[str, bytes]) -> None:
    name, data = picture
    assert look(clean(data)) == look(CLEAN[name])


@given(dirty_pictures(), st.integers(min_value=0), st.integers(1, 255))
def test_a_copy_with_one_byte_changed_is_refused(
    picture: tuple[str, bytes], at: int, change: int
) -> None:
    before = plan(picture[1])
    copy = bytearray(b"".join(before.spans))
    copy[at % len(copy)] ^= change
    with pytest.raises(NotClean):
        check(before, bytes(copy))


@given(dirty_pictures(), st.binary(min_size=1, max_size=9))
def test_a_copy_with_more_or_less_than_was_planned_is_refused(
    picture: tuple[str, bytes], more: bytes
) -> None:
    before = plan(picture[1])
    copy = b"".join(before.spans)
    for wrong in copy + more, copy[: -len(more)]:
        with pytest.raises(NotClean):
            check(before, wrong)


@given(dirty_pictures())
def test_no_secret_survives(picture: tuple[str, bytes]) -> None:
    _, data = picture
    assert SECRET not in clean(data)


@given(dirty_pictures())
def test_cleaning_a_clean_file_returns_the_same_bytes_and_finds_nothing(
    picture: tuple[str, bytes],
) -> None:
    _, data = picture
    once = clean(data)
    again = plan(once)
    assert again.already_clean
    assert clean(once) == once
    assert {finding.kind for finding in again.findings} <= HARMLESS


@given(dirty_pictures())
def test_what_goes_is_told(picture: tuple[str, bytes]) -> None:
    name, data = picture
    assume(data != CLEAN[name])
    before = plan(data)
    dropped = [part for part in before.parts if part.role is Role.DROPPED]
    assert before.findings or all(part.name in {"fill", "stray", "control"} for part in dropped)


@given(damaged() | st.builds(bytes.__add__, st.sampled_from(MAGIC), st.binary()) | st.binary())
def test_any_bytes_come_out_clean_or_raise_engine_error(data: bytes) -> None:
    with suppress(EngineError):
        once = clean(data)
        assert clean(once) == once


@given(dirty_pictures())
def test_a_copy_with_dirt_in_it_is_refused(picture: tuple[str, bytes]) -> None:
    _, data = picture
    before = plan(data)
    assume(not before.already_clean)
    with pytest.raises(NotClean, match="cleaned again"):
        check(before, data)


@pytest.mark.parametrize("name", sorted(CLEAN))
def test_the_type_is_decided_by_bytes(name: str) -> None:
    matching = [fmt.NAME for fmt in FORMATS if fmt.matches(CLEAN[name][:HEAD])]
    assert plan(CLEAN[name]).format.NAME in matching
    assert len(matching) == 1 or set(matching) == {"TIFF", "DNG"}  # told apart further on


@pytest.mark.parametrize("name", sorted(CLEAN))
def test_every_truncation_is_refused_or_said(name: str) -> None:
    data = CLEAN[name]
    for length in range(len(data)):
        with suppress(EngineError):
            before = plan(data[:length])
            assert before.cautions, f"{length} of {len(data)} bytes passed in silence"


@pytest.mark.parametrize("name", sorted(CLEAN))
@given(st.data())
def test_each_picture_of_the_zoo_takes_dirt(name: str, draw: st.DataObject) -> None:
    assert clean(draw.draw(dirty(name))) == CLEAN[name]


@pytest.mark.parametrize("name", sorted(CLEAN))
def test_memory_stays_a_small_multiple_of_the_file(name: str) -> None:
    data = CLEAN[name] + SECRET * 300_000
    tracemalloc.start()
    clean(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3 * len(data)


def _coded(data: bytes) -> str:
    digest = hashlib.sha256()
    for view in plan(data).coded():
        digest.update(view)
    return digest.hexdigest()


def _parts(out: bytes) -> tuple[Part, ...]:
    try:
        return plan(out).parts
    except EngineError:
        return ()


@pytest.mark.parametrize("name", ["jpeg", "png", "webp", "tiff", "avif"])
def test_a_colour_profile_is_sanitised_once_in_each_file(name: str) -> None:
    """Once in the original, and once more where its copy is checked."""
    file = BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.linear_gradient("L").convert("RGB").save(file, name, icc_profile=profile)
    icc.sanitise.cache_clear()
    before = plan(file.getvalue())
    assert before.cautions == ()
    assert before.findings
    assert icc.sanitise.cache_info().misses == 1
    check(before, b"".join(before.spans))
    assert icc.sanitise.cache_info().misses == 2
