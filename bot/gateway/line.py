"""The line from an update to its answer: what happened, what to do about it, done."""

import asyncio
import logging
import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import BinaryIO

import httpx
from telegram import Bot, Update
from telegram.error import Forbidden

from bot.chat import on_event, on_outcome
from bot.chat.events import Address, Event, ThingSent
from bot.chat.outcomes import (
    AlreadyClean,
    Busy,
    Cleaned,
    Failed,
    Gone,
    Inspected,
    Outcome,
    Refused,
)
from bot.chat.replies import AnswerButton, Clean, Inspect, Notice, Reply, Say, SendCopy
from bot.gateway import files, post, work
from bot.gateway.albums import Albums
from bot.gateway.desk import Desk, Full
from bot.gateway.updates import event_of
from bot.wording import Wording

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Line:
    """Everything that an answer takes."""

    bot: Bot
    web: httpx.AsyncClient
    wording: Wording
    desk: Desk = field(default_factory=Desk)
    albums: Albums = field(default_factory=Albums)
    cores: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(os.cpu_count(), "engine")
    )

    async def answer(self, raw: dict[str, object]) -> None:
        """Answer an update. Whatever goes wrong ends here, and in words without internals."""
        event = None
        try:
            event = event_of(Update.de_json(raw, self.bot))
            if event and not self._answered(event):
                await self._carry_out(on_event(event, self.wording))
        except Forbidden:
            log.info("blocked by the person")
        except Exception as error:
            log.error("update: %s", type(error).__name__)
            await self._apologise(event)

    def _answered(self, event: Event) -> bool:
        return isinstance(event, ThingSent) and not self.albums.is_first(event.album)

    async def _carry_out(self, replies: tuple[Reply, ...], copy: BinaryIO | None = None) -> None:
        for reply in replies:
            match reply:
                case Notice():
                    await post.notice(self.bot, reply)
                case Say():
                    await post.say(self.bot, reply)
                case AnswerButton():
                    await post.release(self.bot, reply)
                case SendCopy() if copy:
                    await post.send_copy(self.bot, reply, copy)
                case Clean(at, _) | Inspect(at, _):
                    await self._wait_and_work(at, reply)

    async def _wait_and_work(self, at: Address, job: Clean | Inspect) -> None:
        try:
            async with self.desk.turn(at.chat):
                with files.nameless() as original, files.nameless() as copy:
                    outcome = await self._outcome(job, original, copy)
                    await self._carry_out(on_outcome(at, outcome, self.wording), copy)
        except Full:
            await self._carry_out(on_outcome(at, Busy(), self.wording))

    async def _outcome(self, job: Clean | Inspect, original: BinaryIO, copy: BinaryIO) -> Outcome:
        began = time.monotonic()
        await post.show_work(self.bot, job.at)
        trouble = await files.fetch(self.bot, self.web, job.file, original)
        outcome = trouble or await self._worked(job, original, copy)
        _note(outcome, original.tell(), time.monotonic() - began)
        # A file that was sent just now is not gone: something is broken.
        return Failed() if isinstance(job, Clean) and isinstance(outcome, Gone) else outcome

    async def _worked(self, job: Clean | Inspect, original: BinaryIO, copy: BinaryIO) -> Outcome:
        loop = asyncio.get_running_loop()
        if isinstance(job, Clean):
            return await loop.run_in_executor(self.cores, work.clean, original, copy)
        return await loop.run_in_executor(self.cores, work.inspect, original)

    async def _apologise(self, event: Event | None) -> None:
        if event and event.at:
            try:
                await self._carry_out(on_outcome(event.at, Failed(), self.wording))
            except Exception as error:
                log.error("apology: %s", type(error).__name__)


def _note(outcome: Outcome, size: int, seconds: float) -> None:
    match outcome:
        case Cleaned(report) | AlreadyClean(report) | Inspected(report):
            what = report.format
        case Refused(kind):
            what = kind
        case _:
            what = "-"
    log.info("%s %s %d bytes %.2f s", type(outcome).__name__, what, size, seconds)
