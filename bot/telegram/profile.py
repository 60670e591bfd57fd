"""The bot's profile: commands and descriptions, set at every start."""

import logging
from functools import partial

from telegram import (
    Bot,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot.chat.commands import Menu, menu_of
from bot.telegram.retry import retry
from bot.wording import Wording

log = logging.getLogger(__name__)

SCOPES = {
    Menu.PRIVATE: BotCommandScopeDefault(),
    Menu.GROUP: BotCommandScopeAllGroupChats(),
    Menu.ADMINS: BotCommandScopeAllChatAdministrators(),
}


async def introduce(bot: Bot, wording: Wording) -> None:
    """Register commands and descriptions; without them the bot works all the same."""
    try:
        for menu, scope in SCOPES.items():
            commands = menu_of(menu, wording)
            await retry(partial(bot.set_my_commands, commands, scope=scope))
        await retry(lambda: bot.set_my_description(wording.description()))
        await retry(lambda: bot.set_my_short_description(wording.short_description()))
    except TelegramError as error:
        log.warning("profile: %s", type(error).__name__)
