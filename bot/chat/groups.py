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
    Inspect,
    Keyboard,
    LinkButton,
    MarkSeen,
    ProcessAlbum,
    Public,
    ReplaceOriginals,
    SendCopy,
    SendMessage,
    Trigger,
)
from bot.chat.advice import DOOR_TOPIC
from bot.chat.context import Context, Guard
from bot.chat.effects import CreateDeepLink
from bot.chat.errors import trouble
from bot.chat.events import CommandSent, FileCommand, FileSent, MediaSent, QuestionAsked
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


def on_called(event: FileCommand, wording: Wording, known: Context) -> tuple[Action, ...]:
    """Return what to do about a message that somebody pointed at."""
    sent = event.file
    if sent is None:
        name = "foto_grup" if event.photo else "balas_file"
        return (SendMessage(event.at, wording.page(name)),)
    if sent.size is not None and sent.size > known.limit:
        page = wording.page("terlalu_besar", limit=wording.size(known.limit))
        return (SendMessage(event.at, page),)
    how = Public(Trigger.CALLED, sent.by, known.token, alone=bool(sent.album))
    job: type[FileTask] = Inspect if event.inspect else Clean
    return MarkSeen(event.at), job(sent.at, sent.file, beside=sent.beside, public=how)


def on_guarded(files: Sequence[FileSent], known: Context) -> tuple[Action, ...]:
    """Return what the guard does about files that nobody pointed at."""
    first, guard = files[0], known.group.guard
    if guard is Guard.OFF or not known.speaks(first.at.thread):
        return ()
    if guard is Guard.WARN and known.asleep:
        return ()
    fitting = [sent for sent in files if sent.size is None or sent.size <= known.limit]
    # Words below any file but the first cannot be had again: then nothing is replaced.
    kept = first.at.chat in known.person.kept or any(s.beside.captioned for s in files[1:])
    replace = guard is Guard.REPLACE and known.rights.deletes and not kept
    if guard is Guard.REPLACE and (first.at.chat in known.person.kept or known.asleep):
        return ()
    how = Public(Trigger.REPLACE if replace else Trigger.WARN, first.by, known.token)
    job: type[FileTask] = Clean if replace else Inspect
    jobs = tuple(job(sent.at, sent.file, beside=sent.beside, public=how) for sent in fitting)
    return (ProcessAlbum(jobs),) if jobs else ()


def on_public(
    told: Sequence[tuple[FileTask, Outcome]], how: Public, wording: Wording
) -> tuple[Action, ...]:
    """Return what to say in public of what became of files."""
    if how.why is Trigger.CALLED:
        return tuple(reply for job, outcome in told for reply in _called(job, outcome, wording))
    if how.why is Trigger.WARN or not all(isinstance(outcome, _DONE) for _, outcome in told):
        return _warned(told, wording)
    return _replaced(told, wording)


def on_short_answer(event: QuestionAsked, wording: Wording, known: Context) -> tuple[Action, ...]:
    """Return the answer to a question: its first screen, the rest in private."""
    told = wording.answer(event.heard, known.today)
    topic = event.heard.topics[0]
    more = (LinkButton(f"{DOOR_TOPIC}{topic}", wording.say(IN_PRIVATE)),)
    return (SendMessage(event.at, told.first, (more,) if told.rest or event.heard.choices else ()),)


def on_page(event: CommandSent, wording: Wording, known: Context) -> tuple[Action, ...]:
    """Return a command's page; what takes more than one message goes to the private chat."""
    if event.name in {"start", "bantuan", "help"}:
        return (SendMessage(event.at, wording.page("bantuan_grup")),)
    if event.name == "tips":
        return (SendMessage(event.at, wording.page("tips_grup"), _private(event.name, wording)),)
    if event.name == "layanan" and event.about:
        first = wording.service(event.about, known.today).first
        return (SendMessage(event.at, first, _private(event.name, wording)),)
    if event.name in {"layanan", "cek"}:
        return (SendMessage(event.at, wording.page("di_pribadi"), _private(event.name, wording)),)
    return (SendMessage(event.at, wording.page(event.name), _private(event.name, wording)),)


