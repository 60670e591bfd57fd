"""`sapujejak ask`: questions in free words, answered as the bot answers them."""

import json
import sys
from collections.abc import Iterator
from datetime import date

from bot.advisor import Classification, find
from bot.cli.arguments import Chosen
from bot.wording import Wording

LINES = "-"  # for a text: the lines of standard input


def run(chosen: Chosen, wording: Wording) -> int:
    """Answer each text and return the exit code."""
    today = date.today()
    for index, text in enumerate(_texts(chosen.texts)):
        heard = find(text)
        if chosen.json:
            print(_as_json(text, heard, wording.answer_plain(heard, today)))
        else:
            print("\n" * (index > 0) + wording.answer_plain(heard, today))
    return 0


def _texts(texts: tuple[str, ...]) -> Iterator[str]:
    for text in texts:
        if text == LINES:
            yield from (line.rstrip("\r\n") for line in sys.stdin if line.strip())
        else:
            yield text


def _as_json(text: str, heard: Classification, answer: str) -> str:
    row = {
        "text": text,
        "topics": heard.topics,
        "service": heard.service,
        "score": heard.score,
        "choices": heard.choices,
        "answer": answer,
    }
    return json.dumps(row, ensure_ascii=False)
