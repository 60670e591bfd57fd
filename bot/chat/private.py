"""The private chat: what is answered to an event, and to what became of a file."""

from collections.abc import Mapping
from datetime import date
from html import escape

from bot.chat.advice import PREFIXES, check, on_advice_button, on_asked, services, tips
from bot.chat.details import CHOICES, back, keyboard, told, ways
from bot.chat.events import (
    Address,
    Asked,
    ButtonTapped,
    CommandSent,
    Event,
    FileSent,
    ThingSent,
)
from bot.chat.outcomes import (
    AlreadyClean,
    Busy,
    Cleaned,
    Drawn,
    Failed,
    Gone,
    Inspected,
    Outcome,
    Poisonous,
    Proven,
    Refused,
    TooBig,
)
from bot.chat.replies import (
    AnswerButton,
    Button,
    Clean,
    Draw,
    Inspect,
    Job,
    Notice,
    Prove,
    Reply,
    Say,
    SendCard,
    SendCopy,
    SendText,
    ShowButtons,
)
from bot.engine.choice import Choice
from bot.report import Report, with_name
from bot.wording import Wording

LIMIT = 20 * 1024 * 1024  # bytes: Telegram gives bots no larger file
TOLD_LIMIT = 20_000_000  # the same as people read it: sizes are shown in decimal units

PAGES = {  # command -> page
    "start": "mulai",
    "bantuan": "bantuan",
    "help": "bantuan",
    "tips": "tips",
    "privasi": "privasi",
    "darurat": "darurat",
    "layanan": "bantuan",
    "cek": "bantuan",
    "hukum": "hukum",
}


SAID: Mapping[type[Outcome], str] = {  # where there is nothing to say of the file itself -> page
    TooBig: "terlalu_besar",
    Gone: "rincian_hilang",
    Busy: "sibuk",
    Poisonous: "tidak_terbuka",
    Failed: "gangguan",
}


def on_event(event: Event, wording: Wording, today: date, limit: int = LIMIT) -> tuple[Reply, ...]:
    """Return what to do about an event.

    `today` is the day that facts grow old by; `limit` the largest file in bytes that we can have.
    """
    match event:
        case FileSent():
            return _on_file(event, limit, wording)
        case ThingSent(at, thing, _):
            return (_page(at, thing.value, wording),)
        case CommandSent(at, name, about):
            return (_on_command(at, name, about, wording, today),)
        case Asked():
            return on_asked(event, wording, today)
        case ButtonTapped(data=data) if data.startswith(PREFIXES):
            return on_advice_button(event, wording, today) or _strange(event, wording)
        case ButtonTapped():
            return _on_button(event, wording)


def on_outcome(job: Job, outcome: Outcome, wording: Wording) -> tuple[Reply, ...]:
    """Return what to say about a file; the job's `at` is the message that asked."""
    at = job.at
    match job, outcome:
        case Clean(), Cleaned(choice=Choice.EVERYTHING):
            return (_copy(job, outcome, wording),)
        case Clean(), Cleaned(report, _, extension, choice):
            name = f"{wording.copy_name(report)}.{extension}"
            return (SendCopy(at, name, wording.chosen(choice), ()),)
        case Clean(beside=beside), AlreadyClean(report):
            return (Say(at, wording.already_clean(with_name(report, beside.clues))),)
        case Inspect(wish=wish, beside=beside), Inspected(report):
            return told(at, wish, with_name(report, beside.clues), wording)
        case Draw(), Drawn():
            return (SendCard(at),)
        case Prove(), Proven(receipt):
            return (SendText(at, wording.say("receipt.txt"), wording.receipt(receipt)),)
        case _, Refused(kind, what, Report() as report):
            return (Say(at, wording.only_read(report, kind, what)),)
        case _, Refused(kind, what):
            return (Say(at, escape(wording.refusal(kind, what), quote=False)),)
        case _:
            return trouble(at, outcome, wording)


def trouble(at: Address, outcome: Outcome, wording: Wording) -> tuple[Say]:
    """Return what to say where there is nothing to say of the file itself."""
    return (_page(at, SAID.get(type(outcome), SAID[Failed]), wording),)


def _copy(job: Clean, outcome: Cleaned, wording: Wording) -> SendCopy:
    # The original's own name is not for the copy: "IMG_20250910_140312.jpg" is a date.
    report = with_name(outcome.report, job.beside.clues)
    name = f"{wording.copy_name(report)}.{outcome.extension}"
    caption = wording.caption(report, outcome.size, job.beside.evidence)
    return SendCopy(job.at, name, caption, keyboard(report, wording))


def _on_file(sent: FileSent, limit: int, wording: Wording) -> tuple[Reply, ...]:
    if sent.size is not None and sent.size > limit:
        return Notice(sent.at), *trouble(sent.at, TooBig(), wording)
    return Notice(sent.at), Clean(sent.at, sent.file, sent.beside)


def _on_button(event: ButtonTapped, wording: Wording) -> tuple[Reply, ...]:
    released = AnswerButton(event.query)
    if event.at is None or event.data not in tuple(Button):
        return _strange(event, wording)
    if event.file is None:
        return released, *trouble(event.at, Gone(), wording)
    match Button(event.data):
        case Button.ANOTHER:
            told = AnswerButton(event.query, wording.say("What do you want to keep?"))
            return told, ShowButtons(event.at, ways(wording))
        case Button.BACK:
            return released, ShowButtons(event.at, back(wording))
        case wish if wish in CHOICES:
            # An answer to the original itself: our copy must not be taken for it later.
            to = Address(event.at.chat, event.original or event.at.message)
            return released, Clean(to, event.file, event.beside, CHOICES[wish])
        case Button.CARD:
            return released, Draw(event.at, event.file)
        case Button.RECEIPT:
            return released, Prove(event.at, event.file)
        case wish:
            return released, Inspect(event.at, event.file, wish, event.beside)


def _strange(event: ButtonTapped, wording: Wording) -> tuple[Reply, ...]:
    return (AnswerButton(event.query, wording.page_plain("bukan_untuk_saya")),)


def _on_command(at: Address, name: str, about: str | None, wording: Wording, today: date) -> Say:
    match name:
        case "layanan":
            return services(at, about, wording, today)
        case "cek":
            return check(at, wording)
        case "tips":
            return Say(at, _page(at, "tips", wording).html, tips(wording))
        case _:
            return _page(at, PAGES.get(name, "perintah_asing"), wording)


def _page(at: Address, name: str, wording: Wording) -> Say:
    return Say(at, wording.page(name, limit=wording.size(TOLD_LIMIT)))
