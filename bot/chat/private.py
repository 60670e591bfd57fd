"""The private chat: what is answered to an event, and to what became of a file."""

from html import escape

from bot.chat import settings
from bot.chat.actions import (
    Action,
    AnswerCallback,
    Button,
    Clean,
    DrawCard,
    EditMessage,
    FileTask,
    Inspect,
    MakeReceipt,
    MarkSeen,
    SendCard,
    SendCopy,
    SendMessage,
    SendTextFile,
)
from bot.chat.advice import PREFIXES, check, on_advice_button, on_asked, services, tips
from bot.chat.context import Context
from bot.chat.effects import Delete, FollowDeepLink
from bot.chat.errors import TOLD_LIMIT, trouble
from bot.chat.events import (
    Address,
    ButtonTapped,
    CommandSent,
    FileCommand,
    FileSent,
    MediaSent,
    QuestionAsked,
)
from bot.chat.keyboards import CHOICES, back, keyboard, told, ways
from bot.engine.choices import Choice
from bot.outcomes import (
    AlreadyClean,
    CardDrawn,
    Cleaned,
    FileGone,
    Inspected,
    Outcome,
    ReceiptMade,
    Refused,
    TooBig,
)
from bot.report import Report, with_name
from bot.wording import Wording
from bot.wording.catalogue import mark

Private = FileSent | FileCommand | MediaSent | CommandSent | QuestionAsked | ButtonTapped

DELETED = mark("The original is deleted from this chat, on both sides.")
TOO_OLD = mark("Telegram lets me delete for two days only. Hold the file, then tap Delete.")
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


def on_private(event: Private, wording: Wording, known: Context) -> tuple[Action, ...]:
    """Return what to do about an event of a private chat."""
    match event:
        case FileSent():
            return _on_file(event, wording, known)
        case FileCommand(at, file):
            return _on_called(at, file, event.inspect, wording, known)
        case MediaSent(at, thing, _):
            return (_page(at, thing.value, wording),)
        case CommandSent():
            return _on_command(event, wording, known)
        case QuestionAsked():
            return on_asked(event, wording, known.today)
        case ButtonTapped(data=data) if data.startswith(PREFIXES):
            return on_advice_button(event, wording, known.today) or strange(event, wording)
        case ButtonTapped(data=data) if data.startswith(settings.PREFIXES):
            return settings.on_panel_button(event, wording, known) or strange(event, wording)
        case ButtonTapped():
            return _on_button(event, wording)


def on_outcome(job: FileTask, outcome: Outcome, wording: Wording) -> tuple[Action, ...]:
    """Return what to say about a file; the job's `at` is the message that asked."""
    at = job.at
    match job, outcome:
        case Clean(), Cleaned(choice=Choice.EVERYTHING):
            return (_copy(job, outcome, wording),)
        case Clean(), Cleaned(report, _, extension, choice):
            name = f"{wording.copy_name(report)}.{extension}"
            below = keyboard(report, wording) if job.habit else ()
            return (SendCopy(at, name, wording.chosen(choice), below),)
        case Clean(beside=beside), AlreadyClean(report):
            return (SendMessage(at, wording.already_clean(with_name(report, beside.clues))),)
        case Inspect(wish=wish, beside=beside), Inspected(report):
            return told(at, wish, with_name(report, beside.clues), wording)
        case DrawCard(), CardDrawn():
            return (SendCard(at),)
        case MakeReceipt(), ReceiptMade(receipt):
            return (SendTextFile(at, wording.say("receipt.txt"), wording.receipt(receipt)),)
        case _, Refused(kind, what, Report() as report):
            return (SendMessage(at, wording.only_read(report, kind, what)),)
        case _, Refused(kind, what):
            return (SendMessage(at, escape(wording.refusal(kind, what), quote=False)),)
        case _:
            return trouble(at, outcome, wording)


def _copy(job: Clean, outcome: Cleaned, wording: Wording) -> SendCopy:
    # The original's own name is not for the copy: "IMG_20250910_140312.jpg" is a date.
    report = with_name(outcome.report, job.beside.clues)
    name = f"{wording.copy_name(report)}.{outcome.extension}"
    beside = job.beside
    caption = wording.caption(report, outcome.size, beside.evidence, beside.forwarded)
    return SendCopy(job.at, name, caption, keyboard(report, wording))


