"""The tails of streams: words are noticed, code hardly ever is taken for them."""

import random
import zlib

import pytest

from bot.engine import clean
from bot.engine.binary import plain_text
from bot.engine.errors import Damaged
from tests.engine.pictures import CLEAN, SECRET, insert

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
