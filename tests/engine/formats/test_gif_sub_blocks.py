"""Sub-blocks: data in full ones is sliced where it lies, as if it had been joined."""

from hypothesis import given
from hypothesis import strategies as st

from bot.engine.formats import gif
from tests.engine.pictures import sub_blocks

payloads = st.integers(1, 1300).map(lambda size: bytes(n * 7 % 251 for n in range(size)))


@given(payloads, st.integers(0, 1400), st.integers(0, 1400))
def test_a_slice_of_full_sub_blocks_is_a_slice_of_their_data(
    data: bytes, start: int, stop: int
) -> None:
    chain = memoryview(sub_blocks(data))
    last, end = gif.sub_blocks.last_block(chain, 0)
    told = gif.sub_blocks.payload(chain[: end - 1], last)
    assert isinstance(told, gif.sub_blocks.Full)
    assert len(told) == len(data)
    assert told[start:stop] == data[start:stop]


@given(st.lists(st.integers(1, 255), min_size=1, max_size=9))
def test_other_sub_blocks_are_joined(sizes: list[int]) -> None:
    data = bytes(range(256)) * 9
    chain, at = b"", 0
    for size in sizes:
        chain += bytes([size]) + data[at : at + size]
        at += size
    last, end = gif.sub_blocks.last_block(memoryview(chain + b"\0"), 0)
    told = gif.sub_blocks.payload(memoryview(chain), last)
    assert told[0 : len(told)] == data[:at]
    assert end == len(chain) + 1


def test_no_sub_block_at_all_is_no_data() -> None:
    assert len(gif.sub_blocks.payload(memoryview(b""), 0)) == 0
