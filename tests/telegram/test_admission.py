"""The room for files: never more bytes in hand than fit, and nobody waits for ever."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.admission import EACH, Admission


@given(st.lists(st.integers(0, 50), max_size=30))
async def test_bytes_in_hand_stay_within_the_room(sizes: list[int]) -> None:
    room, held, most = Admission(100), 0, 0

    async def work(size: int) -> None:
        nonlocal held, most
        async with room.taken(size):
            held += min(size * EACH, 100)
            most = max(most, held)
            await asyncio.sleep(0)
            held -= min(size * EACH, 100)

    await asyncio.gather(*map(work, sizes))
    assert most <= 100
    assert held == 0


async def test_a_file_larger_than_the_room_has_it_for_itself() -> None:
    room = Admission(10)
    async with room.taken(1000):
        other = asyncio.create_task(_take(room))
        await asyncio.sleep(0)
        assert not other.done()
    await other


async def _take(room: Admission) -> None:
    async with room.taken(1):
        return
