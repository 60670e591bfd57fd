"""What is tried again, and when: floods as told, the network with growing pauses.

A call whose answer got lost may have been carried out, and Telegram knows no key that would
tell a repeat: an answer that comes twice costs less than none.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut

from bot.ops import metrics

PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)  # seconds
LONGEST = 300.0  # seconds: told to wait longer, we give up

T = TypeVar("T")


async def retried(call: Callable[[], Awaitable[T]]) -> T:
    """Return what a call returns, tried again while that can help.

    Raises TelegramError: the last try's.
    """
    return await delivered(lambda _: call(), False)


async def delivered(call: Callable[[bool], Awaitable[T]], repeat: bool) -> T:
    """Return what a call returns that must not be made twice without saying so.

    It is told whether it may have been carried out before. Raises TelegramError: the last try's.
    """
    for pause in PAUSES:
        try:
            return await call(repeat)
        except (RetryAfter, NetworkError) as error:
            if isinstance(error, BadRequest) or (wait := pause_after(error, pause)) > LONGEST:
                raise
            repeat = repeat or _is_unsure(error)
        await asyncio.sleep(wait)
    return await call(repeat)


def _is_unsure(error: Exception) -> bool:
    """Tell a line that broke, which says nothing, from an answer that refuses."""
    broke = isinstance(error, TimedOut) or "httpx." in str(error)
    return broke and "ConnectError" not in str(error)


def pause_after(error: Exception, pause: float) -> float:
    """Return how many seconds to wait after an error: as told, or `pause`."""
    if not isinstance(error, RetryAfter):
        return pause
    metrics.flood()
    told = error.retry_after
    return told.total_seconds() if isinstance(told, timedelta) else float(told)
