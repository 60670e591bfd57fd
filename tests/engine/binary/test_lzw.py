"""LZW: where a stream ends, for writers of every habit."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.binary.lzw import ALWAYS, Codes


def stream(codes: int, minimum: int, *, clear_at: int | None = 4096, seed: int = 1) -> bytes:
    """Write random codes as GIF87a appendix F says; `clear_at` None never clears again."""
    rng = random.Random(seed)
    clear, end = 1 << minimum, (1 << minimum) + 1
    number = bits = since = 0

    def put(code: int, width: int) -> None:
        nonlocal number, bits
        number |= code << bits
        bits += width

    def width() -> int:
        return min(12, max(minimum + 1, (end + max(1, since)).bit_length()))

    out = bytearray()
    put(clear, minimum + 1)
    for _ in range(codes):
        if clear_at and end + max(1, since) >= clear_at:
            put(clear, width())
            since = 0
        put(
            rng.choice([code for code in (0, clear - 1, end + 1) if code < end or since > 1]),
            width(),
        )
        since += 1
        whole = bits // 8
        out += (number & ((1 << 8 * whole) - 1)).to_bytes(whole, "little")
        number, bits = number >> 8 * whole, bits % 8
    put(end, width())
    return bytes(out) + number.to_bytes((bits + 7) // 8, "little")


@pytest.mark.parametrize("minimum", [2, 4, 8])
@pytest.mark.parametrize("clear_at", [4096, 4095, 300, None])
@pytest.mark.parametrize("codes", [1, 300, 5000, 40_000])
@pytest.mark.parametrize("tail", [b"", b"\0", b"Budi, Jakarta"])
def test_the_end_is_found(minimum: int, clear_at: int | None, codes: int, tail: bytes) -> None:
    data = stream(codes, minimum, clear_at=clear_at)
    assert Codes(data + tail, minimum).length() == len(data)


@given(st.integers(0, 3000), st.integers(2, 8), st.integers(0, 99), st.binary(max_size=80))
def test_any_tail_behind_a_short_stream_is_seen(
    codes: int, minimum: int, seed: int, tail: bytes
) -> None:
    data = stream(codes, minimum, seed=seed)
    assert len(data) < ALWAYS
    assert Codes(data + tail, minimum).length() == len(data)


@given(st.binary(), st.integers(1, 11))
def test_any_bytes_end_somewhere_or_nowhere(data: bytes, minimum: int) -> None:
    length = Codes(data, minimum).length()
    assert length is None or 0 < length <= len(data)
