"""Buttons of the chat as Telegram takes them."""

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.actions import CallbackButton, Keyboard, LinkButton


def keyboard(bot: Bot, buttons: Keyboard) -> InlineKeyboardMarkup | None:
    """Return buttons as Telegram takes them; a link leads to this bot's private chat."""
    rows = [[_button(bot, each) for each in row] for row in buttons]
    return InlineKeyboardMarkup(rows) if rows else None


def _button(bot: Bot, button: CallbackButton | LinkButton) -> InlineKeyboardButton:
    if isinstance(button, LinkButton):
        return InlineKeyboardButton(button.label, url=f"{bot.link}?start={button.payload}")
    return InlineKeyboardButton(button.label, callback_data=str(button.data))
