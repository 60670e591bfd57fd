"""The features of a message: words, pairs of words, skeletons and letter n-grams, hashed."""

from itertools import pairwise
from zlib import crc32

from bot.advisor.normalise import canonical, skeleton
from bot.advisor.services import TOPICAL

SIZE = 1 << 16  # of the hash table; two features rarely share a number
NGRAMS = (3, 4)  # letters
SERVICE = "[service]"  # stands for any service


def features(words: list[str], services: dict[int, str]) -> list[int]:
    """Return the hashes of a message's features, each below SIZE, sorted.

    `services` is what find_services() returns: which service is named does not matter for the
    topic, except WhatsApp and Telegram, which are topics of their own.
    """
    terms: list[str] = []
    for index, word in enumerate(words):
        service = services.get(index)
        if service is None:
            terms.append(canonical(word))
        elif service:
            terms.append(service if service in TOPICAL else SERVICE)
    names = {f"l:{min(len(terms), 4)}", *(f"w:{word}" for word in terms)}
    names.update(f"b:{first} {second}" for first, second in pairwise(("^", *terms, "$")))
    names.update(f"k:{first} {third}" for first, third in zip(terms, terms[2:], strict=False))
    for word in terms:
        if word[0] != "[":
            names.add(f"s:{skeleton(word)}")
            names.update(_ngrams(f"<{word}>"))
    return sorted({crc32(name.encode()) % SIZE for name in names})


def _ngrams(word: str) -> set[str]:
    return {word[at : at + size] for size in NGRAMS for at in range(len(word) - size + 1)}
