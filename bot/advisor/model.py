"""The classifier: a linear model with a small number for every feature and topic.

weights.bin, compressed: the topics on a line; the size of a step as text on a line; then the
numbers as signed bytes, feature by feature.
"""

import zlib
from array import array
from functools import cache
from math import exp, sqrt

from bot.advisor.data import opened

Weights = tuple[tuple[str, ...], float, "array[int]"]  # topics, the size of a step, numbers


@cache
def loaded() -> Weights:
    """Return the topics, the size of a step, and the weights."""
    return unpacked(opened("weights.bin"))


def unpacked(packed: bytes) -> Weights:
    """Return what a file of weights holds."""
    topics, step, weights = zlib.decompress(packed).split(b"\n", 2)
    return tuple(topics.decode().split()), float(step), array("b", weights)


def packed(topics: tuple[str, ...], step: float, weights: bytes) -> bytes:
    """Return a file of weights."""
    return zlib.compress(b"\n".join((" ".join(topics).encode(), repr(step).encode(), weights)), 9)


def chances(features: list[int], model: Weights | None = None) -> dict[str, float]:
    """Return how likely each topic is: topic -> 0 to 1, together 1."""
    topics, step, weights = model or loaded()
    width = len(topics)
    rows = [weights[at * width : (at + 1) * width] for at in features]
    sums = [sum(column) for column in zip(*rows, strict=True)]
    scale = step / sqrt(len(features))
    top = max(sums)
    raised = [exp((value - top) * scale) for value in sums]
    whole = sum(raised)
    return {topic: value / whole for topic, value in zip(topics, raised, strict=True)}
