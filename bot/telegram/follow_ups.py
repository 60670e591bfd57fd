"""What was talked of just now, so that "and Gemini?" is understood.

Nobody's words are kept: ids of a topic and a service, for minutes, in this process alone.
"""

import time
from collections import OrderedDict
from collections.abc import Callable

from bot.advisor import Classification

MINUTES = 5 * 60.0  # seconds that a thread is kept
CHATS = 1_000  # the oldest thread goes first


Talk = tuple[int, int]  # a chat, and who talks there


class FollowUps:
    """Some threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._heard: OrderedDict[Talk, tuple[float, Classification]] = OrderedDict()

    def last(self, talk: Talk) -> Classification | None:
        """Return what was talked of just now."""
        when, heard = self._heard.get(talk, (float("-inf"), None))
        return heard if self._clock() - when <= MINUTES else None

    def remember(self, talk: Talk, heard: Classification) -> None:
        """Keep what is talked of."""
        self._heard.pop(talk, None)
        self._heard[talk] = self._clock(), heard
        while len(self._heard) > CHATS:
            self._heard.popitem(last=False)
