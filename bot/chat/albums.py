"""Files sent at once: one report of all, one answer in their order; a bad one holds up none."""

from collections.abc import Sequence

from bot.chat.actions import (
    Action,
    Clean,
    FileTask,
    Inspect,
    MarkSeen,
    ProcessAlbum,
    SendAlbum,
    SendCopy,
    SendMessage,
)
from bot.chat.context import Context
from bot.chat.errors import trouble
from bot.chat.events import FileSent
from bot.chat.groups import on_guarded, on_public
from bot.chat.keyboards import keyboard
from bot.chat.private import clean_as_usual, on_outcome
from bot.outcomes import AlreadyClean, Cleaned, Outcome, Refused, TooBig
from bot.report import with_name
from bot.wording import Wording
from bot.wording.albums import Line


def on_files(files: Sequence[FileSent], wording: Wording, context: Context) -> tuple[Action, ...]:
    """Return what to do about files that were sent at once."""
    if files[0].address.is_public:
        return on_guarded(files, context)
    fitting = [file for file in files if file.size is None or file.size <= context.file_limit]
    work = ProcessAlbum(tuple(clean_as_usual(file, context) for file in fitting))
    too_big = [
        reply
        for file in files
        if file not in fitting
        for reply in trouble(file.address, TooBig(), wording)
    ]
    return MarkSeen(files[0].address), *([work] if fitting else []), *too_big


def on_outcomes(told: Sequence[tuple[FileTask, Outcome]], wording: Wording) -> tuple[Action, ...]:
    """Return what to say of what became of files."""
    task, outcome = told[0]
    seen = [(task, out) for task, out in told if isinstance(task, Clean | Inspect)]
    if isinstance(task, Clean | Inspect) and task.group_reply:
        return on_public(seen, task.group_reply, wording)
    if len(told) == 1:
        return on_outcome(task, outcome, wording)
    lines = [_line(number, task, out, wording) for number, (task, out) in enumerate(seen, 1)]
    report = wording.album(lines)
    copies = [
        reply
        for task, outcome in told
        if isinstance(outcome, Cleaned)
        for reply in on_outcome(task, outcome, wording)
        if isinstance(reply, SendCopy)
    ]
    if not copies:
        return (SendMessage(told[0][0].address, report),)
    if len(copies) == 1:
        (only,) = (out.report for _, out in told if isinstance(out, Cleaned))
        return (SendCopy(copies[0].address, copies[0].filename, report, keyboard(only, wording)),)
    bare = [SendCopy(copy.address, copy.filename, "") for copy in copies]
    last = SendCopy(copies[-1].address, copies[-1].filename, report)
    return (SendAlbum((*bare[:-1], last)),)


def _line(number: int, task: Clean | Inspect, outcome: Outcome, wording: Wording) -> Line:
    match outcome:
        case Cleaned(report):
            return Line(number, with_name(report, task.hints.clues))
        case AlreadyClean(report):
            return Line(number, report, copied=False)
        case Refused(kind, what, report):
            return Line(number, report, wording.refusal(kind, what), copied=False)
        case _:
            (said,) = trouble(task.address, outcome, wording)
            return Line(number, None, wording.plain(said.html).splitlines()[0], copied=False)
