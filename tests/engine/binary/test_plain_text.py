"""Text where code should be: it is noticed, and code is hardly ever taken for it."""

import random
import zlib

import pytest

from bot.engine import clean
from bot.engine.binary import plain_text
from bot.engine.errors import Damaged, EngineError
from tests.engine.pictures import CLEAN, SECRET, insert

TOKEN = b"TOKENTHATHIDES"
SPELLINGS = (TOKEN, TOKEN.decode().encode("utf-16-le"), TOKEN.decode().encode("utf-16-be"))
noise = random.Random(7).randbytes


@pytest.mark.parametrize(
    "foreign",
    [
        b"Jl. Merdeka 17, Jakarta",
        "Budi Santoso".encode("utf-16-le"),
        bytes(20),
        b"\xff\xd8\xff\xe0" + noise(90),
        noise(9000) + b"\0\0\0\x18ftypmp42" + noise(9000),
    ],
)
def test_foreign_bytes_at_the_end_of_a_stream_are_noticed(foreign: bytes) -> None:
    assert plain_text.has_foreign_end(zlib.compress(noise(50_000)) + foreign)


def test_deflated_data_rarely_looks_foreign() -> None:
    streams = [zlib.compress(noise(70_000)) for _ in range(200)]
    assert sum(map(plain_text.has_foreign_end, streams)) < 40


def test_words_behind_a_scan_or_a_bitstream_are_refused() -> None:
    with pytest.raises(Damaged, match="words"):
        clean(insert(CLEAN["jpeg"], len(CLEAN["jpeg"]) - 2, SECRET))
    vp8 = CLEAN["webp"][20:] + SECRET
    size = len(vp8).to_bytes(4, "little")
    head = b"RIFF" + (len(vp8) + 12).to_bytes(4, "little") + b"WEBPVP8 " + size
    with pytest.raises(Damaged, match="words"):
        clean(head + vp8 + bytes(len(vp8) % 2))


def test_flat_code_is_not_taken_for_words() -> None:
    assert not plain_text.has_text_at_end(memoryview(b"(" * 600))
    assert not plain_text.has_text_at_end(memoryview(b"jVVVTTVVTTVV$EeEEEfaYQZ"))  # of a real photo
    assert not any(plain_text.has_text_at_end(memoryview(noise(600))) for _ in range(1000))


@pytest.mark.parametrize("token", [*SPELLINGS, b"b7c1a9e0d4f2", b"Jakarta_Bandung"])
@pytest.mark.parametrize("behind", [b"", b"\0", b"\x80", b"\r\n"])
def test_a_word_is_noticed_where_code_should_end(token: bytes, behind: bytes) -> None:
    assert plain_text.has_identifier_at_end(memoryview(noise(90) + token + behind))
    assert plain_text.has_identifier(noise(20) + token + noise(20))


def test_code_and_numbers_are_hardly_ever_taken_for_words() -> None:
    noise = random.Random(11).randbytes  # chance alone writes one such run in a million bytes
    assert not any(plain_text.has_identifier_at_end(memoryview(noise(60))) for _ in range(20_000))
    assert not any(plain_text.has_identifier(noise(200)) for _ in range(2_000))
    assert not plain_text.has_identifier(
        b"\0\0\x80\x3f" * 90 + b"0" * 40 + b"0\0" * 40
    )  # 1.0, flat areas


@pytest.mark.parametrize("token", SPELLINGS)
@pytest.mark.parametrize("name", ["jxl", "jxl-pieces"])
def test_a_word_behind_a_codestream_is_refused(name: str, token: bytes) -> None:
    data = CLEAN[name]
    at = data.rindex(b"jxlc" if name == "jxl" else b"jxlp") - 4
    size = int.from_bytes(data[at : at + 4], "big") + len(token)
    with pytest.raises(Damaged, match="words"):
        clean(data[:at] + size.to_bytes(4, "big") + data[at + 4 :] + token)


@pytest.mark.parametrize("token", SPELLINGS)
def test_a_word_behind_a_bare_codestream_is_refused(token: bytes) -> None:
    data = CLEAN["jxl"]
    bare = data[data.index(b"\xff\x0a") :]
    assert clean(bare) == bare
    with pytest.raises(Damaged, match="words"):
        clean(bare + token)


@pytest.mark.parametrize("token", SPELLINGS)
@pytest.mark.parametrize("name", ["heic", "avif"])
def test_a_word_over_any_number_of_a_picture_never_stays(name: str, token: bytes) -> None:
    data = CLEAN[name]
    until = data.index(b"mdat")
    for at in range(until - len(token)):
        try:
            out = clean(data[:at] + token + data[at + len(token) :])
        except EngineError:
            continue
        assert token not in out[: out.index(b"mdat")], at
