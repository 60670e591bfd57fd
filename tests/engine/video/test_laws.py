"""The laws of every format, for films: with dirt put into every box, cut short, and broken."""

from contextlib import suppress

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.engine import EngineError, check, clean, plan
from bot.engine.errors import NotClean
from bot.engine.model import HARMLESS, Part
from tests.engine.video.films import SECRET, Recipe, box, film, insert, look

ZOO = {
    "mp4": clean(film(Recipe(audio="aac"))),
    "mov": clean(film(Recipe("mjpeg", "pcm_s16le", "mov", pixels="yuvj420p"))),
    "pieces": clean(
        film(Recipe("libx265", "aac", options=(("movflags", "frag_every_frame+empty_moov"),)))
    ),
}
each_film = pytest.mark.parametrize("name", ZOO)

HOLDERS = (b"moov", b"moov/trak", b"moov/trak/mdia", b"moov/trak/mdia/minf",
           b"moov/trak/mdia/minf/stbl", b"moov/trak/mdia/minf/stbl/stsd/*",
           b"moof", b"moof/traf", b"")  # fmt: skip
KINDS = (b"udta", b"meta", b"uuid", b"free", b"skip", b"wide", b"sdtp", b"subs", b"name", b"btrt",
         b"iods", b"\xa9nam", b"keys", b"mdat", b"junk", b"tref", b"sidx", b"emsg")  # fmt: skip


@st.composite
def dirty(draw: st.DrawFn, name: str) -> bytes:
    """Return a film with words in boxes of any kind, in boxes of any other."""
    data = ZOO[name]
    for _ in range(draw(st.integers(1, 3))):
        holder, kind = draw(st.sampled_from(HOLDERS)), draw(st.sampled_from(KINDS))
        data = insert(data, holder, box(kind, draw(st.binary(max_size=9)), SECRET))
    return data + draw(st.sampled_from((b"", SECRET)))


@each_film
@given(st.data())
def test_dirt_goes_and_the_film_stays(name: str, draw: st.DataObject) -> None:
    data = draw.draw(dirty(name))
    assume(SECRET in data)  # not every film is in pieces
    before = plan(data)
    assert before.findings
    assert b"".join(part.raw for part in before.parts) == data
    copy = b"".join(before.spans)
    check(before, copy)
    assert copy == ZOO[name]


@each_film
def test_a_clean_film_is_one_span_that_tells_nothing(name: str) -> None:
    before = plan(ZOO[name])
    assert before.already_clean
    assert {finding.kind for finding in before.findings} <= HARMLESS
    assert all(isinstance(piece, Part) for piece in before.pieces)


@each_film
@given(st.integers(min_value=0), st.integers(1, 255))
def test_a_copy_with_one_byte_changed_is_refused(name: str, at: int, change: int) -> None:
    before = plan(insert(ZOO[name], b"moov", box(b"udta", SECRET)))
    copy = bytearray(b"".join(before.spans))
    copy[at % len(copy)] ^= change
    with pytest.raises(NotClean):
        check(before, bytes(copy))


@each_film
@given(st.data())
def test_a_broken_film_comes_out_clean_or_is_refused(name: str, draw: st.DataObject) -> None:
    data = bytearray(ZOO[name])
    film_box = data.index(b"moov")
    for _ in range(draw.draw(st.integers(1, 4))):
        at = draw.draw(st.integers(0, len(data) - 1) | st.integers(film_box, film_box + 1500))
        data[min(at, len(data) - 1)] = draw.draw(st.integers(0, 255))
    with suppress(EngineError):
        once = clean(bytes(data))
        assert clean(once) == once


@pytest.mark.parametrize("name", ["mp4", "mov"])  # a film in pieces may end behind each
def test_a_film_cut_short_is_refused_or_said(name: str) -> None:
    data = ZOO[name]
    for length in (*range(0, 4000, 7), *range(4000, len(data), 251)):
        with suppress(EngineError):
            before = plan(data[:length])
            clean(data[:length])
            assert before.cautions, f"{length} of {len(data)} bytes passed in silence"


def test_a_film_cut_short_plays_as_far_as_it_goes() -> None:
    data = ZOO["mp4"]
    frames = look(clean(data[:-3000])).frames
    assert 0 < len(frames) < len(look(data).frames)
