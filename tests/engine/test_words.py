"""Words in numbers and behind code: noticed in every place where an enemy may write them."""

import random

import pytest

from bot.engine import clean
from bot.engine.binary import plain_text
from bot.engine.errors import Damaged, EngineError
from tests.engine.pictures import CLEAN

TOKEN = b"TOKENTHATHIDES"
SPELLINGS = (TOKEN, TOKEN.decode().encode("utf-16-le"), TOKEN.decode().encode("utf-16-be"))

noise = random.Random(11).randbytes


@pytest.mark.parametrize("token", [*SPELLINGS, b"b7c1a9e0d4f2", b"Jakarta_Bandung"])
@pytest.mark.parametrize("behind", [b"", b"\0", b"\x80", b"\r\n"])
def test_a_word_is_noticed_where_code_should_end(token: bytes, behind: bytes) -> None:
    assert plain_text.has_identifier_at_end(memoryview(noise(90) + token + behind))
    assert plain_text.has_identifier(noise(20) + token + noise(20))


def test_code_and_numbers_are_hardly_ever_taken_for_words() -> None:
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
