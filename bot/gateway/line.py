"""The line from a job to its answers: what happened, what to do about it, done."""

import logging
import os
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

import httpx
from telegram import Bot

from bot.chat import on_event, on_files, on_outcomes, trouble
from bot.chat.events import Event, FileSent
from bot.chat.outcomes import (
    AlreadyClean,
    Busy,
    Cleaned,
    Failed,
    Gone,
    Inspected,
    Outcome,
    Poisonous,
    Refused,
)
from bot.chat.private import LIMIT
from bot.chat.replies import (
    Answer,
    AnswerButton,
    Clean,
    CleanAlbum,
    Draw,
    Inspect,
    Job,
    Notice,
    Prove,
    Reply,
    Say,
    SendCard,
    SendCopies,
    SendCopy,
    SendPin,
    SendText,
    ShowButtons,
)
from bot.engine.choice import Choice
from bot.gateway import files, letters, metrics, post
from bot.gateway.ledger import Ledger
from bot.gateway.room import Room
from bot.sandbox import Died, Sandbox
from bot.wording import Wording

log = logging.getLogger(__name__)

DEATHS = 3  # of children by one file
OF_TIME = frozenset({"time", "SIGXCPU"})  # another child would need as long
TOGETHER = 10  # files of one message of Telegram's; one alone is no group
TASKS: Mapping[type[Job], str] = {
    Clean: "clean",
    Inspect: "inspect",
    Draw: "draw",
    Prove: "prove",
}
Copies = Mapping[int, BinaryIO]  # by the message that the original came in


@dataclass(frozen=True, slots=True)
class Line:
    """Everything that an answer takes."""

    bot: Bot
    web: httpx.AsyncClient
    wording: Wording
    limit: int = LIMIT  # bytes of a file that Telegram gives us
    room: Room = field(default_factory=Room)
    sandbox: Sandbox = field(default_factory=Sandbox)

    async def answer(self, ledger: Ledger) -> None:
        """Give the answers of a job.

        Raises TelegramError where one cannot be given, Lost where another gives them.
        """
        events = letters.read(ledger.job.event)
        await self._carry_out(self._replies(events, ledger.job.busy), ledger, {})

    async def apologise(self, ledger: Ledger) -> None:
        """Say that something of ours broke; raises as `answer` does."""
        for event in letters.read(ledger.job.event)[:1]:
            if event.at:
                await self._carry_out(trouble(event.at, Failed(), self.wording), ledger, {})

    def _replies(self, events: tuple[Event, ...], busy: bool) -> tuple[Reply, ...]:
        first = events[0]
        if busy and first.at:
            return trouble(first.at, Busy(), self.wording)
        sent = [event for event in events if isinstance(event, FileSent)]
        if len(sent) > 1:
            return on_files(sent, self.wording, self.limit)
        return on_event(first, self.wording, date.today(), self.limit)

    async def _carry_out(self, replies: tuple[Reply, ...], ledger: Ledger, copies: Copies) -> None:
        for reply in replies:
            match reply:
                case Notice():
                    await post.notice(self.bot, reply)
                case AnswerButton():
                    await post.release(self.bot, reply)
                case ShowButtons():
                    await post.show_buttons(self.bot, reply)
                case Clean() | Inspect() | Draw() | Prove():
                    await self._work((reply,), ledger)
                case CleanAlbum(jobs):
                    await self._work(jobs, ledger)
                case SendCopies(group):
                    await self._give_together(group, ledger, copies)
                case _:
                    await self._give(reply, ledger, copies)

    async def _give(self, reply: Answer, ledger: Ledger, copies: Copies) -> None:
        async def answer(repeat: bool) -> None:
            match reply:
                case SendCopy(at):
                    copy = copies[at.message]
                    await post.send_copy(self.bot, reply, copy, self.wording.repeated, repeat)
                case SendCard(at):
                    await post.send_card(self.bot, reply, copies[at.message], repeat)
                case SendText():
                    await post.send_text(self.bot, reply, repeat)
                case SendPin():
                    await post.send_pin(self.bot, reply, repeat)
                case Say():
                    await post.say(self.bot, reply, self.wording.repeated, repeat)

        await ledger.give(answer)

    async def _give_together(
        self, group: tuple[SendCopy, ...], ledger: Ledger, copies: Copies
    ) -> None:
        for some in _messages(group):
            if len(some) == 1:
                await self._give(some[0], ledger, copies)
                continue

            async def answer(repeat: bool, some: tuple[SendCopy, ...] = some) -> None:
                await post.send_copies(self.bot, some, copies, self.wording.repeated, repeat)

            await ledger.give(answer)

    async def _work(self, jobs: tuple[Job, ...], ledger: Ledger) -> None:
        sizes = [e.size for e in letters.read(ledger.job.event) if isinstance(e, FileSent)]
        size = sum(min(size or LIMIT, self.limit) for size in sizes) or LIMIT
        async with self.room.taken(size):
            with ExitStack() as stack:
                copies, outcomes = {}, []
                for job in jobs:
                    copy = copies[job.at.message] = stack.enter_context(files.nameless(size))
                    outcomes.append((job, await self._outcome(job, size, copy)))
                await self._carry_out(on_outcomes(outcomes, self.wording), ledger, copies)

    async def _outcome(self, job: Job, size: int, copy: BinaryIO) -> Outcome:
        began = time.monotonic()
        await post.show_work(self.bot, job.at)
        with files.nameless(size) as original:
            trouble = await files.fetch(self.bot, self.web, job.file, original, self.limit)
            outcome = trouble or await self._worked(job, original, copy)
            _note(outcome, os.fstat(original.fileno()).st_size, time.monotonic() - began)
        # A file that was sent just now is not gone: something is broken.
        return Failed() if isinstance(job, Clean) and isinstance(outcome, Gone) else outcome

    async def _worked(self, job: Job, original: BinaryIO, copy: BinaryIO) -> Outcome:
        """Let a child do it. One that dies is replaced, but not for ever."""
        size = os.fstat(original.fileno()).st_size
        for _ in range(DEATHS):
            try:
                task = _task(job)
                answer = await self.sandbox.run(task, original.fileno(), copy.fileno(), size)
            except Died as death:
                log.warning("child: %s", death.cause)
                metrics.death(death.cause)
                if death.cause in OF_TIME:
                    break
            else:
                return Failed() if isinstance(answer, dict) else answer
        return Poisonous()


def _task(job: Job) -> str:
    if isinstance(job, Clean) and job.choice is not Choice.EVERYTHING:
        return job.choice
    return TASKS[type(job)]


def _messages(group: tuple[SendCopy, ...]) -> list[tuple[SendCopy, ...]]:
    return [group[at : at + TOGETHER] for at in range(0, len(group), TOGETHER)]


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
