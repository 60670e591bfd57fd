"""Jobs are claimed from the store and answered, several at once; none that was begun is lost."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter

from bot.ops import metrics
from bot.store import Database, Unavailable
from bot.store.jobs import LEASE, Job, claim, close, give_back, release_expired, renew
from bot.store.retention import delete_old
from bot.store.settings import move_group
from bot.telegram.delivery_log import ClaimLost, DeliveryLog
from bot.telegram.retry import delay_after

log = logging.getLogger(__name__)

HEAVY = 8  # files in work at once, their transfers included
LIGHT = 24  # other answers
POLL_INTERVAL = 0.5  # seconds until the store is asked again: another replica may have filled it
RENEW_INTERVAL = LEASE / 3  # seconds: two renewals may fail before a claim is void
SWEEP_INTERVAL = LEASE / 3
SWEEPS_PER_DELETION = 240  # old rows are deleted every 20 minutes
HOUR = 3600.0
MAX_TRIES = 12  # times that a job is begun: one that kills the whole process must end some time
DEADLINE = 6 * HOUR  # an answer that comes later helps nobody
BACKOFF = (5.0, 15.0, 60.0, 300.0, 900.0)  # seconds before the next try
GRACE = 20.0  # seconds for the jobs in work when the process is stopped
STORE_GRACE = 3.0  # seconds then for the store to take a job back; its claim ends without, too

Answer = Callable[[DeliveryLog], Awaitable[None]]
Apology = Callable[[DeliveryLog, Exception], Awaitable[None]]


class TooManyTries(Exception):
    """The job's: it was begun too often and never ended."""


class Worker:
    """Claims jobs for one replica and has them answered."""

    def __init__(self, database: Database, owner: str, answer: Answer, apologise: Apology) -> None:
        """Answer jobs with `answer`, and with `apologise` where that fails.

        `owner` names this run of the replica; claims bear it.
        """
        self._database, self._owner = database, owner
        self._answer, self._apologise = answer, apologise
        self._running: dict[asyncio.Task[None], Job] = {}
        self._wakeup = asyncio.Event()

    def wake(self) -> None:
        """Look for jobs at once: one was stored, or a place in work became free."""
        self._wakeup.set()

    async def run(self) -> None:
        """Answer jobs until cancelled; then finish those in work, or give them back.

        A database that is away is waited for. Any other error of the claims, the sweeps or a
        job's end raises an ExceptionGroup: a process that cannot keep its promises must end.
        """
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._renew_claims())
            tasks.create_task(self._sweep())
            try:
                while True:
                    if not await self._claim(tasks):
                        await self._rest()
            finally:  # within the group: claims are renewed until the last job has ended
                await self._stop()

    async def _claim(self, tasks: asyncio.TaskGroup) -> bool:
        """Begin jobs as far as there is room; return whether there were any."""
        heavy = sum(job.heavy for job in self._running.values())
        light = len(self._running) - heavy
        self._wakeup.clear()
        if heavy == HEAVY and light == LIGHT:
            return False
        jobs = await self._database.run(claim(self._owner, LIGHT - light, HEAVY - heavy))
        for job in jobs:
            task = tasks.create_task(self._work(job))
            self._running[task] = job
            task.add_done_callback(self._finished)
        return bool(jobs)

    def _finished(self, task: asyncio.Task[None]) -> None:
        del self._running[task]
        self.wake()

    async def _rest(self) -> None:
        # Not wait_for: up to Python 3.11 it swallows a cancellation that comes with the event.
        with suppress(TimeoutError):
            async with asyncio.timeout(POLL_INTERVAL):
                await self._wakeup.wait()

    async def _work(self, job: Job) -> None:
        """Answer a job. Whatever goes wrong with it is logged by its class alone."""
        delivery_log = DeliveryLog(self._database, self._owner, job)
        try:
            if job.tries > MAX_TRIES:
                raise TooManyTries
            await self._answer(delivery_log)
        except ClaimLost:
            log.warning("job: another replica has it")
            return
        except ChatMigrated as error:
            await self._database.run(move_group(job.chat_id, error.new_chat_id))
        except Forbidden:
            log.info("blocked, or removed from a group")
        except asyncio.CancelledError:
            with suppress(Unavailable):
                operation = give_back(job.id, self._owner)
                await asyncio.shield(self._database.run(operation, STORE_GRACE))
            raise
        except (NetworkError, RetryAfter) as error:
            if not isinstance(error, BadRequest) and job.age < DEADLINE:
                pause = delay_after(error, BACKOFF[min(job.tries, len(BACKOFF)) - 1])
                metrics.count_retry(type(error).__name__)
                log.warning("job: %s, again in %.0f s", type(error).__name__, pause)
                await self._database.run(give_back(job.id, self._owner, pause))
                return
            await self._report_failure(delivery_log, error)
        except Exception as error:
            await self._report_failure(delivery_log, error)
        await self._database.run(close(job.id, self._owner))

    async def _report_failure(self, delivery_log: DeliveryLog, error: Exception) -> None:
        """Log an error and tell the person who waits, if that is possible."""
        log.error("job: %s", type(error).__name__)
        try:
            await self._apologise(delivery_log, error)
        except Exception as failure:
            log.error("apology: %s", type(failure).__name__)

    async def _renew_claims(self) -> None:
        while True:
            await asyncio.sleep(RENEW_INTERVAL)
            await self._database.run(renew(self._owner))

    async def _sweep(self) -> None:
        """Free the jobs of replicas that went silent; now and then delete what is old."""
        for count in range(1 << 62):
            if freed := await self._database.run(release_expired):
                log.warning("jobs of a silent replica: %d", freed)
                self.wake()
            if count % SWEEPS_PER_DELETION == 0:
                await self._database.run(delete_old)
            await asyncio.sleep(SWEEP_INTERVAL)

    async def _stop(self) -> None:
        """Wait for the jobs in work; those that last too long are cancelled and given back."""
        if self._running:
            await asyncio.wait(self._running, timeout=GRACE)
        for task in tuple(self._running):
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
