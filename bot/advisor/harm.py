"""Which messages ask for harm: words that do so only together.

harm.txt holds a rule a line: groups between `+`, one word of each of which must be there, and
behind ` - ` the words whose presence tells that somebody protects himself.
"""

from functools import cache

from bot.advisor.data import opened
from bot.advisor.words import meant

Rule = tuple[tuple[frozenset[str], ...], frozenset[str]]


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules: groups of words, and the words that excuse."""
    return tuple(_rule(line) for line in opened("harm.txt").decode().splitlines())


def harmful(words: list[str]) -> bool:
    """Tell whether words of a message meet a rule."""
    told = {meant(word) for word in words}
    return any(
        all(told & group for group in groups) and not told & excuses for groups, excuses in rules()
    )


def _rule(line: str) -> Rule:
    wanted, _, excuses = line.partition(" - ")
    groups = tuple(_meant(group) for group in wanted.split(" + "))
    return groups, _meant(excuses)


def _meant(text: str) -> frozenset[str]:
    return frozenset(meant(word) for word in text.split())
