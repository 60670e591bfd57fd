"""Files sent at once: one report about all, and their clean copies as one album, in order."""

from collections.abc import Sequence

from bot.chat.actions import (
    Action,
    Clean,
    FileTask,
    Inspect,
    MarkSeen,
    ProcessAlbum,
    SendAlbum,
    SendMessage,
)
from bot.chat.context import Context
from bot.chat.events import FileSent
from bot.chat.groups import on_group_outcomes, on_unrequested_files
from bot.chat.keyboards import copy_keyboard
from bot.chat.pages import failure_message
from bot.chat.private import answer_to_caption, copy_message, on_outcome, task_for
from bot.outcomes import AlreadyClean, Cleaned, Inspected, Outcome, Refused, TooBig
from bot.report import with_name
from bot.wording import Wording
from bot.wording.summaries import AlbumEntry


def on_files(files: Sequence[FileSent], wording: Wording, context: Context) -> tuple[Action, ...]:
    """Return what to do about files that were sent at once."""
    if files[0].address.is_public:
        return on_unrequested_files(files, context)
    fitting = [file for file in files if file.size is None or file.size <= context.file_limit]
    tasks = ProcessAlbum(tuple(task_for(file, context) for file in fitting))
    too_big = [
        failure_message(file.address, TooBig(), wording) for file in files if file not in fitting
    ]
    answers = [action for file in files for action in answer_to_caption(file, wording, context)]
    return MarkSeen(files[0].address), *([tasks] if fitting else []), *too_big, *answers


def on_outcomes(
    processed: Sequence[tuple[FileTask, Outcome]], wording: Wording
) -> tuple[Action, ...]:
    """Return the answer once the files of one message or album were processed.

    `processed` holds the tasks with their outcomes in the order in which the files were sent.
    """
    first, outcome = processed[0]
    pairs = [(task, out) for task, out in processed if isinstance(task, Clean | Inspect)]
    if isinstance(first, Clean | Inspect) and first.group_reply:
        return on_group_outcomes(pairs, first.group_reply, wording)
    if len(processed) == 1:
        return on_outcome(first, outcome, wording)
    lines = [_line(number, *pair, wording) for number, pair in enumerate(pairs, 1)]
    report = wording.album(lines)
    cleaned = [(task, out) for task, out in pairs if isinstance(out, Cleaned)]
    match [copy_message(task, out, wording) for task, out in cleaned]:
        case []:
            return (SendMessage(first.address, report),)
        case [copy]:  # the buttons are about the file that their message answers
            _, only = cleaned[0]
            keyboard = copy_keyboard(only.report, wording, only.choice)
            return SendMessage(copy.address, report, keyboard), copy
        case copies:
            return SendMessage(first.address, report), SendAlbum(tuple(copies))


def _line(number: int, task: Clean | Inspect, outcome: Outcome, wording: Wording) -> AlbumEntry:
    match outcome:
        case Cleaned(report):
            named = with_name(report, task.hints.clues)
            return AlbumEntry(number, named, choice=outcome.choice)
        case AlreadyClean(report) | Inspected(report):
            return AlbumEntry(number, report, has_copy=False)
        case Refused(kind, what, report):
            return AlbumEntry(number, report, wording.refusal(kind, what), has_copy=False)
        case _:
            failure = wording.plain(failure_message(task.address, outcome, wording).html)
            return AlbumEntry(number, None, failure.splitlines()[0], has_copy=False)
