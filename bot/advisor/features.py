"""What the classifier sees of a message: words, pairs, skeletons and letter groups, as numbers."""

from itertools import pairwise
from zlib import crc32

from bot.advisor.services import TOPICAL
from bot.advisor.words import meant, skeleton

SIZE = 1 << 16  # numbers; two features rarely share one
GROUPS = (3, 4)  # letters
SERVICE = "[service]"


def features(words: list[str], services: dict[int, str]) -> list[int]:
    """Return the numbers of a message's features, each below SIZE, sorted.

    `services` tells which words name one: the topic hangs on none but WhatsApp and Telegram.
    """
    told: list[str] = []
    for index, word in enumerate(words):
        service = services.get(index)
        if service is None:
            told.append(meant(word))
        elif service:
            told.append(service if service in TOPICAL else SERVICE)
    names = {f"l:{min(len(told), 4)}", *(f"w:{word}" for word in told)}
    names.update(f"b:{one} {two}" for one, two in pairwise(("^", *told, "$")))
    names.update(f"k:{one} {two}" for one, two in zip(told, told[2:], strict=False))
    for word in told:
        if word[0] != "[":
            names.add(f"s:{skeleton(word)}")
            names.update(_groups(f"<{word}>"))
    return sorted({crc32(name.encode()) % SIZE for name in names})


def _groups(word: str) -> set[str]:
    return {word[at : at + size] for size in GROUPS for at in range(len(word) - size + 1)}
