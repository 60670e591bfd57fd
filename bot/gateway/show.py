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

from bot.chat.events import Address
from bot.chat.replies import AnswerButton, AnswerInline, Notice, ShowButtons
from bot.gateway import buttons
from bot.gateway.patience import patiently

SEEN = ReactionTypeEmoji(ReactionEmoji.EYES)
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)  # a preview would fetch an address of a file's
CACHED = 300  # seconds that Telegram may give the same cards to the same words


async def show(bot: Bot, reply: Notice | AnswerButton | AnswerInline | ShowButtons) -> None:
    """Do what is seen and is no answer: nothing of it is given twice, or missed."""
    match reply:
        case Notice():
            await notice(bot, reply)
        case AnswerButton():
            await release(bot, reply)
        case AnswerInline():
            await offer(bot, reply)
        case ShowButtons():
            await show_buttons(bot, reply)


async def notice(bot: Bot, reply: Notice) -> None:
    """Put a reaction on a message; without it the answer still comes."""
    if reply.at.public:  # a group is not told that somebody wrote to a bot
        return
    with suppress(TelegramError):
        await bot.set_message_reaction(reply.at.chat, reply.at.message, SEEN)


async def show_work(bot: Bot, at: Address) -> None:
    """Show that a file is on its way."""
    with suppress(TelegramError):
        await bot.send_chat_action(at.chat, ChatAction.UPLOAD_DOCUMENT, at.thread)


async def offer(bot: Bot, reply: AnswerInline) -> None:
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
        await bot.answer_inline_query(reply.query, cards, cache_time=CACHED)


async def show_buttons(bot: Bot, reply: ShowButtons) -> None:
    """Put other buttons below our message; without them it still stands."""
    below = buttons.keyboard(bot, reply.keyboard)
    with suppress(TelegramError):
        if reply.html is None:
            await bot.edit_message_reply_markup(reply.at.chat, reply.at.message, reply_markup=below)
        else:
            await bot.edit_message_text(
                reply.html,
                reply.at.chat,
                reply.at.message,
                parse_mode=ParseMode.HTML,
                reply_markup=below,
                link_preview_options=NO_PREVIEW,
            )


async def release(bot: Bot, reply: AnswerButton) -> None:
    """Answer a tapped button; one that waited too long is released already."""
    with suppress(BadRequest):
        await patiently(
            lambda: bot.answer_callback_query(
                reply.query, reply.text, show_alert=reply.text is not None
            )
        )
