"""Where others read along: silent unless called, and never a value of a file in public.

The guard is what admins switch on; it speaks by itself, and only of files that tell a place or
a person.
"""

from collections.abc import Sequence
from html import escape

from bot.chat.actions import (
    Action,
    CallbackButton,
    Clean,
    GroupReply,
    Inspect,
    Keyboard,
    LinkButton,
    MarkSeen,
    ProcessAlbum,
    ReplaceOriginals,
    SendCopy,
    SendMessage,
    Trigger,
)
from bot.chat.advice import DOOR_TOPIC
from bot.chat.context import Context
from bot.chat.effects import CreateDeepLink
from bot.chat.errors import trouble
from bot.chat.events import CommandSent, FileCommand, FileSent, MediaSent, QuestionAsked
from bot.chat.settings import Guard
from bot.outcomes import AlreadyClean, Cleaned, Inspected, Outcome, Refused
from bot.report import Report, Risk, Topic
from bot.wording import Wording
from bot.wording.catalogue import mark

TELLING = (Topic.LOCATION, Topic.IDENTITY)
DETAILS, IN_PRIVATE = mark("See the details"), mark("Open in private chat")
NOT_MINE = mark("Do not replace my files")
DECLINE = "tolak:"
DOOR = "r-"  # before the token of a door, behind /start
FileTask = Clean | Inspect


def on_called(event: FileCommand, wording: Wording, context: Context) -> tuple[Action, ...]:
    """Return what to do about a message that somebody pointed at."""
    file = event.file
    if file is None:
        name = "foto_grup" if event.is_photo else "balas_file"
        return (SendMessage(event.address, wording.page(name)),)
    if file.size is not None and file.size > context.file_limit:
        page = wording.page("terlalu_besar", limit=wording.size(context.file_limit))
        return (SendMessage(event.address, page),)
    group_reply = GroupReply(
        Trigger.CALLED, file.sender_id, context.token, is_album_part=bool(file.album_id)
    )
    task: type[FileTask] = Inspect if event.inspect_only else Clean
    return MarkSeen(event.address), task(
        file.address, file.file_id, hints=file.hints, group_reply=group_reply
    )


def on_guarded(files: Sequence[FileSent], context: Context) -> tuple[Action, ...]:
    """Return what the guard does about files that nobody pointed at."""
    first, guard = files[0], context.group.guard
    if guard is Guard.OFF or not context.may_speak(first.address.thread_id):
        return ()
    if guard is Guard.WARN and context.in_quiet_hours:
        return ()
    fitting = [file for file in files if file.size is None or file.size <= context.file_limit]
    # Words below any file but the first cannot be had again: then nothing is replaced.
    kept = first.address.chat_id in context.person.declined_groups or any(
        s.hints.captioned for s in files[1:]
    )
    replace = guard is Guard.REPLACE and context.rights.can_delete and not kept
    if guard is Guard.REPLACE and (
        first.address.chat_id in context.person.declined_groups or context.in_quiet_hours
    ):
        return ()
    group_reply = GroupReply(
        Trigger.REPLACE if replace else Trigger.WARN, first.sender_id, context.token
    )
    task: type[FileTask] = Clean if replace else Inspect
    tasks = tuple(
        task(file.address, file.file_id, hints=file.hints, group_reply=group_reply)
        for file in fitting
    )
    return (ProcessAlbum(tasks),) if tasks else ()


def on_public(
    told: Sequence[tuple[FileTask, Outcome]], group_reply: GroupReply, wording: Wording
) -> tuple[Action, ...]:
    """Return what to say in public of what became of files."""
    if group_reply.trigger is Trigger.CALLED:
        return tuple(reply for task, outcome in told for reply in _called(task, outcome, wording))
    if group_reply.trigger is Trigger.WARN or not all(
        isinstance(outcome, _DONE) for _, outcome in told
    ):
        return _warned(told, wording)
    return _replaced(told, wording)


def on_short_answer(event: QuestionAsked, wording: Wording, context: Context) -> tuple[Action, ...]:
    """Return the answer to a question: its first screen, the rest in private."""
    told = wording.answer(event.classification, context.today)
    topic = event.classification.topics[0]
    more = (LinkButton(f"{DOOR_TOPIC}{topic}", wording.say(IN_PRIVATE)),)
    return (
        SendMessage(
            event.address, told.first, (more,) if told.rest or event.classification.choices else ()
        ),
    )


