"""A reply of the chat becomes calls. Every answer is a reply to the message that asked."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import BinaryIO

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaDocument,
    LinkPreviewOptions,
    ReactionTypeEmoji,
    ReplyParameters,
)
from telegram.constants import ChatAction, ParseMode, ReactionEmoji
from telegram.error import BadRequest, TelegramError

from bot.chat.events import Address
from bot.chat.replies import (
    AnswerButton,
    Keyboard,
    Notice,
    Say,
    SendCard,
    SendCopy,
    SendPin,
    SendText,
    ShowButtons,
)
from bot.gateway.patience import delivered, patiently

Again = Callable[[str], str]  # makes an answer say that it may be one too many
SEEN = ReactionTypeEmoji(ReactionEmoji.EYES)
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)  # a preview would fetch an address of a file's
CARD = "kartu.png"
WIDEST = 1500.0  # metres around a pin that Telegram draws
SLOW = 60.0  # seconds for Telegram to take 20 MB and say so


async def notice(bot: Bot, reply: Notice) -> None:
    """Put a reaction on a message; without it the answer still comes."""
    with suppress(TelegramError):
        await bot.set_message_reaction(reply.at.chat, reply.at.message, SEEN)


async def show_work(bot: Bot, at: Address) -> None:
    """Show that a file is on its way."""
    with suppress(TelegramError):
        await bot.send_chat_action(at.chat, ChatAction.UPLOAD_DOCUMENT)


async def say(bot: Bot, reply: Say, again: Again, repeat: bool) -> None:
    """Send a text."""
    await delivered(
        lambda repeat: bot.send_message(
            reply.at.chat,
            again(reply.html) if repeat else reply.html,
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            reply_parameters=_to(reply.at),
            reply_markup=_buttons(reply.keyboard),
        ),
        repeat,
    )


async def send_card(bot: Bot, reply: SendCard, card: BinaryIO, repeat: bool) -> None:
    """Send a report card, from the file as it goes out."""
    await delivered(
        lambda _: bot.send_photo(
            reply.at.chat,
            InputFile(card, filename=CARD, read_file_handle=False),
            reply_parameters=_to(reply.at),
            read_timeout=SLOW,
            write_timeout=SLOW,
        ),
        repeat,
    )


async def send_text(bot: Bot, reply: SendText, repeat: bool) -> None:
    """Send a text as a file."""
    await delivered(
        lambda _: bot.send_document(
            reply.at.chat,
            InputFile(reply.text.encode(), filename=reply.name),
            disable_content_type_detection=True,
            reply_parameters=_to(reply.at),
        ),
        repeat,
    )


async def send_pin(bot: Bot, reply: SendPin, repeat: bool) -> None:
    """Send a place on Telegram's own map."""
    await delivered(
        lambda _: bot.send_location(
            reply.at.chat,
            reply.lat,
            reply.lon,
            horizontal_accuracy=min(reply.radius, WIDEST),
            reply_parameters=_to(reply.at),
        ),
        repeat,
    )


async def send_copy(bot: Bot, reply: SendCopy, copy: BinaryIO, again: Again, repeat: bool) -> None:
    """Send a clean copy, from the file as it goes out."""
    await delivered(
        lambda repeat: bot.send_document(
            reply.at.chat,
            InputFile(copy, filename=reply.name, read_file_handle=False),
            caption=again(reply.caption) if repeat else reply.caption,
            parse_mode=ParseMode.HTML,
            disable_content_type_detection=True,  # or a GIF becomes a video
            reply_parameters=_to(reply.at),
            reply_markup=_buttons(reply.keyboard),
            read_timeout=SLOW,
            write_timeout=SLOW,
        ),
        repeat,
    )


async def send_copies(
    bot: Bot,
    copies: Sequence[SendCopy],
    files: Mapping[int, BinaryIO],
    again: Again,
    repeat: bool,
) -> None:
    """Send two to ten clean copies as one message; the first file's message is answered."""
    await delivered(
        lambda repeat: bot.send_media_group(
            copies[0].at.chat,
            [
                _item(copy, files[copy.at.message], again if repeat and not number else str)
                for number, copy in enumerate(copies)
            ],
            reply_parameters=_to(copies[0].at),
            read_timeout=SLOW,
            write_timeout=SLOW,
        ),
        repeat,
    )


def _item(copy: SendCopy, file: BinaryIO, told: Again) -> InputMediaDocument:
    return InputMediaDocument(
        InputFile(file, filename=copy.name, attach=True, read_file_handle=False),
        caption=told(copy.caption),
        parse_mode=ParseMode.HTML,
        disable_content_type_detection=True,
    )


async def show_buttons(bot: Bot, reply: ShowButtons) -> None:
    """Put other buttons below our message; without them it still stands."""
    buttons = _buttons(reply.keyboard)
    with suppress(TelegramError):
        if reply.html is None:
            await bot.edit_message_reply_markup(
                reply.at.chat, reply.at.message, reply_markup=buttons
            )
        else:
            await bot.edit_message_text(
                reply.html,
                reply.at.chat,
                reply.at.message,
                parse_mode=ParseMode.HTML,
                reply_markup=buttons,
                link_preview_options=NO_PREVIEW,
            )


def _buttons(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    rows = [
        [InlineKeyboardButton(each.label, callback_data=str(each.button)) for each in row]
        for row in keyboard
    ]
    return InlineKeyboardMarkup(rows) if rows else None


async def release(bot: Bot, reply: AnswerButton) -> None:
    """Answer a tapped button; one that waited too long is released already."""
    with suppress(BadRequest):
        await patiently(
            lambda: bot.answer_callback_query(
                reply.query, reply.text, show_alert=reply.text is not None
            )
        )


def _to(at: Address) -> ReplyParameters:
    return ReplyParameters(at.message, allow_sending_without_reply=True)
