"""zlib streams: bounded, and the same on every machine."""

import random
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.binary import deflate
from bot.engine.errors import Damaged

noise = random.Random(7).randbytes


@given(st.binary())
def test_a_stored_stream_is_a_zlib_stream(data: bytes) -> None:
    assert zlib.decompress(deflate.store(data)) == data


def test_a_stored_stream_of_several_blocks_is_a_zlib_stream() -> None:
    data = noise(200_000)
    assert zlib.decompress(deflate.store(data)) == data


@given(st.binary(), st.binary(), st.integers(1, 50))
def test_the_end_of_a_stream_is_found_however_it_is_cut(
    data: bytes, tail: bytes, size: int
) -> None:
    packed = zlib.compress(data)
    view = memoryview(packed + tail)
    pieces = [view[at : at + size] for at in range(0, len(view), size)]
    assert deflate.stream_length(pieces, len(data)) == len(packed)


@given(st.binary(min_size=1).filter(any))
def test_more_than_the_picture_holds_is_damage(secret: bytes) -> None:
    with pytest.raises(Damaged, match="behind the last row"):
        deflate.stream_length([memoryview(zlib.compress(b"picture" + secret))], len(b"picture"))


def test_a_stream_that_is_no_stream_is_damage() -> None:
    with pytest.raises(Damaged, match="does not inflate"):
        deflate.stream_length([memoryview(b"Jalan Merdeka 17")], 10)


def test_a_bomb_never_unfolds_in_memory() -> None:
    bomb = zlib.compress(bytes(100_000_000))
    tracemalloc.start()
    assert deflate.inflate(bomb, 1000) == bytes(1000)
    assert deflate.stream_length([memoryview(bomb)], 100_000_000) == len(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10 * deflate.STEP
