"""Who waits for whom: each chat in its order, chats beside each other, all within bounds."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

SEATS = 8  # files in work at once, their transfers included: 40 MB of memory each at most
OF_A_CHAT = 30  # files of one chat that wait: three full albums; more is a flood
OF_ALL = 300


class Full(Exception):
    """The sender's, or everybody's: too many files wait already."""


class Desk:
    """The waiting room of one process."""

    def __init__(self) -> None:
        self._seats = asyncio.Semaphore(SEATS)
        self._turns: dict[int, asyncio.Lock] = {}
        self._waiting: Counter[int] = Counter()

    @asynccontextmanager
    async def turn(self, chat: int) -> AsyncIterator[None]:
        """Wait until it is a chat's turn: one file at a time, so that no one fills all seats.

        Raises Full instead of waiting.
        """
        if self._waiting[chat] >= OF_A_CHAT or self._waiting.total() >= OF_ALL:
            raise Full
        self._waiting[chat] += 1
        try:
            async with self._turns.setdefault(chat, asyncio.Lock()), self._seats:
                yield
        finally:
            self._waiting[chat] -= 1
            if not self._waiting[chat]:
                del self._waiting[chat], self._turns[chat]
