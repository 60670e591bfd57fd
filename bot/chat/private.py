"""The private chat: what is answered to an event, and to what became of a file."""

from collections.abc import Mapping
from html import escape

from bot.chat.events import Address, ButtonTapped, CommandSent, Event, FileSent, ThingSent
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
    TooBig,
)
from bot.chat.replies import (
    AnswerButton,
    Button,
    Clean,
    Inspect,
    Labelled,
    Notice,
    Reply,
    Say,
    SendCopy,
)
from bot.report import Report
from bot.wording import Wording

LIMIT = 20 * 1024 * 1024  # bytes: Telegram gives bots no larger file
TOLD_LIMIT = 20_000_000  # the same as people read it: sizes are shown in decimal units

PAGES = {  # command -> page
    "start": "mulai",
    "bantuan": "bantuan",
    "help": "bantuan",
    "tips": "tips",
    "privasi": "privasi",
}


SAID: Mapping[type[Outcome], str] = {  # where there is nothing to say of the file itself -> page
    TooBig: "terlalu_besar",
    Gone: "rincian_hilang",
    Busy: "sibuk",
    Poisonous: "tidak_terbuka",
    Failed: "gangguan",
}


def on_event(event: Event, wording: Wording, limit: int = LIMIT) -> tuple[Reply, ...]:
    """Return what to do about an event; `limit` is the largest file in bytes that we can have."""
    match event:
        case FileSent(at, file, size):
            return _on_file(at, file, size, limit, wording)
        case ThingSent(at, thing, _):
            return (_page(at, thing.value, wording),)
        case CommandSent(at, name):
            return (_page(at, PAGES.get(name, "perintah_asing"), wording),)
        case ButtonTapped():
            return _on_button(event, wording)


def on_outcome(at: Address, outcome: Outcome, wording: Wording) -> tuple[Reply, ...]:
    """Return what to say about a file; `at` is the message that asked."""
    match outcome:
        case Cleaned(report, size, extension):
            # The original's own name is not for the copy: "IMG_20250910_140312.jpg" is a date.
            name = wording.copy_name(report)
            button = Labelled(Button.DETAILS, wording.say("Details"))
            return (SendCopy(at, f"{name}.{extension}", wording.caption(report, size), button),)
        case AlreadyClean(report):
            return (Say(at, wording.already_clean(report)),)
        case Inspected(report):
            return tuple(Say(at, html) for html in wording.details(report))
        case Refused(kind, what, Report() as report):
            return (Say(at, wording.only_read(report, kind, what)),)
        case Refused(kind, what):
            return (Say(at, escape(wording.refusal(kind, what), quote=False)),)
        case _:
            return (_page(at, SAID[type(outcome)], wording),)


def _on_file(
    at: Address, file: str, size: int | None, limit: int, wording: Wording
) -> tuple[Reply, ...]:
    if size is not None and size > limit:
        return Notice(at), *on_outcome(at, TooBig(), wording)
    return Notice(at), Clean(at, file)


def _on_button(event: ButtonTapped, wording: Wording) -> tuple[Reply, ...]:
    match event:
        case ButtonTapped(query, Button.DETAILS, Address() as at, str() as file):
            return AnswerButton(query), Inspect(at, file)
        case ButtonTapped(query, Button.DETAILS, Address() as at, None):
            return AnswerButton(query), *on_outcome(at, Gone(), wording)
        case _:
            return (AnswerButton(event.query, wording.page_plain("bukan_untuk_saya")),)


def _page(at: Address, name: str, wording: Wording) -> Say:
    return Say(at, wording.page(name, limit=wording.size(TOLD_LIMIT)))
