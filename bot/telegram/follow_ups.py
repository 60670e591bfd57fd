"""What a conversation was about just now, so that "and Gemini?" is understood.

Nobody's text is kept: ids of a topic and a service, for minutes, in this process alone.
"""

import time
from collections import OrderedDict
from collections.abc import Callable

from bot.advisor import Classification

LIFETIME = 5 * 60.0  # seconds
MAX_CONVERSATIONS = 1_000  # the oldest goes first

Conversation = tuple[int, int]  # chat id, sender id


class FollowUps:
    """The classification of each conversation's last question."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last: OrderedDict[Conversation, tuple[float, Classification]] = OrderedDict()

    def last(self, conversation: Conversation) -> Classification | None:
        """Return what was asked last; None where nothing was, or long ago."""
        when, classification = self._last.get(conversation, (float("-inf"), None))
        return classification if self._clock() - when <= LIFETIME else None

    def store(self, conversation: Conversation, classification: Classification) -> None:
        """Keep what was asked now."""
        self._last.pop(conversation, None)
        self._last[conversation] = self._clock(), classification
        while len(self._last) > MAX_CONVERSATIONS:
            self._last.popitem(last=False)
