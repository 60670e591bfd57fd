"""The conversation: an event in, replies out. It knows no Telegram, no network, no clock.

What happened comes in at `on_event`, what was sent at once at `on_files`; what became of
files at `on_outcome` and `on_outcomes`.
"""

from bot.chat.albums import on_files, on_outcomes
from bot.chat.private import on_event, on_outcome, trouble

__all__ = ["on_event", "on_files", "on_outcome", "on_outcomes", "trouble"]
