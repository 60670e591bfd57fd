"""Telegram's limits, kept in advance so that it need not refuse a call.

About 30 messages a second over all chats, one a second in a chat, 20 a minute in a group. A
chat that must wait holds up no other. Reactions and "sending a file ..." are not counted, and
are left out where others wait. Other replicas keep their own count.

Spec: Bot API FAQ, "My bot is hitting limits, how do I avoid this?".
"""

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.ops import metrics
from bot.telegram.retry import delay_after

ALL_CHATS = (28, 1.0)  # messages, seconds
GROUP = (20, 60.0)
PRIVATE = (20, 20.0)  # one a second on average; a burst passes
MAX_QUEUES = 2_000  # chats that are remembered; the one that was silent longest goes first
LIMITED = ("send", "edit", "copy", "forward", "stop")  # how the limited methods begin
OPTIONAL = frozenset({"sendChatAction", "setMessageReaction"})
JSON = bool | dict[str, Any] | list[dict[str, Any]]
Call = Callable[..., Coroutine[Any, Any, JSON]]
Sleep = Callable[[float], Awaitable[None]]


class SlidingWindow:
    """At most `count` messages in any stretch of `seconds`."""

    def __init__(self, count: int, seconds: float) -> None:
        self._count, self._seconds = count, seconds
        self._times: deque[float] = deque(maxlen=count)  # of the last messages, oldest first

    def delay(self, now: float, messages: int) -> float:
        """Return the seconds until so many messages may be sent at once.

        More than `count` are let go as if they were `count`.
        """
        # They push out the oldest times; the last of those must be older than the window.
        index = len(self._times) - self._count + min(messages, self._count) - 1
        return max(0.0, self._times[index] + self._seconds - now) if index >= 0 else 0.0

    def record(self, now: float, messages: int) -> None:
        """Count messages as sent."""
        self._times.extend([now] * messages)


@dataclass(slots=True)
class _Queue:
    """The messages to one chat, in their order: whoever holds the lock is first."""

    window: SlidingWindow
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    blocked_until: float = 0.0  # Telegram refused, and said for how long it will


class RateLimiter(BaseRateLimiter[None]):
    """What every call of the bot goes through."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._all = _Queue(SlidingWindow(*ALL_CHATS))
        self._queues: OrderedDict[str, _Queue] = OrderedDict()  # by chat, last used last

    async def initialize(self) -> None:
        """Nothing is needed."""

    async def shutdown(self) -> None:
        """Nothing is held."""

    async def process_request(
        self,
        callback: Call,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: None,  # noqa: ARG002 - part of the interface
    ) -> JSON:
        """Make a call as soon as the limits allow; leave an optional one out where others wait.

        Raises TelegramError: the call's.
        """
        queue = self._queue(str(data.get("chat_id", "")))
        if endpoint in OPTIONAL:
            return True if self._is_busy(queue) else await callback(*args, **kwargs)
        if endpoint.startswith(LIMITED):
            await self._wait_in_order(queue, len(data.get("media") or "1"))
        try:
            return await callback(*args, **kwargs)
        except RetryAfter as error:
            metrics.count_flood()
            queue.blocked_until = self._clock() + delay_after(error, 0.0)
            raise

    def _queue(self, chat_id: str) -> _Queue:
        queue = self._queues.pop(chat_id, None)
        if queue is None:
            is_group = chat_id.startswith(("-", "@"))
            queue = _Queue(SlidingWindow(*(GROUP if is_group else PRIVATE)))
        self._queues[chat_id] = queue
        if len(self._queues) > MAX_QUEUES:
            idle = (name for name, other in self._queues.items() if not other.lock.locked())
            del self._queues[next(idle)]
        return queue

    def _is_busy(self, queue: _Queue) -> bool:
        """Return whether a message to the chat would have to wait."""
        return any(
            waited_for.lock.locked() or self._delay(waited_for, 1) > 0
            for waited_for in (queue, self._all)
        )

    async def _wait_in_order(self, queue: _Queue, messages: int) -> None:
        async with queue.lock:
            await self._wait(queue, messages)
            async with self._all.lock:  # held for a second at most: nobody waits for a chat here
                await self._wait(self._all, messages)
                now = self._clock()  # in both: the message goes now, not when its chat was free
                for window in (queue.window, self._all.window):
                    window.record(now, messages)

    async def _wait(self, queue: _Queue, messages: int) -> None:
        while (delay := self._delay(queue, messages)) > 0:
            await self._sleep(delay)

    def _delay(self, queue: _Queue, messages: int) -> float:
        now = self._clock()
        return max(queue.blocked_until - now, queue.window.delay(now, messages))
