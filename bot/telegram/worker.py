"""Jobs are claimed and answered, beside each other; nothing that was begun is forgotten."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter

from bot.ops import metrics
from bot.store import Database
from bot.store.claims import LEASE, Job, claim, close, give_back, keep
from bot.store.retention import forget, free_expired
from bot.store.settings import move
from bot.telegram.delivery_log import DeliveryLog, Lost
from bot.telegram.retry import pause_after

log = logging.getLogger(__name__)

HEAVY = 8  # files in work at once, their transfers included
LIGHT = 24  # other answers
IDLE = 0.5  # seconds until the store is asked again: another replica may have filled it
HOUR = 3600.0
TRIES = 12  # times that a job is begun: who kills the whole process is not asked in for ever
DEADLINE = 6 * HOUR  # an answer that comes later helps nobody
PAUSES = (5.0, 15.0, 60.0, 300.0, 900.0)  # seconds before the next try
GRACE = 20.0  # seconds for what is in hand when told to stop

Answer = Callable[[DeliveryLog], Awaitable[None]]
Apology = Callable[[DeliveryLog, Exception], Awaitable[None]]


class TooManyTries(Exception):
    """The job's: it was begun too often and never ended."""


class Worker:
    """What one replica does."""

    def __init__(self, database: Database, owner: str, answer: Answer, apologise: Apology) -> None:
        self._keeper, self._owner = database, owner
        self._answer, self._apologise = answer, apologise
        self._in_hand: dict[asyncio.Task[None], Job] = {}
        self._news = asyncio.Event()

    def wake(self) -> None:
        """Say that there is something to do."""
        self._news.set()

    async def run(self) -> None:
        """Answer jobs until cancelled, then finish what was begun, or give it back."""
        duties = [asyncio.create_task(self._renew()), asyncio.create_task(self._sweep())]
        try:
            while True:
                if not await self._claim():
                    await self._rest()
        finally:
            await self._stop()
            for duty in duties:
                duty.cancel()

    async def _claim(self) -> bool:
        heavy = sum(job.heavy for job in self._in_hand.values())
        light = len(self._in_hand) - heavy
        self._news.clear()
        if heavy == HEAVY and light == LIGHT:
            return False
        jobs = await self._keeper.run(claim(self._owner, LIGHT - light, HEAVY - heavy))
        for job in jobs:
            task = asyncio.create_task(self._work(job))
            self._in_hand[task] = job
            task.add_done_callback(self._finished)
        return bool(jobs)

    def _finished(self, task: asyncio.Task[None]) -> None:
        del self._in_hand[task]
        self.wake()  # there is a seat

    async def _rest(self) -> None:
        try:
            await asyncio.wait_for(self._news.wait(), IDLE)
        except TimeoutError:
            return

    async def _work(self, job: Job) -> None:
        """Answer a job. Whatever goes wrong ends here, without internals."""
        delivery_log = DeliveryLog(self._keeper, self._owner, job)
        try:
            if job.tries > TRIES:
                raise TooManyTries
            await self._answer(delivery_log)
        except Lost:
            log.warning("job: another replica has it")
            return
        except ChatMigrated as error:
            await self._keeper.run(move(job.chat, error.new_chat_id))
        except Forbidden:
            log.info("blocked, or removed from a group")
        except asyncio.CancelledError:
            await asyncio.shield(self._keeper.run(give_back(job.id, self._owner)))
            raise
        except (NetworkError, RetryAfter) as error:
            if not isinstance(error, BadRequest) and job.age < DEADLINE:
                pause = pause_after(error, PAUSES[min(job.tries, len(PAUSES)) - 1])
                metrics.retry(type(error).__name__)
                log.warning("job: %s, again in %.0f s", type(error).__name__, pause)
                await self._keeper.run(give_back(job.id, self._owner, pause))
                return
            await self._sorry(delivery_log, error)
        except Exception as error:
            await self._sorry(delivery_log, error)
        await self._keeper.run(close(job.id, self._owner))

    async def _sorry(self, delivery_log: DeliveryLog, error: Exception) -> None:
        log.error("job: %s", type(error).__name__)
        try:
            await self._apologise(delivery_log, error)
        except Exception as failed:
            log.error("apology: %s", type(failed).__name__)

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(LEASE / 3)
            await self._keeper.run(keep(self._owner))

    async def _sweep(self) -> None:
        for count in range(1 << 62):
            if freed := await self._keeper.run(free_expired):
                log.warning("jobs of a silent replica: %d", freed)
                self.wake()
            if count % int(HOUR / LEASE) == 0:
                await self._keeper.run(forget)
            await asyncio.sleep(LEASE / 3)

    async def _stop(self) -> None:
        if self._in_hand:
            await asyncio.wait(self._in_hand, timeout=GRACE)
        for task in tuple(self._in_hand):
            task.cancel()
        await asyncio.gather(*self._in_hand, return_exceptions=True)
