"""The model: linear, with a weight of one byte for every feature and topic.

weights.bin, compressed with zlib: a line of topics; a line with the size of a step as decimal
text; then the weights as signed bytes, feature by feature.
"""

import zlib
from array import array
from functools import cache
from math import exp, sqrt

from bot.advisor.data import read_data

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
