"""The advisor: which topic a free message is about. Nothing leaves the process."""

from bot.advisor.hearing import Classification, find

__all__ = ["Classification", "find"]
