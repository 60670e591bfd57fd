"""What is seen and is no answer: a reaction, a released button, other buttons, cards to pick."""

from contextlib import suppress

from telegram import (
    Bot,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
    ReactionTypeEmoji,
)
from telegram.constants import ChatAction, ParseMode, ReactionEmoji
from telegram.error import BadRequest, TelegramError

from bot.chat.actions import AnswerCallback, AnswerInlineQuery, EditMessage, MarkSeen
from bot.chat.events import Address
from bot.telegram import keyboards
from bot.telegram.retry import retry

SEEN = ReactionTypeEmoji(ReactionEmoji.EYES)
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)  # a preview would fetch an address of a file's
CACHED = 300  # seconds that Telegram may give the same cards to the same words


async def show(
    bot: Bot, reply: MarkSeen | AnswerCallback | AnswerInlineQuery | EditMessage
) -> None:
    """Do what is seen and is no answer: nothing of it is given twice, or missed."""
    match reply:
        case MarkSeen():
            await notice(bot, reply)
        case AnswerCallback():
            await release(bot, reply)
        case AnswerInlineQuery():
            await offer(bot, reply)
        case EditMessage():
            await show_buttons(bot, reply)


async def notice(bot: Bot, reply: MarkSeen) -> None:
    """Put a reaction on a message; without it the answer still comes."""
    if reply.address.is_public:  # a group is not told that somebody wrote to a bot
        return
    with suppress(TelegramError):
        await bot.set_message_reaction(reply.address.chat_id, reply.address.message_id, SEEN)


async def show_work(bot: Bot, at: Address) -> None:
    """Show that a file is on its way."""
    with suppress(TelegramError):
        await bot.send_chat_action(at.chat_id, ChatAction.UPLOAD_DOCUMENT, at.thread_id)


async def offer(bot: Bot, reply: AnswerInlineQuery) -> None:
    """Offer cards to who writes the bot's name elsewhere; a question that is old is gone."""
    cards = [
        InlineQueryResultArticle(
            card.id,
            card.title,
            InputTextMessageContent(
                card.html, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW
            ),
            description=card.teaser,
        )
        for card in reply.cards
    ]
    with suppress(BadRequest):
        await bot.answer_inline_query(reply.query_id, cards, cache_time=CACHED)


async def show_buttons(bot: Bot, reply: EditMessage) -> None:
    """Put other buttons below our message; without them it still stands."""
    below = keyboards.keyboard(bot, reply.keyboard)
    with suppress(TelegramError):
        if reply.html is None:
            await bot.edit_message_reply_markup(
                reply.address.chat_id, reply.address.message_id, reply_markup=below
            )
        else:
            await bot.edit_message_text(
                reply.html,
                reply.address.chat_id,
                reply.address.message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=below,
                link_preview_options=NO_PREVIEW,
            )


async def release(bot: Bot, reply: AnswerCallback) -> None:
    """Answer a tapped button; one that waited too long is released already."""
    with suppress(BadRequest):
        await retry(
            lambda: bot.answer_callback_query(
                reply.query_id, reply.text, show_alert=reply.text is not None
            )
        )
