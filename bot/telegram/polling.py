"""Updates are fetched from Telegram by one replica; another takes over when it falls silent.

Updates are read as the JSON they are: one that the library cannot read must not stop the
others. They are stored before they are confirmed: until then Telegram hands them out again.

Spec: Telegram Bot API, getUpdates.
"""

import asyncio
import logging
from dataclasses import dataclass

from telegram import Bot
from telegram.error import EndPointNotFound, InvalidToken, TelegramError

from bot.store import Database, Unavailable
from bot.store.arrivals import accept
from bot.store.jobs import LEASE
from bot.store.leader import Role, acquire_leadership, resign_leadership
from bot.telegram.incoming import ALLOWED_UPDATES, UpdateReader
from bot.telegram.retry import BACKOFF, delay_after, retry
from bot.telegram.worker import Worker

log = logging.getLogger(__name__)

TIMEOUT = 30  # seconds that Telegram may hold a request open while there are no updates
READ_MARGIN = 10  # seconds more before the connection counts as broken
RENEW_INTERVAL = LEASE / 3  # seconds
CLAIM_INTERVAL = LEASE / 5  # seconds between tries to become the replica that polls
STOP_GRACE = 3.0  # seconds for the last request, when the process is stopped


class LeadershipLost(Exception):
    """Another replica polls now."""


@dataclass(slots=True)
class Polling:
    """Fetches updates with getUpdates and stores them."""

    bot: Bot
    reader: UpdateReader
    database: Database
    owner: str  # this run of the replica
    worker: Worker

    async def run(self) -> None:
        """Store updates until cancelled, whenever this replica is the one that polls.

        Raises an ExceptionGroup: of InvalidToken where the token is withdrawn meanwhile, or of
        what the store raises.
        """
        while True:
            offset = await self.database.run(acquire_leadership(Role.POLL, self.owner))
            if offset is None:
                await asyncio.sleep(CLAIM_INTERVAL)
                continue
            log.info("polling")
            try:
                async with asyncio.TaskGroup() as tasks:
                    tasks.create_task(self._renew_leadership())
                    await self._poll(offset)
            except* LeadershipLost:
                log.info("polling: another replica does it")
            finally:  # after the last renewal, which would take the leadership back
                await asyncio.shield(self._resign())

    async def _renew_leadership(self) -> None:
        while True:
            await asyncio.sleep(RENEW_INTERVAL)
            if await self.database.run(acquire_leadership(Role.POLL, self.owner)) is None:
                raise LeadershipLost

    async def _poll(self, offset: int) -> None:
        """Fetch and store updates from `offset` on until cancelled."""
        await retry(self.bot.delete_webhook)  # with one set, polling is refused
        failures = 0
        try:
            while True:
                try:
                    updates = await self._fetch(offset, TIMEOUT)
                except (InvalidToken, EndPointNotFound) as error:
                    raise InvalidToken from error
                except TelegramError as error:
                    pause = delay_after(error, BACKOFF[min(failures, len(BACKOFF) - 1)])
                    failures += 1
                    log.warning("polling: %s", type(error).__name__)
                    await asyncio.sleep(pause)
                    continue
                failures = 0
                if updates:
                    offset = int(str(updates[-1]["update_id"])) + 1
                    await self.database.run(accept(self.reader.read(updates, offset)))
                    self.worker.wake()
        except asyncio.CancelledError:
            await asyncio.shield(self._confirm(offset))
            raise

    async def _confirm(self, offset: int) -> None:
        """Confirm the updates that arrived: only a further getUpdates does."""
        try:
            async with asyncio.timeout(STOP_GRACE):
                await self._fetch(offset, 0, limit=1)
        except (TelegramError, TimeoutError) as error:
            log.warning("updates not confirmed: %s", type(error).__name__)

    async def _resign(self) -> None:
        """Let another replica poll at once, if this one does still."""
        try:
            await self.database.run(resign_leadership(Role.POLL, self.owner), STOP_GRACE)
        except Unavailable:
            log.warning("polling not handed over: the store is away")

    async def _fetch(self, offset: int, seconds: int, limit: int = 100) -> list[dict[str, object]]:
        """Return updates from `offset` on; wait up to `seconds` for the first.

        Raises TelegramError.
        """
        parameters = {
            "offset": offset,
            "limit": limit,
            "timeout": seconds,
            "allowed_updates": list(ALLOWED_UPDATES),
        }
        answer = await self.bot.do_api_request(
            "getUpdates", api_kwargs=parameters, read_timeout=seconds + READ_MARGIN
        )
        return answer if isinstance(answer, list) else []
