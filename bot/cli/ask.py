"""`sapujejak ask`: questions in free text, answered as the bot answers them."""

import json
import sys
from collections.abc import Iterator
from datetime import date

from bot.advisor import Classification, classify
from bot.cli.arguments import Ask
from bot.wording import Wording

STDIN = "-"  # stands for the lines of standard input


def run(command: Ask, wording: Wording) -> int:
    """Answer each text and return the exit code."""
    today = date.today()
    for index, text in enumerate(_texts(command.texts)):
        classification = classify(text)
        answer = wording.answer_plain(classification, today)
        if command.json:
            print(_json_row(text, classification, answer))
        else:
            print("\n" * (index > 0) + answer)
    return 0


def _texts(arguments: tuple[str, ...]) -> Iterator[str]:
    for text in arguments:
        if text == STDIN:
            yield from (line.rstrip("\r\n") for line in sys.stdin if line.strip())
        else:
            yield text


def _json_row(text: str, classification: Classification, answer: str) -> str:
    row = {
        "text": text,
        "topics": classification.topics,
        "service": classification.service,
        "score": classification.score,
        "choices": classification.choices,
        "answer": answer,
    }
    return json.dumps(row, ensure_ascii=False)
