"""Where others read along: silent unless called, and never a value of a file in public.

The guard is what admins switch on; it speaks by itself, and only of files that tell a place or
a person.
"""

from collections.abc import Sequence
from html import escape

from bot.chat.advice import DOOR_TOPIC
from bot.chat.deeds import OpenDoor
from bot.chat.events import Asked, Called, CommandSent, FileSent, ThingSent
from bot.chat.known import Guard, Known
from bot.chat.outcomes import AlreadyClean, Cleaned, Inspected, Outcome, Refused
from bot.chat.replies import (
    Clean,
    CleanAlbum,
    Inspect,
    Keyboard,
    Labelled,
    Linked,
    Notice,
    Public,
    Replace,
    Reply,
    Say,
    SendCopy,
    Why,
)
from bot.chat.trouble import trouble
from bot.report import Report, Risk, Topic
from bot.wording import Wording
from bot.wording.catalogue import mark

TELLING = (Topic.LOCATION, Topic.IDENTITY)
DETAILS, IN_PRIVATE = mark("See the details"), mark("Open in private chat")
NOT_MINE = mark("Do not replace my files")
DECLINE = "tolak:"
DOOR = "r-"  # before the token of a door, behind /start
Job = Clean | Inspect


def on_called(event: Called, wording: Wording, known: Known) -> tuple[Reply, ...]:
    """Return what to do about a message that somebody pointed at."""
    sent = event.file
    if sent is None:
        name = "foto_grup" if event.photo else "balas_file"
        return (Say(event.at, wording.page(name)),)
    if sent.size is not None and sent.size > known.limit:
        page = wording.page("terlalu_besar", limit=wording.size(known.limit))
        return (Say(event.at, page),)
    how = Public(Why.CALLED, sent.by, known.token, alone=bool(sent.album))
    job: type[Job] = Inspect if event.inspect else Clean
    return Notice(event.at), job(sent.at, sent.file, beside=sent.beside, public=how)


def on_guarded(files: Sequence[FileSent], known: Known) -> tuple[Reply, ...]:
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
    how = Public(Why.REPLACE if replace else Why.WARN, first.by, known.token)
    job: type[Job] = Clean if replace else Inspect
    jobs = tuple(job(sent.at, sent.file, beside=sent.beside, public=how) for sent in fitting)
    return (CleanAlbum(jobs),) if jobs else ()


def on_public(
    told: Sequence[tuple[Job, Outcome]], how: Public, wording: Wording
) -> tuple[Reply, ...]:
    """Return what to say in public of what became of files."""
    if how.why is Why.CALLED:
        return tuple(reply for job, outcome in told for reply in _called(job, outcome, wording))
    if how.why is Why.WARN or not all(isinstance(outcome, _DONE) for _, outcome in told):
        return _warned(told, wording)
    return _replaced(told, wording)


def on_short_answer(event: Asked, wording: Wording, known: Known) -> tuple[Reply, ...]:
    """Return the answer to a question: its first screen, the rest in private."""
    told = wording.answer(event.heard, known.today)
    topic = event.heard.topics[0]
    more = (Linked(f"{DOOR_TOPIC}{topic}", wording.say(IN_PRIVATE)),)
    return (Say(event.at, told.first, (more,) if told.rest or event.heard.choices else ()),)


def on_page(event: CommandSent, wording: Wording, known: Known) -> tuple[Reply, ...]:
    """Return a command's page; what takes more than one message goes to the private chat."""
    if event.name in {"start", "bantuan", "help"}:
        return (Say(event.at, wording.page("bantuan_grup")),)
    if event.name == "tips":
        return (Say(event.at, wording.page("tips_grup"), _private(event.name, wording)),)
    if event.name == "layanan" and event.about:
        first = wording.service(event.about, known.today).first
        return (Say(event.at, first, _private(event.name, wording)),)
    if event.name in {"layanan", "cek"}:
        return (Say(event.at, wording.page("di_pribadi"), _private(event.name, wording)),)
    return (Say(event.at, wording.page(event.name), _private(event.name, wording)),)


def on_thing(event: ThingSent, wording: Wording) -> tuple[Reply, ...]:
    """Return what is said to something that was sent to the bot and is no file."""
    return (Say(event.at, wording.page("foto_grup")),)


def _private(payload: str, wording: Wording) -> Keyboard:
    return ((Linked(payload, wording.say(IN_PRIVATE)),),)


_DONE = Cleaned | AlreadyClean


def _called(job: Job, outcome: Outcome, wording: Wording) -> tuple[Reply, ...]:
    at, how = job.at, job.public
    match outcome:
        case Cleaned(report, _, extension):
            alone = bool(how and how.alone)
            html = wording.public_copy(report, alone, job.beside.forwarded)
            name = f"{wording.copy_name(report)}.{extension}"
            return *_door(job), SendCopy(at, name, html, _details(job, wording))
        case Inspected(report):
            return *_door(job), Say(at, wording.public_report(report), _details(job, wording))
        case AlreadyClean(report):
            return (Say(at, wording.already_clean(report)),)
        case Refused(kind, what, report):
            told = [wording.public_report(report)] if report else []
            refusal = f"⚠️ {escape(wording.refusal(kind, what), quote=False)}"
            door = (_door(job), _details(job, wording)) if report else ((), ())
            return *door[0], Say(at, "\n\n".join([*told, refusal]), door[1])
        case _:
            return trouble(at, outcome, wording)


def _warned(told: Sequence[tuple[Job, Outcome]], wording: Wording) -> tuple[Reply, ...]:
    """Warn of what tells something, once for all; be silent about everything else."""
    telling = [(job, report) for job, report in _reports(told) if tells(report)]
    if not telling:
        return ()
    first, _ = telling[0]
    html = wording.warning([report for _, report in telling])
    return *_door(first), Say(first.at, html, _details(first, wording), quiet=True)


def _replaced(told: Sequence[tuple[Job, Outcome]], wording: Wording) -> tuple[Reply, ...]:
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
    return *_door(dirty[0][0]), Replace(tuple(copies))


def tells(report: Report) -> bool:
    """Tell whether a file tells a place or a person."""
    return any(
        item.topic in TELLING and item.risk in (Risk.MEDIUM, Risk.HIGH) for item in report.items
    )


def _reports(told: Sequence[tuple[Job, Outcome]]) -> list[tuple[Job, Report]]:
    return [
        (job, report)
        for job, outcome in told
        if isinstance(report := getattr(outcome, "report", None), Report)
    ]


def _door(job: Job) -> tuple[Reply, ...]:
    """Open a door for the sender, where a person sent it."""
    how = job.public
    if how is None or how.by <= 0:
        return ()
    return (OpenDoor(how.token, job.at, how.by, job.file, job.beside),)


def _details(job: Job, wording: Wording) -> Keyboard:
    how = job.public
    if how is None or how.by <= 0:
        return ()
    return ((Linked(f"{DOOR}{how.token}", wording.say(DETAILS)),),)


def _after(job: Job, wording: Wording) -> Keyboard:
    how = job.public
    if how is None or how.by <= 0:
        return ()
    declined = (Labelled(f"{DECLINE}{how.token}", wording.say(NOT_MINE)),)
    return *_details(job, wording), declined
