"""The private chat: files and the buttons below their clean copies."""

from html import escape

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
    SendLocation,
    SendMessage,
    SendTextFile,
)
from bot.chat.advice import on_question
from bot.chat.context import Context
from bot.chat.effects import DeleteMessage
from bot.chat.events import Address, ButtonTapped, FileCommand, FileSent, QuestionAsked
from bot.chat.keyboards import (
    CHOICES,
    choice_keyboard,
    copy_keyboard,
    default_keyboard,
    delete_keyboard,
    receipt_keyboard,
    split_data,
)
from bot.chat.pages import failure_message, page_message
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
from bot.report import Report, subject, with_name
from bot.wording import Wording
from bot.wording.catalogue import mark

DELETE_QUESTION = mark("Sure? The original and this report go; a map pin, details or card stay.")
DELETED = mark("The original and its report are deleted; a map pin, details or card still tell.")
NO_SUCH_COPY = mark("This format cannot be cleaned as you chose, so everything was removed.")
TOO_OLD = mark("Telegram lets me delete for two days only. Hold the file, then tap Delete.")


def on_file(file: FileSent, wording: Wording, context: Context) -> tuple[Action, ...]:
    """Return what to do about a file: it is cleaned, unless it is too large to be fetched."""
    if file.size is not None and file.size > context.file_limit:
        return MarkSeen(file.address), failure_message(file.address, TooBig(), wording)
    answer = answer_to_caption(file, wording, context)
    return MarkSeen(file.address), task_for(file, context), *answer


def task_for(file: FileSent, context: Context) -> Clean | Inspect:
    """Return the task for a file: what its caption asks for, else to clean it as usual."""
    if file.hints.inspect_only:
        return Inspect(file.address, file.file_id, hints=file.hints)
    return clean_as_usual(file, context)


def answer_to_caption(file: FileSent, wording: Wording, context: Context) -> tuple[Action, ...]:
    """Return the answer to a file's caption where that is a question; it follows the report."""
    if file.hints.classification is None:
        return ()
    question = QuestionAsked(file.address, file.hints.classification, file.sender_id)
    return on_question(question, wording, context)


def clean_as_usual(file: FileSent, context: Context) -> Clean:
    """Return the task to clean a file as its caption asks, or with its sender's default choice."""
    choice = file.hints.choice or context.person.choice
    is_default_choice = choice is not Choice.EVERYTHING
    return Clean(
        file.address, file.file_id, file.hints, choice, is_default_choice=is_default_choice
    )


def on_file_command(event: FileCommand, wording: Wording, context: Context) -> tuple[Action, ...]:
    """Return what to do about /bersihkan and /periksa, sent as replies to a file."""
    file = event.file
    if file is None:
        return (page_message(event.address, "bantuan", wording),)
    if event.inspect_only:
        return MarkSeen(event.address), Inspect(file.address, file.file_id, hints=file.hints)
    return on_file(file, wording, context)


def on_deep_link(file: FileSent | None, address: Address, wording: Wording) -> tuple[Action, ...]:
    """Return what to do for somebody who followed a deep link; None: it is not, or not theirs."""
    if file is None:
        return (page_message(address, "pintu_tertutup", wording),)
    return MarkSeen(address), Inspect(address, file.file_id, hints=file.hints)


def on_outcome(task: FileTask, outcome: Outcome, wording: Wording) -> tuple[Action, ...]:
    """Return the answer to the message at the task's address, once its file was processed."""
    address = task.address
    match task, outcome:
        case Clean(), Cleaned():
            return _report(task, outcome, wording), copy_message(task, outcome, wording)
        case Clean(), AlreadyClean(report):
            return (SendMessage(address, wording.already_clean(report)),)
        case Inspect(button=button, hints=hints), Inspected(report):
            return _inspection(address, button, with_name(report, hints.clues), wording)
        case DrawCard(), CardDrawn():
            return (SendCard(address),)
        case MakeReceipt(), ReceiptMade(receipt):
            return (SendTextFile(address, wording.say("receipt.txt"), wording.receipt(receipt)),)
        case _, Refused(kind, what, Report() as report):
            return (SendMessage(address, wording.only_read(report, kind, what)),)
        case _, Refused(kind, what):
            return (SendMessage(address, escape(wording.refusal(kind, what), quote=False)),)
        case _:
            return (failure_message(address, outcome, wording),)


