"""A job is answered, step by step.

job        an events' JSON, claimed by the worker
events     what happened: the JSON decoded (codecs.py)
context    what is known there: settings, rights, the time (context.py)
actions    what the bot does about it: the chat decides, a pure function (bot.chat)
sending    each action is carried out: a message is sent once (delivery_log.py, sending.py), a
           file is processed and its outcome asks the chat again (processing.py), an effect
           stores or deletes (effects.py)
"""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial

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
from bot.telegram import download, sending
from bot.telegram.codecs import EVENTS
from bot.telegram.context import ContextReader
from bot.telegram.delivery_log import DeliveryLog
from bot.telegram.effects import EffectRunner
from bot.telegram.processing import Processor
from bot.telegram.replace_original import replace_originals
from bot.telegram.retry import forbids_files, is_unreachable
from bot.wording import Wording

MAX_ALBUM = 10  # files of one message of Telegram's


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """Answers jobs with the parts that it takes."""

    bot: Bot
    wordings: Mapping[str, Wording]  # by language
    context_reader: ContextReader
    processor: Processor
    effect_runner: EffectRunner

    async def answer(self, delivery_log: DeliveryLog) -> None:
        """Carry out what a job asks for.

        Raises TelegramError where a message cannot be sent, ClaimLost where another replica has
        the job now.
        """
        job = delivery_log.job
        events = EVENTS.decode_list(job.events)
        context = await self.context_reader.read(events)
        runner = self._runner(events[0], context, delivery_log)
        await runner.carry_out(_decide(events, context, job.busy, runner.wording))

    async def apologise(self, delivery_log: DeliveryLog, error: Exception) -> None:
        """Send an apology for a failed job, if somebody waits for it and a message would arrive.

        Raises as `answer` does.
        """
        events = EVENTS.decode_list(delivery_log.job.events)
        address, only_files = events[0].address, forbids_files(error)
        if address is None or _is_unrequested(events[0]):
            return
        if is_unreachable(error) and not only_files:
            return
        context = await self.context_reader.read(events)
        runner = self._runner(events[0], context, delivery_log)
        outcome = Forbidden() if only_files else Failed()
        await runner.carry_out((failure_message(address, outcome, runner.wording),))

    def _runner(self, event: Event, context: Context, delivery_log: DeliveryLog) -> "ActionRunner":
        address = event.address
        is_public = address is not None and address.is_public
        language = context.group.language if is_public else context.person.language
        owner_ids = (event.sender_id, address.chat_id if address else 0)
        return ActionRunner(self, self.wordings[language], delivery_log, owner_ids)


def _decide(
    events: tuple[Event, ...], context: Context, busy: bool, wording: Wording
) -> tuple[Action, ...]:
    """Return the chat's actions; `busy`: too many files wait, and these are not processed."""
    first = events[0]
    files = [event for event in events if isinstance(event, FileSent)]
    if busy and first.address:
        if _is_unrequested(first):
            return ()
        return (failure_message(first.address, Busy(), wording),)
    return (
        on_files(files, wording, context) if len(files) > 1 else on_event(first, wording, context)
    )


def _is_unrequested(event: Event) -> bool:
    """Return whether an event is a file in a group, which nobody asked the bot to look at."""
    return isinstance(event, FileSent) and event.address.is_public


@dataclass(frozen=True, slots=True)
class ActionRunner:
    """Carries out the actions of one job, in one language."""

    parts: Dispatcher
    wording: Wording
    delivery_log: DeliveryLog
    owner_ids: tuple[int, int]  # sender and chat, whose quota the work is charged to
    files: sending.Files = field(default_factory=dict)  # what was made of the originals

    async def carry_out(self, actions: tuple[Action, ...]) -> None:
        """Carry out actions, one after the other."""
        bot = self.parts.bot
        for action in actions:
            match action:
                case SendMessage() | SendCopy() | SendCard() | SendTextFile() | SendLocation():
                    await self.delivery_log.send_once(self._sender_of(action))
                case SendAlbum(copies):
                    await self._send_albums(copies)
                case ReplaceOriginals(copies):
                    await replace_originals(
                        bot, copies, self.files, self.delivery_log, self.wording
                    )
                case Clean() | Inspect() | DrawCard() | MakeReceipt():
                    await self._process((action,))
                case ProcessAlbum(tasks):
                    await self._process(tasks)
                case MarkSeen() | EditMessage() | AnswerCallback() | AnswerInlineQuery():
                    await sending.give_feedback(bot, action)
                case _:
                    answers = await self.parts.effect_runner.run(action, self.wording)
                    await self.carry_out(answers)

    def _sender_of(self, action: Answer) -> Callable[[bool], Awaitable[object]]:
        """Return the function that sends a message; it takes whether it may be a repeat."""
        bot, mark_repeat = self.parts.bot, self.wording.repeated
        match action:
            case SendMessage():
                return partial(sending.send_message, bot, action, mark_repeat)
            case SendCopy(address):
                file = self.files[address.message_id]
                return partial(sending.send_copy, bot, action, file, mark_repeat)
            case SendCard(address):
                return partial(sending.send_card, bot, action, self.files[address.message_id])
            case SendTextFile():
                return partial(sending.send_text_file, bot, action)
            case SendLocation():
                return partial(sending.send_location, bot, action)

    async def _send_albums(self, copies: tuple[SendCopy, ...]) -> None:
        """Send copies in as few messages as Telegram allows; an album has two at least."""
        for album in split_album(copies):
            if len(album) == 1:
                await self.delivery_log.send_once(self._sender_of(album[0]))
            else:
                send = partial(
                    sending.send_album, self.parts.bot, album, self.files, self.wording.repeated
                )
                await self.delivery_log.send_once(send)

    async def _process(self, tasks: tuple[FileTask, ...]) -> None:
        """Process files as soon as there is room, and carry out what the chat makes of them."""
        processor = self.parts.processor
        if spent := await processor.quota_spent(*self.owner_ids):
            if is_requested(tasks[0]):
                failure = failure_message(tasks[0].address, spent, self.wording)
                await self.carry_out((failure,))
            return
        size = self._size()
        async with processor.admission.admit(size):
            with ExitStack() as stack:
                files, outcomes = {}, []
                for task in tasks:
                    copy = stack.enter_context(download.anonymous_file(size))
                    files[task.address.message_id] = copy
                    outcome = await processor.process(task, size, copy, *self.owner_ids)
                    outcomes.append((task, outcome))
                runner = replace(self, files=files)
                await runner.carry_out(on_outcomes(outcomes, self.wording))

    def _size(self) -> int:
        """Return how many bytes the files of the job have together, at most, as far as known."""
        limit = self.parts.processor.file_limit
        sizes = [
            min(event.size or FILE_LIMIT, limit)
            for event in EVENTS.decode_list(self.delivery_log.job.events)
            if isinstance(event, FileSent)
        ]
        return sum(sizes) or FILE_LIMIT


def split_album(copies: tuple[SendCopy, ...]) -> list[tuple[SendCopy, ...]]:
    """Return copies in groups that each fit into one message of Telegram's."""
    return [copies[start : start + MAX_ALBUM] for start in range(0, len(copies), MAX_ALBUM)]
