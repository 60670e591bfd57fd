"""A reply of the chat becomes calls. Every answer is a reply to the message that asked."""

from collections.abc import Callable, Mapping, Sequence
from typing import BinaryIO

from telegram import (
    Bot,
    InputFile,
    InputMediaDocument,
    Message,
    ReplyParameters,
)
from telegram.constants import ParseMode

from bot.chat.actions import Keyboard, SendCard, SendCopy, SendLocation, SendMessage, SendTextFile
from bot.chat.events import Address
from bot.telegram import keyboards
from bot.telegram.feedback import NO_PREVIEW
from bot.telegram.retry import retry_send

Again = Callable[[str], str]  # makes an answer say that it may be one too many
CARD = "kartu.png"
WIDEST = 1500.0  # metres around a pin that Telegram draws
SLOW = 60.0  # seconds for Telegram to take 20 MB and say so


async def say(bot: Bot, reply: SendMessage, again: Again, repeat: bool) -> None:
    """Send a text."""
    await retry_send(
        lambda repeat: bot.send_message(
            reply.address.chat_id,
            again(reply.html) if repeat else reply.html,
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            reply_parameters=_to(reply.address),
            message_thread_id=reply.address.thread_id,
            disable_notification=reply.silent or None,
            reply_markup=keyboards.keyboard(bot, reply.keyboard),
        ),
        repeat,
    )


async def send_card(bot: Bot, reply: SendCard, card: BinaryIO, repeat: bool) -> None:
    """Send a report card, from the file as it goes out."""
    await retry_send(
        lambda _: bot.send_photo(
            reply.address.chat_id,
            InputFile(card, filename=CARD, read_file_handle=False),
            reply_parameters=_to(reply.address),
            read_timeout=SLOW,
            write_timeout=SLOW,
        ),
        repeat,
    )


async def send_text(bot: Bot, reply: SendTextFile, repeat: bool) -> None:
    """Send a text as a file."""
    await retry_send(
        lambda _: bot.send_document(
            reply.address.chat_id,
            InputFile(reply.text.encode(), filename=reply.filename),
            disable_content_type_detection=True,
            reply_parameters=_to(reply.address),
        ),
        repeat,
    )


async def send_pin(bot: Bot, reply: SendLocation, repeat: bool) -> None:
    """Send a place on Telegram's own map."""
    await retry_send(
        lambda _: bot.send_location(
            reply.address.chat_id,
            reply.lat,
            reply.lon,
            horizontal_accuracy=min(reply.radius, WIDEST),
            reply_parameters=_to(reply.address),
        ),
        repeat,
    )


async def send_copy(
    bot: Bot, reply: SendCopy, copy: BinaryIO, again: Again, repeat: bool
) -> Message:
    """Send a clean copy, from the file as it goes out."""
    return await retry_send(
        lambda repeat: bot.send_document(
            reply.address.chat_id,
            InputFile(copy, filename=reply.filename, read_file_handle=False),
            caption=again(reply.caption) if repeat else reply.caption,
            parse_mode=ParseMode.HTML,
            disable_content_type_detection=True,  # or a GIF becomes a video
            reply_parameters=_to(reply.address),
            message_thread_id=reply.address.thread_id,
            disable_notification=reply.silent or None,
            reply_markup=keyboards.keyboard(bot, reply.keyboard),
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
) -> Sequence[Message]:
    """Send two to ten clean copies as one message; the first file's message is answered."""
    return await retry_send(
        lambda repeat: bot.send_media_group(
            copies[0].address.chat_id,
            [
                _item(copy, files[copy.address.message_id], again if repeat and not number else str)
                for number, copy in enumerate(copies)
            ],
            reply_parameters=_to(copies[0].address),
            message_thread_id=copies[0].address.thread_id,
            disable_notification=copies[0].silent or None,
            read_timeout=SLOW,
            write_timeout=SLOW,
        ),
        repeat,
    )


def _item(copy: SendCopy, file: BinaryIO, told: Again) -> InputMediaDocument:
    return InputMediaDocument(
        InputFile(file, filename=copy.filename, attach=True, read_file_handle=False),
        caption=told(copy.caption),
        parse_mode=ParseMode.HTML,
        disable_content_type_detection=True,
    )


async def caption(bot: Bot, message: Message, html: str, keyboard: Keyboard) -> None:
    """Put other words on a message of ours."""
    await bot.edit_message_caption(
        message.chat.id,
        message.message_id,
        caption=html,
        parse_mode=ParseMode.HTML,
        reply_markup=keyboards.keyboard(bot, keyboard),
    )


async def delete(bot: Bot, at: Address) -> None:
    """Delete a message.

    Raises TelegramError.
    """
    await bot.delete_message(at.chat_id, at.message_id)


def _to(at: Address) -> ReplyParameters | None:
    """Return what is answered.

    In private an answer is given even if its question was deleted; where others read along,
    who deletes a message wants nothing more of it to be seen.
    """
    if not at.message_id:
        return None
    return ReplyParameters(at.message_id, allow_sending_without_reply=not at.is_public)
