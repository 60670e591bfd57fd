"""The check before an upload, locales/*/quiz.md: questions, and answers with levels and reasons.

A question is a line that begins with `## `; below it stands an answer a line:
`- level | label | reason`, without a reason where the level is 0. The head holds a verdict for
each level, and the label of the button that begins again.
"""

from typing import NamedTuple

from bot.wording.catalogue import Catalogue

LEVELS = 3  # 0: small, 1: something to do first, 2: too high


class Answer(NamedTuple):
    """A button's label, how bad the answer is (0 to 2), and what to do about it, or ""."""

    label: str
    level: int
    reason: str


class Question(NamedTuple):
    """A question, and its answers in the order of their buttons."""

    text: str
    answers: tuple[Answer, ...]


class Quiz(NamedTuple):
    """All questions, a verdict for each level, and the label of the button to begin again."""

    questions: tuple[Question, ...]
    verdicts: tuple[str, ...]
    again: str


def read_quiz(catalogue: Catalogue) -> Quiz:
    """Return the quiz in one language, as plain text."""
    head, body = catalogue.document("quiz")
    verdicts = tuple(head[f"verdict_{level}"] for level in range(LEVELS))
    blocks = body.removeprefix("## ").split("\n## ")
    return Quiz(tuple(map(_question, blocks)), verdicts, head["again"])


def _question(block: str) -> Question:
    text, *rows = block.strip().splitlines()
    return Question(text, tuple(map(_answer, rows)))


def _answer(row: str) -> Answer:
    level, label, *reason = row.removeprefix("- ").split(" | ")
    return Answer(label, int(level), *(reason or [""]))
