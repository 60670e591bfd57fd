"""The conversation: an event in, actions out. It knows no Telegram, no network, no clock.

An event goes to `on_event`, files sent at once to `on_files`; once files were processed
`on_outcomes` says what to answer, and `on_deep_link` once a deep link was looked up.
"""

from bot.chat.albums import on_files, on_outcomes
from bot.chat.pages import failure_message
from bot.chat.private import on_deep_link
from bot.chat.router import on_event

__all__ = ["failure_message", "on_deep_link", "on_event", "on_files", "on_outcomes"]
