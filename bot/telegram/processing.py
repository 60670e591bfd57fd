"""A file becomes an outcome: it is fetched, processed by a child in the sandbox, and counted."""

import asyncio
import logging
import os
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import BinaryIO

import httpx
from telegram import Bot

from bot.chat.actions import Clean, DrawCard, FileTask, Inspect, MakeReceipt, is_requested
from bot.chat.context import FILE_LIMIT
from bot.engine.choices import Choice
from bot.ops import metrics
from bot.outcomes import (
    AlreadyClean,
    CardDrawn,
    Cleaned,
    Failed,
    FileGone,
    Inspected,
    KillsSandbox,
    Outcome,
    QuotaSpent,
    ReceiptMade,
    Refused,
)
from bot.sandbox import ChildDied, Isolation, Sandbox
from bot.store import Database
from bot.store.usage import charge, load_usage
from bot.tasks import open_sandbox
from bot.telegram import download, sending

log = logging.getLogger(__name__)

MAX_DEATHS = 3  # children that may die of one file
TIMEOUTS = frozenset({"time", "SIGXCPU"})  # causes of death: another child would need as long
NOT_OFFERED = "not-offered"  # NotOffered's kind: this format has no such copy
CHARGED = Cleaned | AlreadyClean | Inspected | CardDrawn | ReceiptMade
HOURLY_FILES = 100  # of a person; the page of help tells it
HOURLY_FILES_OF_GROUP = 200
HOURLY_BYTES = 2_000_000_000  # of either
BYTES_IN_WORK = 256 * 1024 * 1024  # originals and copies together
TASKS: Mapping[type[FileTask], str] = {
    Clean: "clean",
    Inspect: "inspect",
    DrawCard: "draw",
    MakeReceipt: "prove",
}


class Admission:
    """Lets files into work as long as they fit; one larger than all room has it for itself."""

    def __init__(self, size: int = BYTES_IN_WORK) -> None:
        """Admit so many bytes at once, copies included."""
        self._size = self._free = size
        self._changed = asyncio.Condition()

    @asynccontextmanager
    async def admit(self, size: int) -> AsyncIterator[None]:
        """Wait until a file of so many bytes and its copy fit; hold their room in the block."""
        needed = min(2 * size, self._size)
        async with self._changed:
            await self._changed.wait_for(lambda: self._free >= needed)
            self._free -= needed
        try:
            yield
        finally:
            async with self._changed:
                self._free += needed
                self._changed.notify_all()


@dataclass(frozen=True, slots=True)
class Processor:
    """Fetches files and has them processed, within everybody's quota."""

    bot: Bot
    web: httpx.AsyncClient
    database: Database
    file_limit: int = FILE_LIMIT  # bytes of a file that Telegram gives us
    admission: Admission = field(default_factory=Admission)
    sandbox: Sandbox = field(default_factory=open_sandbox)

    async def quota_spent(self, *owner_ids: int) -> QuotaSpent | None:
        """Return when the next hour begins, if the work is spent of a person (> 0) or a group.

        0 is nobody, and has no quota.
        """
        for owner_id in filter(None, dict.fromkeys(owner_ids)):
            usage = await self.database.run(load_usage(owner_id))
            files = HOURLY_FILES if owner_id > 0 else HOURLY_FILES_OF_GROUP
            if usage.files >= files or usage.bytes >= HOURLY_BYTES:
                return QuotaSpent(usage.seconds_left)
        return None

    async def process(self, task: FileTask, size: int, copy: BinaryIO, *owner_ids: int) -> Outcome:
        """Return the outcome for a file of about `size` bytes; what is made of it is in `copy`.

        Work that was done is charged to its owners. Raises TelegramError where the network fails
        for long.
        """
        began = time.monotonic()
        if is_requested(task):
            await sending.show_upload(self.bot, task.address)
        with download.anonymous_file(size) as original:
            failure = await download.fetch(
                self.bot, self.web, task.file_id, original, self.file_limit
            )
            outcome = failure or await self._run_in_sandbox(task, original, copy)
            fetched = os.fstat(original.fileno()).st_size
            _count(outcome, fetched, time.monotonic() - began)
        if isinstance(outcome, CHARGED):
            for owner_id in filter(None, dict.fromkeys(owner_ids)):
                await self.database.run(charge(owner_id, 1, fetched))
        # A file that was sent just now is not gone: something is broken.
        return Failed() if isinstance(task, Clean) and isinstance(outcome, FileGone) else outcome

    async def _run_in_sandbox(self, task: FileTask, original: BinaryIO, copy: BinaryIO) -> Outcome:
        """Let a child do the task; one that dies is replaced, a few times."""
        size = os.fstat(original.fileno()).st_size
        for _ in range(MAX_DEATHS):
            try:
                name = _task_name(task)
                answer = await self.sandbox.run(name, original.fileno(), copy.fileno(), size)
            except ChildDied as death:
                log.warning("child: %s", death.cause)
                metrics.count_death(death.cause)
                if death.cause in TIMEOUTS:
                    break
            else:
                if isinstance(answer, Isolation):
                    return Failed()
                return await self._or_clean_everything(task, answer, original, copy)
        return KillsSandbox()

    async def _or_clean_everything(
        self, task: FileTask, outcome: Outcome, original: BinaryIO, copy: BinaryIO
    ) -> Outcome:
        """Return the outcome; clean the file of everything where its format has no other copy.

        That is for a person's default choice: a choice that was tapped is refused as it is.
        """
        refused = isinstance(outcome, Refused) and outcome.kind == NOT_OFFERED
        if isinstance(task, Clean) and task.is_default_choice and refused:
            everything = replace(task, choice=Choice.EVERYTHING, is_default_choice=False)
            return await self._run_in_sandbox(everything, original, copy)
        return outcome


def _task_name(task: FileTask) -> str:
    if isinstance(task, Clean) and task.choice is not Choice.EVERYTHING:
        return task.choice
    if isinstance(task, MakeReceipt) and task.choice is not Choice.EVERYTHING:
        return f"{TASKS[MakeReceipt]}-{task.choice}"
    return TASKS[type(task)]


def _count(outcome: Outcome, size: int, seconds: float) -> None:
    """Add a file to the metrics and the log: its outcome, format or reason, never its name."""
    match outcome:
        case Cleaned(report) | AlreadyClean(report) | Inspected(report):
            detail = report.format
        case Refused(kind):
            detail = kind
        case _:
            detail = "-"
    metrics.count_file(type(outcome).__name__, detail, size, seconds)
    facts = {"bytes": size, "seconds": round(seconds, 3)}
    log.info("%s %s", type(outcome).__name__, detail, extra={"facts": facts})