def _report(task: Clean, outcome: Cleaned, wording: Wording) -> SendMessage:
    """Return the report of a file that was cleaned, with the buttons."""
    hints, report = task.hints, with_name(outcome.report, task.hints.clues)
    if outcome.choice is Choice.EVERYTHING:
        html = wording.caption(report, outcome.size, hints.evidence, hints.forwarded)
        if task.choice is not Choice.EVERYTHING:
            html = f"⚠️ {wording.say(NO_SUCH_COPY)}\n\n{html}"
        return SendMessage(task.address, html, copy_keyboard(report, wording))
    html, choice = wording.choice_caption(outcome.choice), outcome.choice
    if task.is_default_choice:
        return SendMessage(task.address, html, copy_keyboard(report, wording, choice))
    return SendMessage(task.address, html, receipt_keyboard(wording, choice))


def copy_message(task: Clean | Inspect, outcome: Cleaned, wording: Wording) -> SendCopy:
    """Return the copy, which is made to be forwarded: it tells nothing of its original."""
    # The original's own name is not for the copy: "IMG_20250910_140312.jpg" is a date.
    name = wording.copy_name(outcome.report, outcome.choice)
    filename = f"{name}-{task.address.message_id}.{outcome.extension}"
    return SendCopy(task.address, filename, silent=True)


def _inspection(
    address: Address, button: Button, report: Report, wording: Wording
) -> tuple[SendMessage | SendLocation, ...]:
    """Return what a button shows of a file that was read."""
    if button is Button.CHECKLIST:
        return (SendMessage(address, wording.page(f"periksa_{subject(report).value}")),)
    if button is Button.MAP and report.location:
        position = report.location.position
        return (SendLocation(address, position.lat, position.lon, report.location.radius),)
    return tuple(SendMessage(address, html) for html in wording.details(report))


def on_file_button(event: ButtonTapped, wording: Wording, _: Context) -> tuple[Action, ...]:
    """Return what to do about a button below a report; nothing where it is no such button."""
    address, file_id = event.address, event.file_id
    tapped, made_by = split_data(event.data)
    if address is None or address.is_public or tapped is None:
        return ()
    release = AnswerCallback(event.query_id)
    if file_id is None:
        return release, failure_message(address, FileGone(), wording)
    match tapped:
        case (Button.CHOICES | Button.CHOICES_NO_MAP) as button:
            question = AnswerCallback(event.query_id, wording.say("What do you want to keep?"))
            return question, EditMessage(address, choice_keyboard(wording, button, made_by))
        case (Button.BACK | Button.BACK_NO_MAP) as button:
            return release, EditMessage(address, default_keyboard(wording, button, made_by))
        case button if button in CHOICES:
            # An answer to the original itself: our copy must not be taken for it later.
            original = Address(address.chat_id, event.original_id or address.message_id)
            return release, Clean(original, file_id, event.hints, CHOICES[button])
        case (Button.DELETE | Button.DELETE_NO_MAP) as button:
            question = AnswerCallback(event.query_id, wording.say(DELETE_QUESTION))
            return question, EditMessage(address, delete_keyboard(wording, button, made_by))
        case Button.DELETE_CONFIRMED:
            return _delete_original(event, address, wording)
        case Button.CARD:
            return release, DrawCard(address, file_id)
        case Button.RECEIPT:
            return release, MakeReceipt(address, file_id, made_by)
        case button:
            return release, Inspect(address, file_id, button, event.hints)


def _delete_original(event: ButtonTapped, address: Address, wording: Wording) -> tuple[Action, ...]:
    """Delete the original and its report; where they stay, the buttons go all the same.

    What the buttons sent is not known: nothing is stored of it, so the answer speaks of it.
    """
    original = Address(address.chat_id, event.original_id or 0)
    done, failed = wording.say(DELETED), wording.say(TOO_OLD)
    deletion = DeleteMessage(original, event.query_id, done, failed, report=address)
    return deletion, EditMessage(address, ())


def unknown_button(event: ButtonTapped, wording: Wording) -> tuple[Action, ...]:
    """Return what is said about a button that no release of ours, or no longer this one, has."""
    return (AnswerCallback(event.query_id, wording.page_plain("bukan_untuk_saya")),)
