"""Who asks for harm, and who was harmed: words that tell so only together.

harm.txt, demand.txt and victim.txt hold a rule a line: groups between `+`, one word of each of
which must be there, and behind ` - ` the words whose presence tells that it is not so.
`foto_saya` is two words in a row; `=buat` is the word as it is spelt: who asks says "buat", who
was harmed "dibuat". A rule of harm.txt needs the classifier's word too, one of demand.txt none.
"""

from functools import cache
from itertools import pairwise

from bot.advisor.data import opened
from bot.advisor.words import meant

Rule = tuple[tuple[frozenset[str], ...], frozenset[str]]


def harmful(words: list[str]) -> bool:
    """Tell whether the words of a message ask for harm; a word stands for all that mean it."""
    return _met(words, harms())


def demanded(words: list[str]) -> bool:
    """Tell whether harm is asked for in so many words that nothing else can be meant."""
    return _met(words, demands())


def harmed(words: list[str]) -> bool:
    """Tell whether somebody was harmed, as the words tell: `dibuat` is not `buat` here."""
    return _met(words, victims())


@cache
def harms() -> tuple[Rule, ...]:
    """Return the rules of harm."""
    return _meaning("harm.txt")


@cache
def demands() -> tuple[Rule, ...]:
    """Return the rules of harm that are sure by themselves."""
    return _meaning("demand.txt")


@cache
def victims() -> tuple[Rule, ...]:
    """Return the rules of those who were harmed."""
    return tuple(_rules("victim.txt"))


def _meaning(name: str) -> tuple[Rule, ...]:
    """Return the rules of a file; a word in them stands for all that mean it."""
    return tuple(
        (tuple(frozenset(map(_meant, group)) for group in groups), excuses)
        for groups, excuses in _rules(name)
    )


def _rules(name: str) -> list[Rule]:
    lines = (line.partition(" - ") for line in opened(name).decode().splitlines())
    return [
        (
            tuple(frozenset(group.split()) for group in wanted.split(" + ")),
            frozenset(excuses.split()),
        )
        for wanted, _, excuses in lines
    ]


def _meant(word: str) -> str:
    return word if word[0] == "=" or "_" in word else meant(word)


def _met(words: list[str], rules: tuple[Rule, ...]) -> bool:
    means = list(map(meant, words))
    pairs = {f"{a}_{b}" for told in (words, means) for a, b in pairwise(told)}
    told = {*words, *means, *pairs, *(f"={word}" for word in words)}
    return any(
        all(told & group for group in groups) and not told & excuses for groups, excuses in rules
    )
