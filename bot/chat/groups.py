"""Groups and channels: silent unless called, and never a value of a file where others read it.

The guard is what admins switch on: it acts without being called, and only about files that tell
a location or a person.
"""

from collections.abc import Sequence
from html import escape

from bot.chat.actions import (
    FILE_LINK,
    TOPIC_LINK,
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
from bot.chat.context import Context
from bot.chat.effects import CreateDeepLink, DeclineReplacement
from bot.chat.events import Address, ButtonTapped, FileCommand, FileSent, QuestionAsked
from bot.chat.pages import failure_message
from bot.chat.settings import Guard
from bot.outcomes import AlreadyClean, Cleaned, Inspected, Outcome, Refused
from bot.report import Report, Risk, Topic
from bot.wording import Wording
from bot.wording.catalogue import mark

SENSITIVE = (Topic.LOCATION, Topic.IDENTITY)
DETAILS, IN_PRIVATE = mark("See the details"), mark("Open in private chat")
NOT_MINE = mark("Do not replace my files")
DECLINED = mark("From now on your files stay as they are here. To undo it: /hapusdata in private.")
FOREIGN = mark("Only the sender of the file can use this.")
DECLINE = "tolak:"  # before the token of a deep link, in a button's data

GroupTask = Clean | Inspect
Processed = Sequence[tuple[GroupTask, Outcome]]


def private_link(payload: str, wording: Wording) -> Keyboard:
    """Return a button that opens the private chat and sends `/start payload` there."""
    return ((LinkButton(payload, wording.say(IN_PRIVATE)),),)


def original_in_private(address: Address, wording: Wording) -> SendMessage:
    """Return what is said of a compressed photo: the original belongs into the private chat."""
    return SendMessage(address, wording.page("foto_grup"), private_link("bantuan", wording))


def on_file_command(event: FileCommand, wording: Wording, context: Context) -> tuple[Action, ...]:
    """Return what to do about a message that somebody pointed at."""
    file = event.file
    if file is None:
        if event.is_photo:
            return (original_in_private(event.address, wording),)
        return (SendMessage(event.address, wording.page("balas_file")),)
    if file.size is not None and file.size > context.file_limit:
        html = wording.page("terlalu_besar", limit=wording.size(context.file_limit))
        return (SendMessage(event.address, html),)
    is_album_part = bool(file.album_id)
    reply = GroupReply(Trigger.CALLED, file.sender_id, context.token, is_album_part)
    kind = Inspect if event.inspect_only else Clean
    return MarkSeen(event.address), _task(kind, file, reply)


def on_unrequested_files(files: Sequence[FileSent], context: Context) -> tuple[Action, ...]:
    """Return what the guard does about files sent at once that nobody pointed at."""
    first, guard = files[0], context.group.guard
    if guard is Guard.OFF or not context.may_speak(first.address.thread_id):
        return ()
    is_declined = first.address.chat_id in context.person.declined_groups
    if context.in_quiet_hours or (guard is Guard.REPLACE and is_declined):
        return ()
    # A caption below any file but the first cannot be posted again: then nothing is replaced.
    can_replace = context.rights.can_delete and not any(f.hints.captioned for f in files[1:])
    is_replaced = guard is Guard.REPLACE and can_replace
    trigger = Trigger.REPLACE if is_replaced else Trigger.WARN
    reply = GroupReply(trigger, first.sender_id, context.token)
    kind = Clean if is_replaced else Inspect
    fitting = [file for file in files if file.size is None or file.size <= context.file_limit]
    return (ProcessAlbum(tuple(_task(kind, f, reply) for f in fitting)),) if fitting else ()


def _task(kind: type[GroupTask], file: FileSent, reply: GroupReply) -> GroupTask:
    return kind(file.address, file.file_id, hints=file.hints, group_reply=reply)


def on_question(event: QuestionAsked, wording: Wording, context: Context) -> tuple[Action, ...]:
    """Return the first part of the answer to a question; the rest is for the private chat."""
    answer = wording.answer(event.classification, context.today)
    link = private_link(f"{TOPIC_LINK}{event.classification.topics[0]}", wording)
    has_more = answer.rest or event.classification.choices
    return (SendMessage(event.address, answer.first, link if has_more else ()),)


def on_decline_button(event: ButtonTapped, wording: Wording, _: Context) -> tuple[Action, ...]:
    """Return what to do where somebody does not want his files to be replaced in this group."""
    if event.address is None or not event.address.is_public:
        return ()
    token, user_id = event.data.removeprefix(DECLINE), event.sender_id
    done, foreign = wording.say(DECLINED), wording.say(FOREIGN)
    return (DeclineReplacement(event.address, token, user_id, event.query_id, done, foreign),)


def on_group_outcomes(
    processed: Processed, reply: GroupReply, wording: Wording
) -> tuple[Action, ...]:
    """Return the answer once files of a group were processed."""
    if reply.trigger is Trigger.CALLED:
        return tuple(action for pair in processed for action in _called(*pair, wording))
    is_whole = all(isinstance(outcome, Cleaned | AlreadyClean) for _, outcome in processed)
    if reply.trigger is Trigger.WARN or not is_whole:
        return _warning(processed, wording)
    return _replacement(processed, wording)


def _called(task: GroupTask, outcome: Outcome, wording: Wording) -> tuple[Action, ...]:
    """Return the answer to whoever pointed at a file."""
    address, keyboard = task.address, _details_button(task, wording)
    match outcome:
        case Cleaned(report):
            is_album_part = bool(task.group_reply and task.group_reply.is_album_part)
            html = wording.public_copy(report, is_album_part, task.hints.forwarded)
            filename = _filename(task, outcome, wording)
            return *_deep_link(task), SendCopy(address, filename, html, keyboard)
        case Inspected(report):
            html = wording.public_report(report)
            return *_deep_link(task), SendMessage(address, html, keyboard)
        case AlreadyClean(report):
            return (SendMessage(address, wording.already_clean(report)),)
        case Refused(kind, what, report):
            refusal = f"⚠️ {escape(wording.refusal(kind, what), quote=False)}"
            if report is None:
                return (SendMessage(address, refusal),)
            html = f"{wording.public_report(report)}\n\n{refusal}"
            return *_deep_link(task), SendMessage(address, html, keyboard)
        case _:
            return (failure_message(address, outcome, wording),)


def _warning(processed: Processed, wording: Wording) -> tuple[Action, ...]:
    """Return one warning about all sensitive files; nothing, where no file is."""
    reports = [
        (task, report)
        for task, outcome in processed
        if isinstance(report := getattr(outcome, "report", None), Report) and is_sensitive(report)
    ]
    if not reports:
        return ()
    first, _ = reports[0]
    html = wording.warning([report for _, report in reports])
    keyboard = _details_button(first, wording)
    return *_deep_link(first), SendMessage(first.address, html, keyboard, silent=True)


def _replacement(processed: Processed, wording: Wording) -> tuple[Action, ...]:
    """Return clean copies that replace their originals; nothing, where no file is sensitive."""
    cleaned = [(task, out) for task, out in processed if isinstance(out, Cleaned)]
    if not any(is_sensitive(outcome.report) for _, outcome in cleaned):
        return ()
    copies = []
    for task, outcome in cleaned:
        filename = _filename(task, outcome, wording)
        # Telegram shows no buttons below an album.
        keyboard = _replacement_buttons(task, wording) if len(cleaned) == 1 else ()
        copies.append(SendCopy(task.address, filename, keyboard=keyboard, silent=True))
    return *_deep_link(cleaned[0][0]), ReplaceOriginals(tuple(copies))


def _filename(task: GroupTask, outcome: Cleaned, wording: Wording) -> str:
    """Return the name of a copy, which differs from those of the other copies in the chat."""
    name = wording.copy_name(outcome.report, outcome.choice)
    return f"{name}-{task.address.message_id}.{outcome.extension}"


def is_sensitive(report: Report) -> bool:
    """Return whether a file tells a location or a person."""
    return any(
        item.topic in SENSITIVE and item.risk in (Risk.MEDIUM, Risk.HIGH) for item in report.items
    )


def _link_owner(task: GroupTask) -> GroupReply | None:
    """Return the reply with the token of a deep link, where a person sent the file."""
    reply = task.group_reply
    return reply if reply and reply.sender_id > 0 else None


def _deep_link(task: GroupTask) -> tuple[Action, ...]:
    """Let the sender of a file, and nobody else, see its details in the private chat."""
    if owner := _link_owner(task):
        address, user_id = task.address, owner.sender_id
        return (CreateDeepLink(owner.token, address, user_id, task.file_id, task.hints),)
    return ()


def _details_button(task: GroupTask, wording: Wording) -> Keyboard:
    if owner := _link_owner(task):
        return ((LinkButton(f"{FILE_LINK}{owner.token}", wording.say(DETAILS)),),)
    return ()


def _replacement_buttons(task: GroupTask, wording: Wording) -> Keyboard:
    if owner := _link_owner(task):
        decline = (CallbackButton(f"{DECLINE}{owner.token}", wording.say(NOT_MINE)),)
        return *_details_button(task, wording), decline
    return ()
