"""The process as such: how it starts, and how it ends."""

import asyncio
import signal
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError
from telegram import Bot

from bot.store import Database
from bot.store.schema import leaders
from bot.telegram import polling
from bot.telegram.incoming import UpdateReader
from bot.telegram.polling import Polling
from bot.telegram.worker import Worker
from tests.engine import pictures
from tests.loopback.people import Person
from tests.loopback.server import break_down, listening, refuse
from tests.loopback.telegram import TOKEN, Refusal, Telegram
from tests.telegram.process import Process

pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBUserWarning")

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
    telegram.wait(lambda: telegram.tried.count("getUpdates") > asked)  # it confirms what came
    arrived.set()
    assert process.wait() == 0
    assert somebody.copy(sent).file
    assert telegram.wrong == []


def withdraw() -> None:
    raise Refusal(401, "Unauthorized")


def test_a_process_that_cannot_keep_its_promises_ends_aloud(
    started: ExitStack, tmp_path: Path
) -> None:
    telegram = Telegram()
    process = start(started, telegram, tmp_path)
    somebody = Person(telegram)
    somebody.answer(somebody.text("/tips"))
    path = tmp_path / ".local/state/sapujejak/jobs.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(
            "CREATE TRIGGER broken BEFORE DELETE ON job BEGIN SELECT RAISE(ABORT, 'broken'); END"
        )
    somebody.text("/tips")
    assert process.wait() == 1
    assert "ended by IntegrityError" in process.log
    assert "Traceback" not in process.log


class Replica:
    """Polling in this process, on a real store and a Telegram."""

    def __init__(self, stack: ExitStack, database: Database) -> None:
        self.telegram = Telegram()
        self.database = database
        url = stack.enter_context(listening(self.telegram))
        bot = Bot(TOKEN, base_url=f"{url}/bot")
        self.polling = Polling(
            bot, UpdateReader(bot), database, "a", Worker(database, "a", ignore, ignore)
        )

    async def run(self) -> None:
        async with self.polling.bot:
            await self.polling.run()

    async def seen(self, what: Callable[[], bool]) -> None:
        await asyncio.to_thread(self.telegram.wait, what)

    async def hand_over(self, owner: str | None) -> None:
        """Let another replica be the one that polls, or nobody."""
        values = {"owner": owner, "lease_until": 4e9 if owner else 0.0}
        await self.database.run(lambda c, _: c.execute(update(leaders).values(values)))


async def ignore(*_: object) -> None:
    """Nothing here answers."""


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "RENEW_INTERVAL", 0.01)
    monkeypatch.setattr(polling, "CLAIM_INTERVAL", 0.01)


async def test_one_replica_polls_and_another_takes_over(
    started: ExitStack, tmp_path: Path, often: None
) -> None:
    async with Database(f"sqlite:///{tmp_path}/jobs.sqlite") as database:
        replica = Replica(started, database)
        telegram = replica.telegram
        task = asyncio.create_task(replica.run())
        await replica.seen(lambda: telegram.tried.count("getUpdates") == 1)
        telegram.arrive({"message": {"text": "x", "chat": "?"}}, broken=True)
        number = telegram.updates[0]["update_id"]
        await replica.seen(lambda: telegram.confirmed == number + 1)
        await replica.hand_over("b")
        # What it asks last confirms all that came, and waits for nothing.
        await replica.seen(lambda: telegram.tried.count("getUpdates") == 3)
        await replica.hand_over(None)
        await replica.seen(lambda: telegram.tried.count("getUpdates") == 4)
        assert telegram.tried.count("deleteWebhook") == 2  # it began anew
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        owner = await database.run(lambda c, _: c.scalar(select(leaders.c.owner)))
        assert owner is None  # nobody waits for its claim to end


async def test_a_renewal_that_fails_ends_the_polling(
    started: ExitStack, tmp_path: Path, often: None
) -> None:
    async with Database(f"sqlite:///{tmp_path}/jobs.sqlite") as database:
        replica = Replica(started, database)
        task = asyncio.create_task(replica.run())
        await replica.seen(lambda: "getUpdates" in replica.telegram.tried)
        await database.run(lambda c, _: c.execute(text(
            "CREATE TRIGGER broken BEFORE UPDATE OF lease_until ON leader "
            "BEGIN SELECT RAISE(ABORT, 'broken'); END"
        )))  # fmt: skip
        with pytest.raises(ExceptionGroup) as failed:
            await task
        assert failed.value.subgroup(IntegrityError)
