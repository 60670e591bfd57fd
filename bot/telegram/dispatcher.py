"""The line from a job to its answers: what happened, what to do about it, done."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import BinaryIO

from telegram import Bot

from bot.chat import failure_message, on_event, on_files, on_outcomes
from bot.chat.actions import (
    Action,
    Answer,
    AnswerCallback,
    AnswerInlineQuery,
    Clean,
    DrawCard,
    EditMessage,
    FileTask,
    Inspect,
    MakeReceipt,
    MarkSeen,
    ProcessAlbum,
    ReplaceOriginals,
    SendAlbum,
    SendCard,
    SendCopy,
    SendLocation,
    SendMessage,
    SendTextFile,
    is_requested,
)
from bot.chat.context import FILE_LIMIT, Context
from bot.chat.events import Event, FileSent
from bot.outcomes import Busy, Failed, Forbidden
from bot.telegram import download, feedback, replace_original, sending
from bot.telegram.codecs import EVENTS
from bot.telegram.context import ContextReader
from bot.telegram.delivery_log import DeliveryLog
from bot.telegram.effects import EffectRunner
from bot.telegram.errors import forbids_files, is_unreachable
from bot.telegram.processing import Processor
from bot.wording import Wording

TOGETHER = 10  # files of one message of Telegram's; one alone is no group
Copies = Mapping[int, BinaryIO]  # by the message that the original came in


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """Everything that an answer takes."""

    bot: Bot
    wordings: Mapping[str, Wording]  # by language
    context_reader: ContextReader
    work: Processor
    effect_runner: EffectRunner

    async def answer(self, delivery_log: DeliveryLog) -> None:
        """Give the answers of a job.

        Raises TelegramError where one cannot be given, ClaimLost where another gives them.
        """
        events = EVENTS.decode_list(delivery_log.job.events)
        known = await self.context_reader.of(events)
        saying = self._saying(events, known, delivery_log)
        await saying.carry_out(
            self._replies(events, known, delivery_log.job.busy, saying.wording), {}
        )

    async def apologise(self, delivery_log: DeliveryLog, error: Exception) -> None:
        """Say what went wrong, where anybody asked and can hear it; raises as `answer` does."""
        events = EVENTS.decode_list(delivery_log.job.events)
        at = events[0].address
        lacking = forbids_files(error)
        if at is None or _is_guarded(events[0]) or (is_unreachable(error) and not lacking):
            return
        saying = self._saying(events, await self.context_reader.of(events), delivery_log)
        outcome = Forbidden() if lacking else Failed()
        await saying.carry_out((failure_message(at, outcome, saying.wording),), {})

    def _saying(
        self, events: tuple[Event, ...], known: Context, delivery_log: DeliveryLog
    ) -> "Answering":
        at = events[0].address
        language = known.group.language if at and at.is_public else known.person.language
        who = (events[0].sender_id, at.chat_id if at else 0)
        return Answering(self, self.wordings[language], delivery_log, who)

    def _replies(
        self, events: tuple[Event, ...], known: Context, busy: bool, wording: Wording
    ) -> tuple[Action, ...]:
        first = events[0]
        sent = [event for event in events if isinstance(event, FileSent)]
        if busy and first.address:
            return () if _is_guarded(first) else (failure_message(first.address, Busy(), wording),)
        if len(sent) > 1:
            return on_files(sent, wording, known)
        return on_event(first, wording, known)


@dataclass(frozen=True, slots=True)
class Answering:
    """The answers to one job, in one language."""

    line: Dispatcher
    wording: Wording
    delivery_log: DeliveryLog
    who: tuple[int, ...]  # whose hour the work counts to

    async def carry_out(self, replies: tuple[Action, ...], copies: Copies) -> None:
        """Do what the chat wants done, one by one."""
        for reply in replies:
            match reply:
                case Clean() | Inspect() | DrawCard() | MakeReceipt():
                    await self._work((reply,))
                case ProcessAlbum(jobs):
                    await self._work(jobs)
                case SendAlbum(group):
                    await self._give_together(group, copies)
                case ReplaceOriginals(group):
                    bot, delivery_log = self.line.bot, self.delivery_log
                    await replace_original.replace(bot, group, copies, delivery_log, self.wording)
                case SendMessage() | SendCopy() | SendCard() | SendTextFile() | SendLocation():
                    await self._give(reply, copies)
                case MarkSeen() | AnswerCallback() | AnswerInlineQuery() | EditMessage():
                    await feedback.show(self.line.bot, reply)
                case _:
                    await self.carry_out(
                        await self.line.effect_runner.do(reply, self.wording), copies
                    )

    async def _give(self, reply: Answer, copies: Copies) -> None:
        bot, again = self.line.bot, self.wording.repeated

        async def answer(repeat: bool) -> None:
            match reply:
                case SendCopy(at):
                    await sending.send_copy(bot, reply, copies[at.message_id], again, repeat)
                case SendCard(at):
                    await sending.send_card(bot, reply, copies[at.message_id], repeat)
                case SendTextFile():
                    await sending.send_text(bot, reply, repeat)
                case SendLocation():
                    await sending.send_pin(bot, reply, repeat)
                case SendMessage():
                    await sending.say(bot, reply, again, repeat)

        await self.delivery_log.send_once(answer)

    async def _give_together(self, group: tuple[SendCopy, ...], copies: Copies) -> None:
        for some in messages(group):
            if len(some) == 1:
                await self._give(some[0], copies)
                continue

            async def answer(repeat: bool, some: tuple[SendCopy, ...] = some) -> None:
                await sending.send_copies(
                    self.line.bot, some, copies, self.wording.repeated, repeat
                )

            await self.delivery_log.send_once(answer)

    async def _work(self, jobs: tuple[FileTask, ...]) -> None:
        work = self.line.work
        if spent := await work.spent(*self.who):
            if is_requested(jobs[0]):
                failure = failure_message(jobs[0].address, spent, self.wording)
                await self.carry_out((failure,), {})
            return
        sizes = [
            e.size
            for e in EVENTS.decode_list(self.delivery_log.job.events)
            if isinstance(e, FileSent)
        ]
        size = sum(min(size or FILE_LIMIT, work.limit) for size in sizes) or FILE_LIMIT
        async with work.room.taken(size):
            with ExitStack() as stack:
                copies, outcomes = {}, []
                for job in jobs:
                    copy = copies[job.address.message_id] = stack.enter_context(
                        download.nameless(size)
                    )
                    outcomes.append((job, await work.outcome(job, size, copy, *self.who)))
                await self.carry_out(on_outcomes(outcomes, self.wording), copies)


def messages(group: tuple[SendCopy, ...]) -> list[tuple[SendCopy, ...]]:
    """Return copies as messages of Telegram's hold them."""
    return [group[at : at + TOGETHER] for at in range(0, len(group), TOGETHER)]


def _is_guarded(event: Event) -> bool:
    """Tell a file that lies in a group, and that nobody called us to."""
    return isinstance(event, FileSent) and event.address.is_public
