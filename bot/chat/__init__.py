"""The conversation: an event in, replies out. It knows no Telegram, no network, no clock.

What happened comes in at `on_event`, what was sent at once at `on_files`; what became of
files at `on_outcomes`, and what was found behind a door at `on_door`.
"""

from bot.chat.albums import on_files, on_outcomes
from bot.chat.errors import trouble
from bot.chat.private import on_deep_link
from bot.chat.router import on_event

__all__ = ["on_deep_link", "on_event", "on_files", "on_outcomes", "trouble"]
