"""The conversation: an event in, replies out. It knows no Telegram, no network, no clock.

What happened comes in at `on_event`; what became of a file at `on_outcome`.
"""

from bot.chat.private import on_event, on_outcome

__all__ = ["on_event", "on_outcome"]