def on_thing(event: MediaSent, wording: Wording) -> tuple[Action, ...]:
    """Return what is said to something that was sent to the bot and is no file."""
    return (SendMessage(event.at, wording.page("foto_grup")),)


def _private(payload: str, wording: Wording) -> Keyboard:
    return ((LinkButton(payload, wording.say(IN_PRIVATE)),),)


_DONE = Cleaned | AlreadyClean


def _called(job: FileTask, outcome: Outcome, wording: Wording) -> tuple[Action, ...]:
    at, how = job.at, job.public
    match outcome:
        case Cleaned(report, _, extension):
            alone = bool(how and how.alone)
            html = wording.public_copy(report, alone, job.beside.forwarded)
            name = f"{wording.copy_name(report)}.{extension}"
            return *_door(job), SendCopy(at, name, html, _details(job, wording))
        case Inspected(report):
            return *_door(job), SendMessage(
                at, wording.public_report(report), _details(job, wording)
            )
        case AlreadyClean(report):
            return (SendMessage(at, wording.already_clean(report)),)
        case Refused(kind, what, report):
            told = [wording.public_report(report)] if report else []
            refusal = f"⚠️ {escape(wording.refusal(kind, what), quote=False)}"
            door = (_door(job), _details(job, wording)) if report else ((), ())
            return *door[0], SendMessage(at, "\n\n".join([*told, refusal]), door[1])
        case _:
            return trouble(at, outcome, wording)


def _warned(told: Sequence[tuple[FileTask, Outcome]], wording: Wording) -> tuple[Action, ...]:
    """Warn of what tells something, once for all; be silent about everything else."""
    telling = [(job, report) for job, report in _reports(told) if tells(report)]
    if not telling:
        return ()
    first, _ = telling[0]
    html = wording.warning([report for _, report in telling])
    return *_door(first), SendMessage(first.at, html, _details(first, wording), quiet=True)


def _replaced(told: Sequence[tuple[FileTask, Outcome]], wording: Wording) -> tuple[Action, ...]:
    """Put clean copies in the place of files, if any of them tells something."""
    dirty = [(job, out) for job, out in told if isinstance(out, Cleaned)]
    if not any(tells(out.report) for _, out in dirty):
        return ()
    html = wording.instead([out.report for _, out in dirty])
    copies, last = [], len(dirty) - 1
    for number, (job, out) in enumerate(dirty):
        name = f"{wording.copy_name(out.report)}.{out.extension}"
        keyboard = _after(job, wording) if last == 0 else ()
        caption = html if number == last else ""
        copies.append(SendCopy(job.at, name, caption, keyboard, quiet=True))
    return *_door(dirty[0][0]), ReplaceOriginals(tuple(copies))


def tells(report: Report) -> bool:
    """Tell whether a file tells a place or a person."""
    return any(
        item.topic in TELLING and item.risk in (Risk.MEDIUM, Risk.HIGH) for item in report.items
    )


def _reports(told: Sequence[tuple[FileTask, Outcome]]) -> list[tuple[FileTask, Report]]:
    return [
        (job, report)
        for job, outcome in told
        if isinstance(report := getattr(outcome, "report", None), Report)
    ]


def _door(job: FileTask) -> tuple[Action, ...]:
    """Open a door for the sender, where a person sent it."""
    how = job.public
    if how is None or how.by <= 0:
        return ()
    return (CreateDeepLink(how.token, job.at, how.by, job.file, job.beside),)


def _details(job: FileTask, wording: Wording) -> Keyboard:
    how = job.public
    if how is None or how.by <= 0:
        return ()
    return ((LinkButton(f"{DOOR}{how.token}", wording.say(DETAILS)),),)


def _after(job: FileTask, wording: Wording) -> Keyboard:
    how = job.public
    if how is None or how.by <= 0:
        return ()
    declined = (CallbackButton(f"{DECLINE}{how.token}", wording.say(NOT_MINE)),)
    return *_details(job, wording), declined
