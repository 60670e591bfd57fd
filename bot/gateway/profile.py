"""What the bot says of itself: commands and descriptions, told to Telegram at every start."""

import logging

from telegram import Bot
from telegram.error import TelegramError

from bot.gateway.patience import patiently
from bot.wording import Wording

log = logging.getLogger(__name__)


async def introduce(bot: Bot, wording: Wording) -> None:
    """Register commands and descriptions; without them the bot works all the same."""
    try:
        await patiently(lambda: bot.set_my_commands(wording.commands()))
        await patiently(lambda: bot.set_my_description(wording.description()))
        await patiently(lambda: bot.set_my_short_description(wording.short_description()))
    except TelegramError as error:
        log.warning("profile: %s", type(error).__name__)
