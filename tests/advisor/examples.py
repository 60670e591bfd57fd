"""The project's own questions, a file a topic: `style | text` a line."""

import json
from dataclasses import dataclass
from pathlib import Path

from tests.corpus import QUESTIONS

FOLDER = Path(__file__).parent / "examples"
EVERY = 5  # one example in so many is held out


@dataclass(frozen=True, slots=True)
class Example:
    """A question as people write it."""

    topic: str
    style: str
    text: str


def examples() -> list[Example]:
    """Return all of them, in a fixed order."""
    return [
        Example(path.stem, *line.split(" | ", 1))
        for path in sorted(FOLDER.glob("*.txt"))
        for line in path.read_text().splitlines()
    ]


def split() -> tuple[list[Example], list[Example]]:
    """Return what to train with and what is held out."""
    every = examples()
    held = every[2::EVERY]
    return [example for example in every if example not in held], held


def questions() -> list[Example]:
    """Return the open questions beside the project: nothing is ever trained with them."""
    if QUESTIONS is None:
        return []
    lines = (QUESTIONS / "open_questions.jsonl").read_text().splitlines()
    rows = map(json.loads, lines)
    return [Example(row["topik"][0], row["gaya"], row["text"]) for row in rows]
