"""How fast we speak: Telegram's limits kept ahead, so that it need not refuse.

About 30 messages a second over all chats, one a second in a chat, 20 a minute in a group (Bot
API FAQ, "My bot is hitting limits"). What is only for show is free, and the first to be left
out. A chat that must wait holds up no other. Other replicas keep their own count.
"""

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.telegram.retry import pause_after

ALL = (28, 1.0)  # messages, seconds
GROUP = (20, 60.0)
PRIVATE = (20, 20.0)  # one a second; a burst passes
LANES = 2_000  # chats that are remembered; the one that was silent longest goes first
PACED = ("send", "edit", "copy", "forward", "stop")
FOR_SHOW = frozenset({"sendChatAction", "setMessageReaction"})
JSON = bool | dict[str, Any] | list[dict[str, Any]]
Call = Callable[..., Coroutine[Any, Any, JSON]]
Sleep = Callable[[float], Awaitable[None]]


class Window:
    """So many messages in so many seconds, whenever they begin."""

    def __init__(self, count: int, seconds: float) -> None:
        self._seconds = seconds
        self._times: deque[float] = deque(maxlen=count)

    def wait(self, now: float, weight: int) -> float:
        """Return the seconds until so many messages may go."""
        count = self._times.maxlen or 1
        at = len(self._times) - count + min(weight, count) - 1
        return max(0.0, self._times[at] + self._seconds - now) if at >= 0 else 0.0

    def take(self, now: float, weight: int) -> None:
        """Count messages that go."""
        self._times.extend([now] * weight)


@dataclass(slots=True)
class _Lane:
    """The messages to one chat, one behind the other."""

    window: Window
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    until: float = 0.0  # Telegram wants none before


class RateLimiter(BaseRateLimiter[None]):
    """What every call goes through."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._all = _Lane(Window(*ALL))
        self._lanes: OrderedDict[str, _Lane] = OrderedDict()

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
        """Make a call when its turn has come; leave it out where it is for show and others wait.

        Raises TelegramError: the call's.
        """
        lane = self._lane(str(data.get("chat_id", "")))
        if endpoint in FOR_SHOW:
            return True if self._is_tight(lane) else await callback(*args, **kwargs)
        if endpoint.startswith(PACED):
            await self._turn(lane, len(data.get("media") or "1"))
        try:
            return await callback(*args, **kwargs)
        except RetryAfter as error:
            lane.until = self._clock() + pause_after(error, 0.0)
            raise

    def _lane(self, chat: str) -> _Lane:
        lane = self._lanes.pop(chat, None)
        if lane is None:
            lane = _Lane(Window(*(GROUP if chat.startswith(("-", "@")) else PRIVATE)))
        self._lanes[chat] = lane
        if len(self._lanes) > LANES:
            idle = (name for name, other in self._lanes.items() if not other.turn.locked())
            del self._lanes[next(idle)]
        return lane

    def _is_tight(self, lane: _Lane) -> bool:
        now = self._clock()
        return any(
            each.turn.locked() or each.until > now or each.window.wait(now, 1) > 0
            for each in (lane, self._all)
        )

    async def _turn(self, lane: _Lane, weight: int) -> None:
        async with lane.turn:
            await self._room(lane, weight)
            async with self._all.turn:  # held for a second at most: nobody waits for a chat here
                await self._room(self._all, weight)

    async def _room(self, lane: _Lane, weight: int) -> None:
        while (wait := self._wait(lane, weight)) > 0:
            await self._sleep(wait)
        lane.window.take(self._clock(), weight)

    def _wait(self, lane: _Lane, weight: int) -> float:
        now = self._clock()
        return max(lane.until - now, lane.window.wait(now, weight))
