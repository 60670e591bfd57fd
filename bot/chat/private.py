"""The private chat: what is answered to an event, and to what became of a file."""

from html import escape

from bot.chat import settings_menu
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
from bot.chat.effects import DeleteMessage, FollowDeepLink
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


def on_private(event: Private, wording: Wording, context: Context) -> tuple[Action, ...]:
    """Return what to do about an event of a private chat."""
    match event:
        case FileSent():
            return _on_file(event, wording, context)
        case FileCommand(address, file):
            return _on_called(address, file, event.inspect_only, wording, context)
        case MediaSent(address, thing, _):
            return (_page(address, thing.value, wording),)
        case CommandSent():
            return _on_command(event, wording, context)
        case QuestionAsked():
            return on_asked(event, wording, context.today)
        case ButtonTapped(data=data) if data.startswith(PREFIXES):
            return on_advice_button(event, wording, context.today) or unknown_button(event, wording)
        case ButtonTapped(data=data) if data.startswith(settings_menu.PREFIXES):
            return settings_menu.on_panel_button(event, wording, context) or unknown_button(
                event, wording
            )
        case ButtonTapped():
            return _on_button(event, wording)


def on_outcome(task: FileTask, outcome: Outcome, wording: Wording) -> tuple[Action, ...]:
    """Return what to say about a file; the job's `at` is the message that asked."""
    address = task.address
    match task, outcome:
        case Clean(), Cleaned(choice=Choice.EVERYTHING):
            return (_copy(task, outcome, wording),)
        case Clean(), Cleaned(report, _, extension, choice):
            name = f"{wording.copy_name(report)}.{extension}"
            below = keyboard(report, wording) if task.is_default_choice else ()
            return (SendCopy(address, name, wording.chosen(choice), below),)
        case Clean(hints=beside), AlreadyClean(report):
            return (SendMessage(address, wording.already_clean(with_name(report, beside.clues))),)
        case Inspect(button=wish, hints=beside), Inspected(report):
            return told(address, wish, with_name(report, beside.clues), wording)
        case DrawCard(), CardDrawn():
            return (SendCard(address),)
        case MakeReceipt(), ReceiptMade(receipt):
            return (SendTextFile(address, wording.say("receipt.txt"), wording.receipt(receipt)),)
        case _, Refused(kind, what, Report() as report):
            return (SendMessage(address, wording.only_read(report, kind, what)),)
        case _, Refused(kind, what):
            return (SendMessage(address, escape(wording.refusal(kind, what), quote=False)),)
        case _:
            return trouble(address, outcome, wording)


def _copy(task: Clean, outcome: Cleaned, wording: Wording) -> SendCopy:
    # The original's own name is not for the copy: "IMG_20250910_140312.jpg" is a date.
    report = with_name(outcome.report, task.hints.clues)
    name = f"{wording.copy_name(report)}.{outcome.extension}"
    beside = task.hints
    caption = wording.caption(report, outcome.size, beside.evidence, beside.forwarded)
    return SendCopy(task.address, name, caption, keyboard(report, wording))


def _on_file(file: FileSent, wording: Wording, context: Context) -> tuple[Action, ...]:
    if file.size is not None and file.size > context.file_limit:
        return MarkSeen(file.address), *trouble(file.address, TooBig(), wording)
    return MarkSeen(file.address), clean_as_usual(file, context)


def clean_as_usual(file: FileSent, context: Context) -> Clean:
    """Return the work on a file as its sender always wants it."""
    choice = context.person.choice
    usual = choice is not Choice.EVERYTHING
    return Clean(file.address, file.file_id, file.hints, choice, is_default_choice=usual)


def _on_called(
    address: Address, file: FileSent | None, inspect: bool, wording: Wording, context: Context
) -> tuple[Action, ...]:
    """Return what to do about /bersihkan and /periksa as replies to a file."""
    if file is None:
        return (_page(address, "bantuan", wording),)
    if inspect:
        return MarkSeen(address), Inspect(file.address, file.file_id, hints=file.hints)
    return _on_file(file, wording, context)


def _on_button(event: ButtonTapped, wording: Wording) -> tuple[Action, ...]:
    released = AnswerCallback(event.query_id)
    if event.address is None or event.data not in tuple(Button):
        return unknown_button(event, wording)
    if event.file_id is None:
        return released, *trouble(event.address, FileGone(), wording)
    match Button(event.data):
        case (Button.ANOTHER | Button.ANOTHER_PLACELESS) as tapped:
            told = AnswerCallback(event.query_id, wording.say("What do you want to keep?"))
            return told, EditMessage(event.address, ways(wording, tapped))
        case (Button.BACK | Button.BACK_PLACELESS) as tapped:
            return released, EditMessage(event.address, back(wording, tapped))
        case wish if wish in CHOICES:
            # An answer to the original itself: our copy must not be taken for it later.
            to = Address(event.address.chat_id, event.original_id or event.address.message_id)
            return released, Clean(to, event.file_id, event.hints, CHOICES[wish])
        case Button.DELETE:
            return _delete(event, event.address, wording)
        case Button.CARD:
            return released, DrawCard(event.address, event.file_id)
        case Button.RECEIPT:
            return released, MakeReceipt(event.address, event.file_id)
        case wish:
            return released, Inspect(event.address, event.file_id, wish, event.hints)


def _delete(event: ButtonTapped, address: Address, wording: Wording) -> tuple[Action, ...]:
    """Delete the original; the buttons that need it go with it."""
    original = Address(address.chat_id, event.original_id or 0)
    done, failed = wording.say(DELETED), wording.say(TOO_OLD)
    return DeleteMessage(original, event.query_id, done, failed), EditMessage(address, ())


def unknown_button(event: ButtonTapped, wording: Wording) -> tuple[Action, ...]:
    """Return what is said to a button that is none of ours any more."""
    return (AnswerCallback(event.query_id, wording.page_plain("bukan_untuk_saya")),)


def _on_command(event: CommandSent, wording: Wording, context: Context) -> tuple[Action, ...]:
    address, name, today = event.address, event.name, context.today
    match name:
        case "start" if event.token:
            return (FollowDeepLink(address, event.token, event.sender_id),)
        case "layanan":
            return (services(address, event.service, wording, today),)
        case "cek":
            return (check(address, wording),)
        case "tips":
            return (SendMessage(address, _page(address, "tips", wording).html, tips(wording)),)
        case "setelan":
            return settings_menu.on_settings(event, wording, context)
        case "hapusdata":
            return settings_menu.on_data(event, wording, context)
        case _:
            return (_page(address, PAGES.get(name, "perintah_asing"), wording),)


def on_deep_link(found: FileSent | None, address: Address, wording: Wording) -> tuple[Action, ...]:
    """Return what to say to who came through a door, or before one that is shut to them."""
    if found is None:
        return (_page(address, "pintu_tertutup", wording),)
    return MarkSeen(address), Inspect(address, found.file_id, hints=found.hints)


def _page(address: Address, name: str, wording: Wording) -> SendMessage:
    return SendMessage(address, wording.page(name, limit=wording.size(TOLD_LIMIT)))
