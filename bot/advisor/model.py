"""The model: linear, with a weight of one byte for every feature and topic.

weights.bin, compressed with zlib: a line of topics; a line with the size of a step as decimal
text; then the weights as signed bytes, feature by feature.
"""

import zlib
from array import array
from functools import cache
from itertools import pairwise
from math import exp, sqrt
from zlib import crc32

from bot.advisor.data import read_data
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


Weights = tuple[tuple[str, ...], float, "array[int]"]  # topics, the size of a step, weights


@cache
def load_weights() -> Weights:
    """Return the weights of weights.bin."""
    return unpack(read_data("weights.bin"))


def unpack(data: bytes) -> Weights:
    """Return the weights in the bytes of a file."""
    topics, step, weights = zlib.decompress(data).split(b"\n", 2)
    return tuple(topics.decode().split()), float(step), array("b", weights)


def pack(topics: tuple[str, ...], step: float, weights: bytes) -> bytes:
    """Return weights as the bytes of a file."""
    return zlib.compress(b"\n".join((" ".join(topics).encode(), repr(step).encode(), weights)), 9)


def probabilities(features: list[int], model: Weights | None = None) -> dict[str, float]:
    """Return the probability of each topic: the softmax of its sum of weights.

    The sum is divided by the square root of the number of features, so that long messages are
    not surer than short ones.
    """
    topics, step, weights = model or load_weights()
    width = len(topics)
    rows = [weights[at * width : (at + 1) * width] for at in features]
    sums = [sum(column) for column in zip(*rows, strict=True)]
    scale = step / sqrt(len(features))
    highest = max(sums)  # subtracted so that exp() cannot overflow
    exponentials = [exp((value - highest) * scale) for value in sums]
    total = sum(exponentials)
    return {topic: value / total for topic, value in zip(topics, exponentials, strict=True)}
