"""Rules that recognise who asks for harm and who was harmed, by words that occur together.

Each line of harm.txt, demand.txt and victim.txt is a rule: groups of words between ` + `, one word
of each of which must occur, and after ` - ` words of which none may occur. `foto_saya` is two
words in a row. `=buat` is the word as it is spelled: who asks says "buat", who was harmed says
"dibuat". A rule of harm.txt counts only where the model agrees, one of demand.txt always.
"""

from functools import cache
from itertools import pairwise

from bot.advisor.data import read_data
from bot.advisor.normalise import canonical

# Groups, and the words of which none may occur.
Rule = tuple[tuple[frozenset[str], ...], frozenset[str]]


def matches_harm(words: list[str]) -> bool:
    """Return whether a message may ask for harm; words match in their canonical form."""
    return _any_matches(words, harm_rules())


def matches_demand(words: list[str]) -> bool:
    """Return whether a message certainly asks for harm; words match in their canonical form."""
    return _any_matches(words, demand_rules())


def matches_victim(words: list[str]) -> bool:
    """Return whether a message tells of harm to a person; words match as they are spelled."""
    return _any_matches(words, victim_rules())


@cache
def harm_rules() -> tuple[Rule, ...]:
    """Return the rules for harm."""
    return _canonical_rules("harm.txt")


@cache
def demand_rules() -> tuple[Rule, ...]:
    """Return the rules for harm that need no agreement of the model."""
    return _canonical_rules("demand.txt")


@cache
def victim_rules() -> tuple[Rule, ...]:
    """Return the rules for those who were harmed."""
    return tuple(_read_rules("victim.txt"))


def _canonical_rules(name: str) -> tuple[Rule, ...]:
    """Return the rules of a file, their words in canonical form."""
    return tuple(
        (tuple(frozenset(map(_canonical_word, group)) for group in groups), excuses)
        for groups, excuses in _read_rules(name)
    )


def _read_rules(name: str) -> list[Rule]:
    lines = (line.partition(" - ") for line in read_data(name).decode().splitlines())
    return [
        (
            tuple(frozenset(group.split()) for group in groups.split(" + ")),
            frozenset(excuses.split()),
        )
        for groups, _, excuses in lines
    ]


def _canonical_word(word: str) -> str:
    return word if word[0] == "=" or "_" in word else canonical(word)


def _any_matches(words: list[str], rules: tuple[Rule, ...]) -> bool:
    canonical_words = list(map(canonical, words))
    pairs = {f"{a}_{b}" for row in (words, canonical_words) for a, b in pairwise(row)}
    terms = {*words, *canonical_words, *pairs, *(f"={word}" for word in words)}
    return any(
        all(terms & group for group in groups) and not terms & excuses for groups, excuses in rules
    )
