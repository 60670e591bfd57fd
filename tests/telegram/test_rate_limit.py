"""Telegram's limits are kept, no chat waits for another, optional calls are dropped first."""

import asyncio
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import BadRequest, RetryAfter

from bot.ops import metrics
from bot.telegram.rate_limit import (
    ALL_CHATS,
    GROUP,
    MAX_QUEUES,
    PRIVATE,
    RateLimiter,
    SlidingWindow,
)
from bot.telegram.retry import delay_after

pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")


class World:
    """A clock that moves when everybody sleeps, and what was called when."""

    def __init__(self) -> None:
        self.now = 0.0
        self.done: list[tuple[float, int, str]] = []
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []
        self.limiter = RateLimiter(lambda: self.now, self.sleep)

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.get_running_loop().create_future()
        self._sleepers.append((self.now + seconds, woken))
        await woken

    async def call(
        self, chat: int, endpoint: str = "sendMessage", error: Exception | None = None, **data: Any
    ) -> Any:
        async def made() -> bool:
            if error:
                raise error
            self.done.append((self.now, chat, endpoint))
            return True

        given = {"chat_id": chat, **data}
        return await self.limiter.process_request(made, (), {}, endpoint, given, None)

    async def run(self, *calls: Any) -> None:
        """Make calls at once; time passes only while all of them wait."""
        tasks = [asyncio.ensure_future(call) for call in calls]
        while not all(task.done() for task in tasks):
            for _ in range(len(tasks) + 5):
                await asyncio.sleep(0)
            if self._sleepers:
                self._sleepers.sort(key=lambda pair: pair[0])
                self.now, woken = self._sleepers.pop(0)
                woken.set_result(None)
        await asyncio.gather(*tasks)


def most(times: list[float], seconds: float) -> int:
    """Return the most calls in any stretch of so many seconds."""
    return max((sum(t <= other < t + seconds for other in times) for t in times), default=0)


few_chats = st.lists(st.sampled_from([-1, -2, 1, 2, 3]), max_size=70)
many_chats = st.lists(st.integers(-100, 100), min_size=50, max_size=100)


@given(few_chats | many_chats)
def test_no_limit_of_telegrams_is_met(chats: list[int]) -> None:
    world = World()
    asyncio.run(world.run(*(world.call(chat) for chat in chats)))
    assert len(world.done) == len(chats)
    assert most([at for at, _, _ in world.done], ALL_CHATS[1]) <= ALL_CHATS[0]
    for chat in set(chats):
        count, seconds = GROUP if chat < 0 else PRIVATE
        assert most([at for at, other, _ in world.done if other == chat], seconds) <= count


def test_the_limit_over_all_chats_is_kept_and_reached() -> None:
    world = World()
    count, seconds = ALL_CHATS
    asyncio.run(world.run(*(world.call(chat) for chat in range(3 * count))))
    times = [at for at, _, _ in world.done]
    assert [times.count(at) for at in sorted(set(times))] == [count] * 3
    assert max(times) == 2 * seconds


def test_what_waited_for_other_chats_counts_from_when_it_goes() -> None:
    world = World()
    others = [world.call(chat) for chat in range(100, 100 + ALL_CHATS[0])]
    own = [world.call(7) for _ in range(PRIVATE[0] + 1)]
    asyncio.run(world.run(*others, *own))
    times = [at for at, chat, _ in world.done if chat == 7]
    assert times == [ALL_CHATS[1]] * PRIVATE[0] + [ALL_CHATS[1] + PRIVATE[1]]


def test_one_chats_wait_is_no_others() -> None:
    world = World()
    flood = [world.call(-1) for _ in range(50)]
    asyncio.run(world.run(*flood, world.call(7)))
    assert next(at for at, chat, _ in world.done if chat == 7) < 2.0
    assert max(at for at, chat, _ in world.done if chat == -1) >= 120.0


def test_a_chat_that_was_refused_waits_as_told_and_others_do_not() -> None:
    world = World()

    async def story() -> None:
        with pytest.raises(RetryAfter):
            await world.call(-1, error=RetryAfter(30))
        await world.run(world.call(-1), world.call(-2))

    asyncio.run(story())
    assert [(at, chat) for at, chat, _ in world.done] == [(0.0, -2), (30.0, -1)]


