"""Actions of the chat become calls of the Bot API.

First what is an answer: it is sent once (delivery_log.py), as a reply to the message that asked.
Then what is none, and may get lost or come twice: reactions, edited messages, released buttons.

Spec: Telegram Bot API.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import BinaryIO

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputFile,
    InputMediaDocument,
    InputTextMessageContent,
    LinkPreviewOptions,
    Message,
    ReactionTypeEmoji,
    ReplyParameters,
)
from telegram.constants import ChatAction, ParseMode, ReactionEmoji
from telegram.error import BadRequest, TelegramError

from bot.chat.actions import (
    AnswerCallback,
    AnswerInlineQuery,
    CallbackButton,
    EditMessage,
    Keyboard,
    LinkButton,
    MarkSeen,
    SendCard,
    SendCopy,
    SendLocation,
    SendMessage,
    SendTextFile,
)
from bot.chat.events import Address
from bot.telegram.retry import retry, retry_send

MarkRepeat = Callable[[str], str]  # HTML -> HTML that says that it may be a repeat
Files = Mapping[int, BinaryIO]  # copies and cards, by the message of the original
CARD_FILENAME = "kartu.png"
MAX_RADIUS = 1500.0  # metres around a location that Telegram draws
UPLOAD_TIMEOUT = 60.0  # seconds for Telegram to take 20 MB and answer
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)  # a preview would fetch a URL found in a file
SEEN = ReactionTypeEmoji(ReactionEmoji.EYES)
INLINE_CACHE_TIME = 300  # seconds that Telegram may give the same cards to the same query


async def send_message(
    bot: Bot, action: SendMessage, mark_repeat: MarkRepeat, maybe_sent: bool
) -> None:
    """Send a text."""
    await retry_send(
        lambda maybe_sent: bot.send_message(
            action.address.chat_id,
            mark_repeat(action.html) if maybe_sent else action.html,
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            reply_parameters=_reply_to(action.address),
            message_thread_id=action.address.thread_id,
            disable_notification=action.silent or None,
            reply_markup=_markup(bot, action.keyboard),
        ),
        maybe_sent,
    )


async def send_card(bot: Bot, action: SendCard, card: BinaryIO, maybe_sent: bool) -> None:
    """Send a report card; its file is read while it is sent."""
    await retry_send(
        lambda _: bot.send_photo(
            action.address.chat_id,
            InputFile(card, filename=CARD_FILENAME, read_file_handle=False),
            reply_parameters=_reply_to(action.address),
            read_timeout=UPLOAD_TIMEOUT,
            write_timeout=UPLOAD_TIMEOUT,
        ),
        maybe_sent,
    )


async def send_text_file(bot: Bot, action: SendTextFile, maybe_sent: bool) -> None:
    """Send a text as a file."""
    await retry_send(
        lambda _: bot.send_document(
            action.address.chat_id,
            InputFile(action.text.encode(), filename=action.filename),
            disable_content_type_detection=True,
            reply_parameters=_reply_to(action.address),
        ),
        maybe_sent,
    )


async def send_location(bot: Bot, action: SendLocation, maybe_sent: bool) -> None:
    """Send a location, which Telegram draws on its own map."""
    await retry_send(
        lambda _: bot.send_location(
            action.address.chat_id,
            action.lat,
            action.lon,
            horizontal_accuracy=min(action.radius, MAX_RADIUS),
            reply_parameters=_reply_to(action.address),
        ),
        maybe_sent,
    )


async def send_copy(
    bot: Bot, action: SendCopy, copy: BinaryIO, mark_repeat: MarkRepeat, maybe_sent: bool
) -> Message:
    """Send a clean copy; its file is read while it is sent. Return the message."""
    return await retry_send(
        lambda maybe_sent: bot.send_document(
            action.address.chat_id,
            InputFile(copy, filename=action.filename, read_file_handle=False),
            caption=mark_repeat(action.caption) if maybe_sent else action.caption,
            parse_mode=ParseMode.HTML,
            disable_content_type_detection=True,  # or a GIF becomes a video
            reply_parameters=_reply_to(action.address),
            message_thread_id=action.address.thread_id,
            disable_notification=action.silent or None,
            reply_markup=_markup(bot, action.keyboard),
            read_timeout=UPLOAD_TIMEOUT,
            write_timeout=UPLOAD_TIMEOUT,
        ),
        maybe_sent,
    )


async def send_album(
    bot: Bot,
    actions: Sequence[SendCopy],
    files: Files,
    mark_repeat: MarkRepeat,
    maybe_sent: bool,
) -> Sequence[Message]:
    """Send two to ten clean copies as one album, a reply to the first original's message."""
    first = actions[0]
    return await retry_send(
        lambda maybe_sent: bot.send_media_group(
            first.address.chat_id,
            [
                _album_item(
                    action,
                    files[action.address.message_id],
                    mark_repeat if maybe_sent and action is first else str,
                )
                for action in actions
            ],
            reply_parameters=_reply_to(first.address),
            message_thread_id=first.address.thread_id,
            disable_notification=first.silent or None,
            read_timeout=UPLOAD_TIMEOUT,
            write_timeout=UPLOAD_TIMEOUT,
        ),
        maybe_sent,
    )


