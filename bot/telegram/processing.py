"""A file becomes what became of it: fetched, opened by a child, counted."""

import logging
import os
import time
from collections.abc import Mapping
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
from bot.telegram import download, feedback
from bot.telegram.admission import Admission

log = logging.getLogger(__name__)

DEATHS = 3  # of children by one file
OF_TIME = frozenset({"time", "SIGXCPU"})  # another child would need as long
NOT_OFFERED = "not-offered"  # NotOffered's kind: this format has no such copy
WORKED = Cleaned | AlreadyClean | Inspected | CardDrawn | ReceiptMade
FILES = 100  # an hour, for a person; told on the page of help
FILES_OF_A_GROUP = 200
BYTES = 2_000_000_000  # an hour, for each
TASKS: Mapping[type[FileTask], str] = {
    Clean: "clean",
    Inspect: "inspect",
    DrawCard: "draw",
    MakeReceipt: "prove",
}


@dataclass(frozen=True, slots=True)
class Processor:
    """Everything that work on a file takes."""

    bot: Bot
    web: httpx.AsyncClient
    database: Database
    limit: int = FILE_LIMIT  # bytes of a file that Telegram gives us
    room: Admission = field(default_factory=Admission)
    sandbox: Sandbox = field(default_factory=open_sandbox)

    async def spent(self, *who: int) -> QuotaSpent | None:
        """Tell whether somebody had this hour's work already."""
        for each in filter(None, dict.fromkeys(who)):
            told = await self.database.run(load_usage(each))
            if told.files >= (FILES if each > 0 else FILES_OF_A_GROUP) or told.bytes >= BYTES:
                return QuotaSpent(told.seconds_left)
        return None

    async def outcome(self, job: FileTask, size: int, copy: BinaryIO, *who: int) -> Outcome:
        """Return what became of a file; its copy is in `copy`. Work that was done is charged.

        Raises TelegramError where the network fails for long.
        """
        began = time.monotonic()
        if is_requested(job):
            await feedback.show_work(self.bot, job.address)
        with download.nameless(size) as original:
            trouble = await download.fetch(self.bot, self.web, job.file_id, original, self.limit)
            outcome = trouble or await self._worked(job, original, copy)
            weight = os.fstat(original.fileno()).st_size
            _note(outcome, weight, time.monotonic() - began)
        if isinstance(outcome, WORKED):
            for each in filter(None, dict.fromkeys(who)):
                await self.database.run(charge(each, 1, weight))
        # A file that was sent just now is not gone: something is broken.
        return Failed() if isinstance(job, Clean) and isinstance(outcome, FileGone) else outcome

    async def _worked(self, job: FileTask, original: BinaryIO, copy: BinaryIO) -> Outcome:
        """Let a child do it. One that dies is replaced, but not for ever."""
        size = os.fstat(original.fileno()).st_size
        for _ in range(DEATHS):
            try:
                task = _task(job)
                answer = await self.sandbox.run(task, original.fileno(), copy.fileno(), size)
            except ChildDied as death:
                log.warning("child: %s", death.cause)
                metrics.death(death.cause)
                if death.cause in OF_TIME:
                    break
            else:
                if isinstance(answer, Isolation):
                    return Failed()
                return await self._or_usual(job, answer, original, copy)
        return KillsSandbox()

    async def _or_usual(
        self, job: FileTask, answer: Outcome, original: BinaryIO, copy: BinaryIO
    ) -> Outcome:
        """Clean a file wholly where somebody's habit is not to be had for its format."""
        refused = isinstance(answer, Refused) and answer.kind == NOT_OFFERED
        if isinstance(job, Clean) and job.is_default_choice and refused:
            return await self._worked(
                replace(job, choice=Choice.EVERYTHING, is_default_choice=False), original, copy
            )
        return answer


def _task(job: FileTask) -> str:
    if isinstance(job, Clean) and job.choice is not Choice.EVERYTHING:
        return job.choice
    return TASKS[type(job)]


def _note(outcome: Outcome, size: int, seconds: float) -> None:
    match outcome:
        case Cleaned(report) | AlreadyClean(report) | Inspected(report):
            what = report.format
        case Refused(kind):
            what = kind
        case _:
            what = "-"
    metrics.file(type(outcome).__name__, what, size, seconds)
    facts = {"bytes": size, "seconds": round(seconds, 3)}
    log.info("%s %s", type(outcome).__name__, what, extra={"facts": facts})
