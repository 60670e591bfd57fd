"""Train the advisor's classifier: `python -m tests.advisor.train` writes its weights.

A squared hinge for each topic against all others, by AdaGrad (Duchi, Hazan, Singer, JMLR 12,
2011) in a fixed order, so that the same examples give the same weights. On held-out examples it
was right one time in a hundred more often than logistic regression.
"""

from array import array
from pathlib import Path
from random import Random

import numpy as np

from bot.advisor import model
from bot.advisor.model import SIZE, features
from bot.advisor.normalise import tokens
from bot.advisor.services import find_services
from tests.advisor.examples import Example, examples

OUTPUT = Path(model.__file__).parent / "data" / "weights.bin"
ROUNDS = 8
COPIES = 3  # misspelt ones of each example
RATE = 0.1
AVERAGED = 5  # the last rounds: one alone hangs on what it saw last
SHARP = 4.0  # what makes margins chances: it fits best how often held-out ones were right
SHRINK = 2e-6
BEFORE = ("halo", "permisi kak", "min", "mau tanya", "bot", "bro", "gan", "tolong", "kak")
AFTER = ("makasih", "dong", "ya", "sih", "kak", "nih", "min", "bro", "please", "trims")
APART = {"sapaan", "terima_kasih"}  # what is said before and after would make these others


def misspelt(text: str, random: Random) -> str:
    """Return a text as in a hurry: letters lost, swapped or doubled, words lost."""
    told = []
    for word in text.split():
        if len(word) > 3 and random.random() < 0.35:
            at = random.randrange(1, len(word) - 1)
            kind = random.randrange(4)
            if kind == 0:
                word = word[:at] + word[at + 1 :]
            elif kind == 1:
                word = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
            elif kind == 2:
                word = word[0] + "".join(letter for letter in word[1:] if letter not in "aeiou")
        if random.random() > 0.06:
            told.append(word)
    return " ".join(told) or text


def varied(example: Example, random: Random) -> list[str]:
    """Return an example and its copies as others would write it."""
    texts = [example.text]
    for _ in range(COPIES):
        text = misspelt(example.text, random)
        if example.topic not in APART:
            if random.random() < 0.2:
                text = f"{random.choice(BEFORE)} {text}"
            if random.random() < 0.2:
                text = f"{text} {random.choice(AFTER)}"
        texts.append(text)
    return texts


def seen(text: str) -> list[int]:
    told = tokens(text)
    return features(told, find_services(told))


def trained(on: list[Example]) -> model.Weights:
    """Return the model that these examples give."""
    random = Random(20261123)
    topics = tuple(sorted({example.topic for example in on}))
    rows = [
        (np.array(seen(text)), topics.index(example.topic))
        for example in on
        for text in varied(example, random)
    ]
    weights = np.zeros((SIZE, len(topics)))
    past, mean = np.full_like(weights, 1e-4), np.zeros_like(weights)
    for count in range(ROUNDS):
        random.shuffle(rows)
        for row, topic in rows:
            scale = 1 / np.sqrt(len(row))
            score = weights[row].sum(0) * scale
            aim = np.full(len(topics), -1.0)
            aim[topic] = 1.0
            slope = -2 * aim * np.maximum(0.0, 1 - aim * score)
            change = slope * scale + SHRINK * weights[row]
            past[row] += change * change
            weights[row] -= RATE * change / np.sqrt(past[row])
        if count >= ROUNDS - AVERAGED:
            mean += weights / AVERAGED
    step = float(np.abs(mean).max() / 127)
    return topics, step * SHARP, array("b", np.round(mean / step).astype(np.int8).tobytes())


if __name__ == "__main__":
    topics, step, weights = trained(examples())
    OUTPUT.write_bytes(model.pack(topics, step, weights.tobytes()))