def _album_item(action: SendCopy, file: BinaryIO, mark: MarkRepeat) -> InputMediaDocument:
    return InputMediaDocument(
        InputFile(file, filename=action.filename, attach=True, read_file_handle=False),
        caption=mark(action.caption),
        parse_mode=ParseMode.HTML,
        disable_content_type_detection=True,
    )


async def edit_caption(bot: Bot, message: Message, html: str, keyboard: Keyboard) -> None:
    """Replace the caption of a message of ours.

    Raises TelegramError.
    """
    await retry(
        lambda: bot.edit_message_caption(
            message.chat.id,
            message.message_id,
            caption=html,
            parse_mode=ParseMode.HTML,
            reply_markup=_markup(bot, keyboard),
        )
    )


async def delete_message(bot: Bot, address: Address) -> None:
    """Delete a message.

    Raises TelegramError: BadRequest where it is gone, too old, or the bot may not.
    """
    await retry(lambda: bot.delete_message(address.chat_id, address.message_id))


async def give_feedback(
    bot: Bot, action: MarkSeen | EditMessage | AnswerCallback | AnswerInlineQuery
) -> None:
    """Carry out an action that is no message of its own.

    Raises TelegramError.
    """
    match action:
        case MarkSeen(address):
            await react(bot, address)
        case EditMessage():
            await edit_message(bot, action)
        case AnswerCallback():
            await answer_callback(bot, action)
        case AnswerInlineQuery():
            await answer_inline_query(bot, action)


async def edit_message(bot: Bot, action: EditMessage) -> None:
    """Replace the buttons below a message of ours, and its text; if that fails it stays."""
    markup = _markup(bot, action.keyboard)
    with suppress(TelegramError):
        if action.html is None:
            await bot.edit_message_reply_markup(
                action.address.chat_id, action.address.message_id, reply_markup=markup
            )
        else:
            await bot.edit_message_text(
                action.html,
                action.address.chat_id,
                action.address.message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=markup,
                link_preview_options=NO_PREVIEW,
            )


async def react(bot: Bot, address: Address) -> None:
    """Mark a message as seen, in private only; if that fails the answer comes all the same."""
    if address.is_public:  # a group need not see that somebody wrote to a bot
        return
    with suppress(TelegramError):
        await bot.set_message_reaction(address.chat_id, address.message_id, SEEN)


async def show_upload(bot: Bot, address: Address) -> None:
    """Show that the bot is sending a file, for a few seconds; if that fails nothing is lost."""
    with suppress(TelegramError):
        await bot.send_chat_action(address.chat_id, ChatAction.UPLOAD_DOCUMENT, address.thread_id)


async def answer_callback(bot: Bot, action: AnswerCallback) -> None:
    """Release a tapped button; Telegram has released one that waited too long.

    Raises TelegramError.
    """
    with suppress(BadRequest):
        await retry(
            lambda: bot.answer_callback_query(
                action.query_id, action.text, show_alert=action.text is not None
            )
        )


async def answer_inline_query(bot: Bot, action: AnswerInlineQuery) -> None:
    """Offer cards to a person who writes in another chat; an old query is gone.

    Raises TelegramError.
    """
    cards = [
        InlineQueryResultArticle(
            card.id,
            card.title,
            InputTextMessageContent(
                card.html, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW
            ),
            description=card.teaser,
        )
        for card in action.cards
    ]
    with suppress(BadRequest):
        await bot.answer_inline_query(action.query_id, cards, cache_time=INLINE_CACHE_TIME)


def _reply_to(address: Address) -> ReplyParameters | None:
    """Return which message is answered; None where it is none in particular.

    In private an answer is sent even if its question was deleted; in a group, who deletes a
    message wants nothing more of it to be seen.
    """
    if not address.message_id:
        return None
    return ReplyParameters(address.message_id, allow_sending_without_reply=not address.is_public)


def _markup(bot: Bot, keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    rows = [[_button(bot, button) for button in row] for row in keyboard]
    return InlineKeyboardMarkup(rows) if rows else None


def _button(bot: Bot, button: CallbackButton | LinkButton) -> InlineKeyboardButton:
    if isinstance(button, LinkButton):  # it leads to this bot's private chat
        return InlineKeyboardButton(button.label, url=f"{bot.link}?start={button.payload}")
    return InlineKeyboardButton(button.label, callback_data=str(button.data))
