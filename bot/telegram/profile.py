"""What the bot says of itself: commands and descriptions, told to Telegram at every start."""

import logging
from functools import partial

from telegram import (
    Bot,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot.telegram.retry import retried
from bot.wording import Wording
from bot.wording.names import Where

log = logging.getLogger(__name__)

SCOPES = {
    Where.PRIVATE: BotCommandScopeDefault(),
    Where.GROUP: BotCommandScopeAllGroupChats(),
    Where.ADMINS: BotCommandScopeAllChatAdministrators(),
}


async def introduce(bot: Bot, wording: Wording) -> None:
    """Register commands and descriptions; without them the bot works all the same."""
    try:
        for where, scope in SCOPES.items():
            told = wording.commands(where)
            await retried(partial(bot.set_my_commands, told, scope=scope))
        await retried(lambda: bot.set_my_description(wording.description()))
        await retried(lambda: bot.set_my_short_description(wording.short_description()))
    except TelegramError as error:
        log.warning("profile: %s", type(error).__name__)
