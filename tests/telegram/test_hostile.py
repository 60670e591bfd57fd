"""Hostile files through the whole bot: each gets a sentence, and the service never stops."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from bot.engine import plan
from tests import corpus
from tests.engine import pictures
from tests.loopback.people import Person
from tests.loopback.server import listening
from tests.loopback.telegram import Telegram
from tests.telegram.process import SECRETS, Process

pytestmark = pytest.mark.slow

CHATS = 8


def test_every_hostile_file_gets_a_sentence(tmp_path: Path) -> None:
    files = sorted((corpus.need(corpus.HOSTILE) / "files").iterdir())
    telegram = Telegram()
    with ExitStack() as stack:
        bot = Process(stack.enter_context(listening(telegram)), tmp_path)
        stack.callback(bot.end)
        people = [Person(telegram) for _ in range(CHATS)]
        sent = [
            (people[number % CHATS], people[number % CHATS].file(path.read_bytes()))
            for number, path in enumerate(files)
        ]
        for person, message in sent:
            assert person.answer(message).text
            for copy in (call.file for call in person.answers(message) if call.file):
                assert plan(copy.data).already_clean
        last = people[0]
        assert last.copy(last.file(pictures.CLEAN["png"] + pictures.SECRET)).file
        assert bot.stop() == 0
    assert telegram.wrong == []
    assert "Traceback" not in bot.log
    assert {secret for secret in SECRETS if secret in bot.log} == set()
