"""The advisor: classifies free text by topic. Nothing leaves the process."""

from bot.advisor.classification import Classification, classify

__all__ = ["Classification", "classify"]
