"""Telegram is asked for updates: by one replica, and another takes over when it goes silent.

Updates are read as the JSON they are: one that the library cannot read must not stop the
others. They are kept before Telegram is told that they arrived: it hands them out until then.
"""

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass

from telegram import Bot
from telegram.error import EndPointNotFound, InvalidToken, TelegramError

from bot.store import Database
from bot.store.claims import LEASE
from bot.store.leader import POLL, lead, resign
from bot.telegram.incoming import WANTED, taken
from bot.telegram.retry import PAUSES, pause_after, retried
from bot.telegram.worker import Worker

log = logging.getLogger(__name__)

WAIT = 30  # seconds that Telegram may keep us waiting
MARGIN = 10  # seconds more before we call it a broken line
LAST_WORD = 3.0  # seconds for it, at the end


class Deposed(Exception):
    """Another replica asks now."""


@dataclass(slots=True)
class Polling:
    """The queue of updates at Telegram."""

    bot: Bot
    database: Database
    owner: str
    worker: Worker

    async def run(self) -> None:
        """Keep updates for ever.

        Raises InvalidToken where the token is withdrawn meanwhile.
        """
        while True:
            cursor = await self.database.run(lead(POLL, self.owner))
            if cursor is None:
                await asyncio.sleep(LEASE / 5)
                continue
            log.info("polling")
            with suppress(Deposed):
                await self._reign(cursor)

    async def _reign(self, cursor: int) -> None:
        """Ask while this replica is the one that asks; a renewal that fails ends it."""
        asking = asyncio.create_task(self._ask_on(cursor))
        renewing = asyncio.create_task(self._renew())
        try:
            done, _ = await asyncio.wait((asking, renewing), return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in (asking, renewing):
                task.cancel()
            await asyncio.gather(asking, renewing, return_exceptions=True)

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(LEASE / 3)
            if await self.database.run(lead(POLL, self.owner)) is None:
                raise Deposed

    async def _ask_on(self, cursor: int) -> None:
        await retried(self.bot.delete_webhook)  # with one set, polling is refused
        failures = 0
        try:
            while True:
                try:
                    batch = await self._ask(cursor, WAIT)
                except (InvalidToken, EndPointNotFound) as error:
                    raise InvalidToken from error
                except TelegramError as error:
                    pause = pause_after(error, PAUSES[min(failures, len(PAUSES) - 1)])
                    failures += 1
                    log.warning("polling: %s", type(error).__name__)
                    await asyncio.sleep(pause)
                    continue
                failures = 0
                if batch:
                    cursor = int(str(batch[-1]["update_id"])) + 1
                    await self.database.run(taken(batch, self.bot, cursor))
                    self.worker.wake()
        except asyncio.CancelledError:
            await asyncio.shield(self._leave(cursor))
            raise

    async def _leave(self, cursor: int) -> None:
        """Tell Telegram how far we got: it does so only with the next question."""
        try:
            await asyncio.wait_for(self._ask(cursor, 0, limit=1), LAST_WORD)
        except (TelegramError, TimeoutError) as error:
            log.warning("last word: %s", type(error).__name__)
        await self.database.run(resign(POLL, self.owner), LAST_WORD)

    async def _ask(self, cursor: int, seconds: int, limit: int = 100) -> list[dict[str, object]]:
        told = {
            "offset": cursor,
            "limit": limit,
            "timeout": seconds,
            "allowed_updates": list(WANTED),
        }
        answer = await self.bot.do_api_request(
            "getUpdates", api_kwargs=told, read_timeout=seconds + MARGIN
        )
        return answer if isinstance(answer, list) else []