def test_an_album_counts_as_many() -> None:
    world = World()
    asyncio.run(world.run(*(world.call(-1, "sendMediaGroup", media=[1] * 10) for _ in range(3))))
    assert [at for at, _, _ in world.done] == [0.0, 0.0, 60.0]


def test_optional_calls_are_free_and_dropped_where_others_wait() -> None:
    world = World()

    async def story() -> None:
        for _ in range(50):
            await world.call(-1, "sendChatAction")
        await world.run(*(world.call(-1) for _ in range(20)))
        assert await world.call(-1, "sendChatAction") is True
        await world.call(-2, "setMessageReaction")

    asyncio.run(story())
    shown = [(chat, name) for _, chat, name in world.done if name != "sendMessage"]
    assert shown == [(-1, "sendChatAction")] * 50 + [(-2, "setMessageReaction")]
    assert world.now == 0.0


def test_a_chat_that_was_refused_is_shown_nothing_optional() -> None:
    world = World()

    async def story() -> None:
        with pytest.raises(RetryAfter):
            await world.call(-1, error=RetryAfter(30))
        await world.call(-1, "setMessageReaction")

    asyncio.run(story())
    assert world.done == []


def test_a_flood_is_counted_once() -> None:
    before = floods()
    world = World()

    async def story() -> None:
        with pytest.raises(RetryAfter):
            await world.call(-1, error=RetryAfter(1))
        assert delay_after(RetryAfter(1), 0.0) == 1.0  # as who tries again asks
        with pytest.raises(BadRequest, match="no"):
            await world.call(-2, error=BadRequest("no"))

    asyncio.run(story())
    assert floods() == before + 1


def floods() -> float:
    return metrics.REGISTRY.get_sample_value("sapujejak_telegram_429_total") or 0.0


def test_a_group_by_its_name_is_a_group() -> None:
    world = World()
    calls = [world.call("@arisan") for _ in range(GROUP[0] + 1)]  # type: ignore[arg-type]
    asyncio.run(world.run(*calls))
    assert [at for at, _, _ in world.done][-1] == GROUP[1]


def test_what_is_no_message_is_not_limited() -> None:
    world = World()
    asyncio.run(world.run(*(world.call(-1, "getChatMember") for _ in range(100))))
    assert world.now == 0.0


def test_order_is_kept_within_a_chat() -> None:
    world = World()
    asyncio.run(world.run(*(world.call(-1, f"send{n:02}") for n in range(45))))
    names = [name for _, _, name in world.done]
    assert all(one <= two for one, two in pairwise(names))


def test_an_album_that_waits_is_not_overtaken() -> None:
    world = World()
    calls = [world.call(-1, f"send{n:02}") for n in range(15)]
    album, after = world.call(-1, "sendMediaGroup", media=[1] * 10), world.call(-1, "sendMessage")
    asyncio.run(world.run(*calls, album, after))
    assert [name for _, _, name in world.done][15:] == ["sendMediaGroup", "sendMessage"]


def test_not_for_ever_many_chats_are_remembered() -> None:
    world = World()
    asyncio.run(world.run(*(world.call(chat, "getFile") for chat in range(MAX_QUEUES + 50))))
    assert len(world.limiter._queues) == MAX_QUEUES


pauses = st.integers(0, 5 * 64).map(lambda count: count / 64)  # exact: no sum of them is rounded


@given(st.integers(1, 30), st.lists(st.tuples(pauses, st.integers(1, 12)), max_size=40))
def test_a_window_never_holds_more_than_its_count(
    count: int, steps: list[tuple[float, int]]
) -> None:
    window, now, sent = SlidingWindow(count, 7.0), 0.0, list[float]()
    for pause, messages in steps:
        messages = min(messages, count)
        now += pause
        now += window.delay(now, messages)
        assert window.delay(now, messages) == 0
        window.record(now, messages)
        sent += [now] * messages
    assert most(sent, 7.0 - 1e-6) <= count
