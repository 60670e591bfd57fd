"""The line from a job to its answers: what happened, what to do about it, done."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import BinaryIO

from telegram import Bot

from bot.chat import on_event, on_files, on_outcomes, trouble
from bot.chat.events import Event, FileSent
from bot.chat.known import LIMIT, Known
from bot.chat.outcomes import Busy, Failed, Forbidden
from bot.chat.replies import (
    Answer,
    AnswerButton,
    AnswerInline,
    Clean,
    CleanAlbum,
    Draw,
    Inspect,
    Job,
    Notice,
    Prove,
    Replace,
    Reply,
    Say,
    SendCard,
    SendCopies,
    SendCopy,
    SendPin,
    SendText,
    ShowButtons,
    is_asked,
)
from bot.gateway import files, instead, letters, post, show
from bot.gateway.deeds import Deeds
from bot.gateway.knowing import Knowing
from bot.gateway.ledger import Ledger
from bot.gateway.rights import no_files, silenced
from bot.gateway.work import Work
from bot.wording import Wording

TOGETHER = 10  # files of one message of Telegram's; one alone is no group
Copies = Mapping[int, BinaryIO]  # by the message that the original came in


@dataclass(frozen=True, slots=True)
class Line:
    """Everything that an answer takes."""

    bot: Bot
    wordings: Mapping[str, Wording]  # by language
    knowing: Knowing
    work: Work
    deeds: Deeds

    async def answer(self, ledger: Ledger) -> None:
        """Give the answers of a job.

        Raises TelegramError where one cannot be given, Lost where another gives them.
        """
        events = letters.read(ledger.job.event)
        known = await self.knowing.of(events)
        saying = self._saying(events, known, ledger)
        await saying.carry_out(self._replies(events, known, ledger.job.busy, saying.wording), {})

    async def apologise(self, ledger: Ledger, error: Exception) -> None:
        """Say what went wrong, where anybody asked and can hear it; raises as `answer` does."""
        events = letters.read(ledger.job.event)
        at = events[0].at
        lacking = no_files(error)
        if at is None or _is_guarded(events[0]) or (silenced(error) and not lacking):
            return
        saying = self._saying(events, await self.knowing.of(events), ledger)
        outcome = Forbidden() if lacking else Failed()
        await saying.carry_out(trouble(at, outcome, saying.wording), {})

    def _saying(self, events: tuple[Event, ...], known: Known, ledger: Ledger) -> "Saying":
        at = events[0].at
        language = known.group.language if at and at.public else known.person.language
        who = (events[0].by, at.chat if at else 0)
        return Saying(self, self.wordings[language], ledger, who)

    def _replies(
        self, events: tuple[Event, ...], known: Known, busy: bool, wording: Wording
    ) -> tuple[Reply, ...]:
        first = events[0]
        sent = [event for event in events if isinstance(event, FileSent)]
        if busy and first.at:
            return () if _is_guarded(first) else trouble(first.at, Busy(), wording)
        if len(sent) > 1:
            return on_files(sent, wording, known)
        return on_event(first, wording, known)


@dataclass(frozen=True, slots=True)
class Saying:
    """The answers to one job, in one language."""

    line: Line
    wording: Wording
    ledger: Ledger
    who: tuple[int, ...]  # whose hour the work counts to

    async def carry_out(self, replies: tuple[Reply, ...], copies: Copies) -> None:
        """Do what the chat wants done, one by one."""
        for reply in replies:
            match reply:
                case Clean() | Inspect() | Draw() | Prove():
                    await self._work((reply,))
                case CleanAlbum(jobs):
                    await self._work(jobs)
                case SendCopies(group):
                    await self._give_together(group, copies)
                case Replace(group):
                    bot, ledger = self.line.bot, self.ledger
                    await instead.replace(bot, group, copies, ledger, self.wording)
                case Say() | SendCopy() | SendCard() | SendText() | SendPin():
                    await self._give(reply, copies)
                case Notice() | AnswerButton() | AnswerInline() | ShowButtons():
                    await show.show(self.line.bot, reply)
                case _:
                    await self.carry_out(await self.line.deeds.do(reply, self.wording), copies)

    async def _give(self, reply: Answer, copies: Copies) -> None:
        bot, again = self.line.bot, self.wording.repeated

        async def answer(repeat: bool) -> None:
            match reply:
                case SendCopy(at):
                    await post.send_copy(bot, reply, copies[at.message], again, repeat)
                case SendCard(at):
                    await post.send_card(bot, reply, copies[at.message], repeat)
                case SendText():
                    await post.send_text(bot, reply, repeat)
                case SendPin():
                    await post.send_pin(bot, reply, repeat)
                case Say():
                    await post.say(bot, reply, again, repeat)

        await self.ledger.give(answer)

    async def _give_together(self, group: tuple[SendCopy, ...], copies: Copies) -> None:
        for some in messages(group):
            if len(some) == 1:
                await self._give(some[0], copies)
                continue

            async def answer(repeat: bool, some: tuple[SendCopy, ...] = some) -> None:
                await post.send_copies(self.line.bot, some, copies, self.wording.repeated, repeat)

            await self.ledger.give(answer)

    async def _work(self, jobs: tuple[Job, ...]) -> None:
        work = self.line.work
        if spent := await work.spent(*self.who):
            if is_asked(jobs[0]):
                await self.carry_out(trouble(jobs[0].at, spent, self.wording), {})
            return
        sizes = [e.size for e in letters.read(self.ledger.job.event) if isinstance(e, FileSent)]
        size = sum(min(size or LIMIT, work.limit) for size in sizes) or LIMIT
        async with work.room.taken(size):
            with ExitStack() as stack:
                copies, outcomes = {}, []
                for job in jobs:
                    copy = copies[job.at.message] = stack.enter_context(files.nameless(size))
                    outcomes.append((job, await work.outcome(job, size, copy, *self.who)))
                await self.carry_out(on_outcomes(outcomes, self.wording), copies)


def messages(group: tuple[SendCopy, ...]) -> list[tuple[SendCopy, ...]]:
    """Return copies as messages of Telegram's hold them."""
    return [group[at : at + TOGETHER] for at in range(0, len(group), TOGETHER)]


def _is_guarded(event: Event) -> bool:
    """Tell a file that lies in a group, and that nobody called us to."""
    return isinstance(event, FileSent) and event.at.public
