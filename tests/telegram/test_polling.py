"""The process as such: how it starts, and how it ends."""

import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.engine import pictures
from tests.loopback.people import Person
from tests.loopback.server import break_down, listening, refuse
from tests.loopback.telegram import TOKEN, Refusal, Telegram
from tests.telegram.process import Process

STRANGE = "111222333:AAno-such-token-0123456789abcdefghi"


@pytest.fixture
def started() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def start(stack: ExitStack, telegram: Telegram, home: Path, token: str = TOKEN) -> Process:
    process = Process(stack.enter_context(listening(telegram)), home, token)
    stack.callback(process.end)
    return process


def test_a_wrong_token_is_said_in_one_sentence(started: ExitStack, tmp_path: Path) -> None:
    process = start(started, Telegram(), tmp_path, STRANGE)
    assert process.wait() == 1
    (line,) = process.log.splitlines()
    assert "Telegram menolak token ini" in line
    assert STRANGE not in line


def test_a_token_that_is_withdrawn_ends_it(started: ExitStack, tmp_path: Path) -> None:
    telegram = Telegram()
    telegram.fail("getUpdates", withdraw)
    process = start(started, telegram, tmp_path)
    assert process.wait() == 1
    assert "Telegram menolak token ini" in process.log.splitlines()[-1]


def test_it_waits_for_a_telegram_that_cannot_be_reached(started: ExitStack, tmp_path: Path) -> None:
    telegram = Telegram()
    telegram.fail("getMe", break_down, times=2)
    process = start(started, telegram, tmp_path)
    process.wait_for_line("Telegram belum bisa dihubungi")
    process.wait_for_line("siap")
    assert process.stop() == 0


def test_it_stops_while_it_waits(started: ExitStack, tmp_path: Path) -> None:
    telegram = Telegram()
    telegram.fail("getMe", break_down, times=100)
    process = start(started, telegram, tmp_path)
    process.wait_for_line("Telegram belum bisa dihubungi")
    assert process.stop(signal.SIGINT) == 0
    assert "Traceback" not in process.log


def test_a_profile_that_cannot_be_registered_stops_nothing(
    started: ExitStack, tmp_path: Path
) -> None:
    telegram = Telegram()
    telegram.fail("setMyCommands", refuse)
    process = start(started, telegram, tmp_path)
    somebody = Person(telegram)
    somebody.answer(somebody.text("/start"))
    assert process.stop() == 0


def test_what_is_in_hand_is_finished_first(started: ExitStack, tmp_path: Path) -> None:
    telegram = Telegram()
    arrived = threading.Event()
    telegram.fail("file", arrived.wait)
    process = start(started, telegram, tmp_path)
    somebody = Person(telegram)
    sent = somebody.file(pictures.CLEAN["gif"] + pictures.SECRET)
    telegram.wait(lambda: "file" in telegram.tried)
    asked = telegram.tried.count("getUpdates")
    process.signal(signal.SIGTERM)
    telegram.wait(lambda: telegram.tried.count("getUpdates") > asked)  # its last word
    arrived.set()
    assert process.wait() == 0
    assert somebody.settled(sent).file
    assert telegram.wrong == []


def withdraw() -> None:
    raise Refusal(401, "Unauthorized")