def _on_file(sent: FileSent, wording: Wording, known: Context) -> tuple[Action, ...]:
    if sent.size is not None and sent.size > known.limit:
        return MarkSeen(sent.at), *trouble(sent.at, TooBig(), wording)
    return MarkSeen(sent.at), wanted(sent, known)


def wanted(sent: FileSent, known: Context) -> Clean:
    """Return the work on a file as its sender always wants it."""
    choice = known.person.choice
    usual = choice is not Choice.EVERYTHING
    return Clean(sent.at, sent.file, sent.beside, choice, habit=usual)


def _on_called(
    at: Address, file: FileSent | None, inspect: bool, wording: Wording, known: Context
) -> tuple[Action, ...]:
    """Return what to do about /bersihkan and /periksa as replies to a file."""
    if file is None:
        return (_page(at, "bantuan", wording),)
    if inspect:
        return MarkSeen(at), Inspect(file.at, file.file, beside=file.beside)
    return _on_file(file, wording, known)


def _on_button(event: ButtonTapped, wording: Wording) -> tuple[Action, ...]:
    released = AnswerCallback(event.query)
    if event.at is None or event.data not in tuple(Button):
        return strange(event, wording)
    if event.file is None:
        return released, *trouble(event.at, FileGone(), wording)
    match Button(event.data):
        case (Button.ANOTHER | Button.ANOTHER_PLACELESS) as tapped:
            told = AnswerCallback(event.query, wording.say("What do you want to keep?"))
            return told, EditMessage(event.at, ways(wording, tapped))
        case (Button.BACK | Button.BACK_PLACELESS) as tapped:
            return released, EditMessage(event.at, back(wording, tapped))
        case wish if wish in CHOICES:
            # An answer to the original itself: our copy must not be taken for it later.
            to = Address(event.at.chat, event.original or event.at.message)
            return released, Clean(to, event.file, event.beside, CHOICES[wish])
        case Button.DELETE:
            return _delete(event, event.at, wording)
        case Button.CARD:
            return released, DrawCard(event.at, event.file)
        case Button.RECEIPT:
            return released, MakeReceipt(event.at, event.file)
        case wish:
            return released, Inspect(event.at, event.file, wish, event.beside)


def _delete(event: ButtonTapped, at: Address, wording: Wording) -> tuple[Action, ...]:
    """Delete the original; the buttons that need it go with it."""
    original = Address(at.chat, event.original or 0)
    done, failed = wording.say(DELETED), wording.say(TOO_OLD)
    return Delete(original, event.query, done, failed), EditMessage(at, ())


def strange(event: ButtonTapped, wording: Wording) -> tuple[Action, ...]:
    """Return what is said to a button that is none of ours any more."""
    return (AnswerCallback(event.query, wording.page_plain("bukan_untuk_saya")),)


def _on_command(event: CommandSent, wording: Wording, known: Context) -> tuple[Action, ...]:
    at, name, today = event.at, event.name, known.today
    match name:
        case "start" if event.door:
            return (FollowDeepLink(at, event.door, event.by),)
        case "layanan":
            return (services(at, event.about, wording, today),)
        case "cek":
            return (check(at, wording),)
        case "tips":
            return (SendMessage(at, _page(at, "tips", wording).html, tips(wording)),)
        case "setelan":
            return settings.on_settings(event, wording, known)
        case "hapusdata":
            return settings.on_data(event, wording, known)
        case _:
            return (_page(at, PAGES.get(name, "perintah_asing"), wording),)


def on_door(found: FileSent | None, at: Address, wording: Wording) -> tuple[Action, ...]:
    """Return what to say to who came through a door, or before one that is shut to them."""
    if found is None:
        return (_page(at, "pintu_tertutup", wording),)
    return MarkSeen(at), Inspect(at, found.file, beside=found.beside)


def _page(at: Address, name: str, wording: Wording) -> SendMessage:
    return SendMessage(at, wording.page(name, limit=wording.size(TOLD_LIMIT)))