def on_page(event: CommandSent, wording: Wording, context: Context) -> tuple[Action, ...]:
    """Return a command's page; what takes more than one message goes to the private chat."""
    if event.name in {"start", "bantuan", "help"}:
        return (SendMessage(event.address, wording.page("bantuan_grup")),)
    if event.name == "tips":
        return (
            SendMessage(event.address, wording.page("tips_grup"), _private(event.name, wording)),
        )
    if event.name == "layanan" and event.service:
        first = wording.service(event.service, context.today).first
        return (SendMessage(event.address, first, _private(event.name, wording)),)
    if event.name in {"layanan", "cek"}:
        return (
            SendMessage(event.address, wording.page("di_pribadi"), _private(event.name, wording)),
        )
    return (SendMessage(event.address, wording.page(event.name), _private(event.name, wording)),)


def on_media(event: MediaSent, wording: Wording) -> tuple[Action, ...]:
    """Return what is said to something that was sent to the bot and is no file."""
    return (SendMessage(event.address, wording.page("foto_grup")),)


def _private(payload: str, wording: Wording) -> Keyboard:
    return ((LinkButton(payload, wording.say(IN_PRIVATE)),),)


_DONE = Cleaned | AlreadyClean


def _called(task: FileTask, outcome: Outcome, wording: Wording) -> tuple[Action, ...]:
    address, group_reply = task.address, task.group_reply
    match outcome:
        case Cleaned(report, _, extension):
            alone = bool(group_reply and group_reply.is_album_part)
            html = wording.public_copy(report, alone, task.hints.forwarded)
            name = f"{wording.copy_name(report)}.{extension}"
            return *_door(task), SendCopy(address, name, html, _details(task, wording))
        case Inspected(report):
            return *_door(task), SendMessage(
                address, wording.public_report(report), _details(task, wording)
            )
        case AlreadyClean(report):
            return (SendMessage(address, wording.already_clean(report)),)
        case Refused(kind, what, report):
            told = [wording.public_report(report)] if report else []
            refusal = f"⚠️ {escape(wording.refusal(kind, what), quote=False)}"
            door = (_door(task), _details(task, wording)) if report else ((), ())
            return *door[0], SendMessage(address, "\n\n".join([*told, refusal]), door[1])
        case _:
            return trouble(address, outcome, wording)


def _warned(told: Sequence[tuple[FileTask, Outcome]], wording: Wording) -> tuple[Action, ...]:
    """Warn of what tells something, once for all; be silent about everything else."""
    telling = [(task, report) for task, report in _reports(told) if tells(report)]
    if not telling:
        return ()
    first, _ = telling[0]
    html = wording.warning([report for _, report in telling])
    return *_door(first), SendMessage(first.address, html, _details(first, wording), silent=True)


def _replaced(told: Sequence[tuple[FileTask, Outcome]], wording: Wording) -> tuple[Action, ...]:
    """Put clean copies in the place of files, if any of them tells something."""
    dirty = [(task, out) for task, out in told if isinstance(out, Cleaned)]
    if not any(tells(out.report) for _, out in dirty):
        return ()
    html = wording.instead([out.report for _, out in dirty])
    copies, last = [], len(dirty) - 1
    for number, (task, out) in enumerate(dirty):
        name = f"{wording.copy_name(out.report)}.{out.extension}"
        keyboard = _after(task, wording) if last == 0 else ()
        caption = html if number == last else ""
        copies.append(SendCopy(task.address, name, caption, keyboard, silent=True))
    return *_door(dirty[0][0]), ReplaceOriginals(tuple(copies))


def tells(report: Report) -> bool:
    """Tell whether a file tells a place or a person."""
    return any(
        item.topic in TELLING and item.risk in (Risk.MEDIUM, Risk.HIGH) for item in report.items
    )


def _reports(told: Sequence[tuple[FileTask, Outcome]]) -> list[tuple[FileTask, Report]]:
    return [
        (task, report)
        for task, outcome in told
        if isinstance(report := getattr(outcome, "report", None), Report)
    ]


def _door(task: FileTask) -> tuple[Action, ...]:
    """Open a door for the sender, where a person sent it."""
    group_reply = task.group_reply
    if group_reply is None or group_reply.sender_id <= 0:
        return ()
    return (
        CreateDeepLink(
            group_reply.token, task.address, group_reply.sender_id, task.file_id, task.hints
        ),
    )


def _details(task: FileTask, wording: Wording) -> Keyboard:
    group_reply = task.group_reply
    if group_reply is None or group_reply.sender_id <= 0:
        return ()
    return ((LinkButton(f"{DOOR}{group_reply.token}", wording.say(DETAILS)),),)


def _after(task: FileTask, wording: Wording) -> Keyboard:
    group_reply = task.group_reply
    if group_reply is None or group_reply.sender_id <= 0:
        return ()
    declined = (CallbackButton(f"{DECLINE}{group_reply.token}", wording.say(NOT_MINE)),)
    return *_details(task, wording), declined
