"""Calls of the Bot API are tried again: floods when Telegram says, the network with backoff.

A call whose answer got lost may have been carried out, and the Bot API has no key by which
Telegram would recognise a repeat: an answer that comes twice costs less than none.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TimedOut

BACKOFF = (0.5, 1.0, 2.0, 4.0, 8.0)  # seconds before each further try
MAX_DELAY = 300.0  # seconds: where Telegram names a longer time, a call is given up

T = TypeVar("T")


async def retry(call: Callable[[], Awaitable[T]]) -> T:
    """Return what a call returns, tried again while that can help.

    Raises TelegramError: the last try's.
    """
    return await retry_send(lambda _: call(), False)


async def retry_send(send: Callable[[bool], Awaitable[T]], maybe_sent: bool) -> T:
    """Return what `send` returns, tried again like any call; nobody should see it twice unmarked.

    `send` takes whether the message may have been sent before; `maybe_sent` is that of the first
    try. Raises TelegramError: the last try's.
    """
    for pause in BACKOFF:
        try:
            return await send(maybe_sent)
        except (RetryAfter, NetworkError) as error:
            delay = delay_after(error, pause)
            if isinstance(error, BadRequest) or delay > MAX_DELAY:  # BadRequest is a NetworkError
                raise
            maybe_sent = maybe_sent or _may_have_arrived(error)
        await asyncio.sleep(delay)
    return await send(maybe_sent)


def _may_have_arrived(error: Exception) -> bool:
    """Return whether Telegram may have carried out the call.

    It has not where it refused (its own words), nor where there was no connection at all. The
    library wraps httpx's errors into NetworkError and names them in the text.
    """
    broken = isinstance(error, TimedOut) or "httpx." in str(error)
    return broken and "ConnectError" not in str(error)


def delay_after(error: Exception, default: float) -> float:
    """Return how many seconds to wait after an error: as Telegram says, or `default`."""
    if not isinstance(error, RetryAfter):
        return default
    delay = error.retry_after
    return delay.total_seconds() if isinstance(delay, timedelta) else float(delay)


UNREACHABLE = (
    "not enough rights", "need administrator rights", "chat_write_forbidden", "have no rights",
    "topic_closed", "topic_deleted", "message thread not found", "chat not found",
    "message to be replied not found", "replied message not found", "message not found",
    "chat_restricted", "user_is_blocked", "chat_send_", "bot is not a member",
)  # fmt: skip
FILES_FORBIDDEN = (
    "rights to send documents",
    "chat_send_docs_forbidden",
    "rights to send files",
)


def is_unreachable(error: Exception) -> bool:
    """Return whether no message of ours would arrive in the chat."""
    if isinstance(error, Forbidden | ChatMigrated):
        return True
    return _is_refused(error, UNREACHABLE)


def forbids_files(error: Exception) -> bool:
    """Return whether only files are forbidden in the chat: a text would arrive."""
    return _is_refused(error, FILES_FORBIDDEN)


def _is_refused(error: Exception, reasons: tuple[str, ...]) -> bool:
    text = str(error).lower()
    return isinstance(error, BadRequest) and any(reason in text for reason in reasons)
