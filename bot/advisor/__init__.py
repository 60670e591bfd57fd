"""The advisor: which topic a free message is about. Nothing leaves the process."""

from bot.advisor.hearing import Heard, find

__all__ = ["Heard", "find"]
