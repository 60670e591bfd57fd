"""The worker on a real store: claims are renewed, duties that fail end it, jobs end or go back."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text, update
from sqlalchemy.exc import IntegrityError
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter

from bot.store import Database
from bot.store.arrivals import Arrival, Batch, accept
from bot.store.jobs import claim
from bot.store.schema import jobs, seen_updates
from bot.telegram import worker
from bot.telegram.delivery_log import DeliveryLog
from bot.telegram.worker import BACKOFF, DEADLINE, MAX_TRIES, TooManyTries, Worker

pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")

TIMEOUT = 20.0  # seconds for what must happen


class Chat:
    """Answers jobs as a test wants it, and notes what it was asked."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.begun, self.may_end = asyncio.Event(), asyncio.Event()
        self.answered: list[int] = []
        self.apologies: list[Exception] = []

    async def answer(self, delivery_log: DeliveryLog) -> None:
        self.begun.set()
        if self.error:
            raise self.error
        await self.may_end.wait()
        self.answered.append(delivery_log.job.id)

    async def apologise(self, _delivery_log: DeliveryLog, error: Exception) -> None:
        self.apologies.append(error)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database(f"sqlite:///{tmp_path}/jobs.sqlite") as database:
        yield database


async def add_job(database: Database, **values: object) -> None:
    def operation(connection: Connection, now: float) -> None:
        accept(Batch([Arrival(1, 7, "{}")]))(connection, now)
        if values:
            connection.execute(update(jobs).values(values))

    await database.run(operation)


async def rows(database: Database) -> list[dict[str, object]]:
    """Return what the store holds of jobs."""

    def operation(connection: Connection, now: float) -> list[dict[str, object]]:
        found = connection.execute(select(jobs, (jobs.c.due_at - now).label("pause"))).mappings()
        return [dict(row) for row in found]

    return await database.run(operation)


async def until(database: Database, holds: Callable[[list[dict[str, object]]], bool]) -> None:
    """Ask the store until its jobs are as they must become."""
    async with asyncio.timeout(TIMEOUT):
        while not holds(await rows(database)):
            pass


async def stop(task: asyncio.Task[None]) -> None:
    task.cancel()
    await ended(task)


async def ended(task: asyncio.Task[None]) -> None:
    with suppress(asyncio.CancelledError):
        await asyncio.wait_for(task, TIMEOUT)


def start(database: Database, chat: Chat) -> asyncio.Task[None]:
    return asyncio.create_task(Worker(database, "a", chat.answer, chat.apologise).run())


async def test_claims_are_renewed_while_a_job_is_in_work(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "RENEW_INTERVAL", 0.01)
    chat = Chat()
    await add_job(database)
    task = start(database, chat)
    await chat.begun.wait()
    (first,) = await rows(database)
    await until(
        database,
        lambda found: float(str(found[0]["lease_until"])) > float(str(first["lease_until"])),
    )
    task.cancel()  # and still while it ends
    (first,) = await rows(database)
    await until(
        database,
        lambda found: float(str(found[0]["lease_until"])) > float(str(first["lease_until"])),
    )
    chat.may_end.set()
    await ended(task)
    assert await rows(database) == []


@pytest.mark.parametrize("statement", ["DELETE ON seen_update", "UPDATE OF lease_until ON job"])
async def test_a_duty_that_fails_ends_the_worker(
    database: Database, monkeypatch: pytest.MonkeyPatch, statement: str
) -> None:
    monkeypatch.setattr(worker, "RENEW_INTERVAL", 0.01)
    chat = Chat()
    await add_job(database)
    if "job" in statement:  # ours already: what fails is the renewal
        await database.run(claim("a", 1, 1))
    await database.run(lambda c, _: c.execute(update(seen_updates).values(seen_at=0.0)))
    await database.run(lambda c, _: c.execute(text(
        f"CREATE TRIGGER broken BEFORE {statement} BEGIN SELECT RAISE(ABORT, 'broken'); END"
    )))  # fmt: skip
    with pytest.raises(ExceptionGroup) as failed:
        await start(database, chat)
    assert failed.value.subgroup(IntegrityError)


async def test_a_job_that_cannot_be_closed_ends_the_worker(database: Database) -> None:
    chat = Chat()
    chat.may_end.set()
    await add_job(database)
    await database.run(lambda c, _: c.execute(text(
        "CREATE TRIGGER broken BEFORE DELETE ON job BEGIN SELECT RAISE(ABORT, 'broken'); END"
    )))  # fmt: skip
    with pytest.raises(ExceptionGroup) as failed:
        await start(database, chat)
    assert failed.value.subgroup(IntegrityError)


async def test_a_job_is_begun_so_often_and_not_once_more(database: Database) -> None:
    for tries, answers in ((MAX_TRIES - 1, 1), (MAX_TRIES, 0)):
        chat = Chat()
        chat.may_end.set()
        await add_job(database, tries=tries)
        task = start(database, chat)
        await until(database, lambda found: not found)
        await stop(task)
        assert len(chat.answered) == answers
        assert [type(error) for error in chat.apologies] == [TooManyTries] * (1 - answers)
        await database.run(lambda c, _: c.execute(text("DELETE FROM seen_update")))


@pytest.mark.parametrize(
    ("error", "tries", "pause"),
    [
        (NetworkError, 0, BACKOFF[0]),
        (NetworkError, 2, BACKOFF[2]),
        (NetworkError, MAX_TRIES - 1, BACKOFF[-1]),
        (RetryAfter, 0, 77.0),
    ],
)
async def test_what_waiting_may_mend_is_tried_again(
    database: Database, error: type[RetryAfter | NetworkError], tries: int, pause: float
) -> None:
    chat = Chat(RetryAfter(77) if error is RetryAfter else NetworkError("down"))
    await add_job(database, tries=tries)
    task = start(database, chat)
    await chat.begun.wait()
    await until(database, lambda found: found[0]["owner"] is None)
    (row,) = await rows(database)
    assert pause - 5 < float(str(row["pause"])) <= pause
    assert chat.apologies == []
    await stop(task)


@pytest.mark.parametrize("error", [BadRequest("no"), ValueError("ours"), NetworkError("late")])
async def test_what_waiting_does_not_mend_is_apologised_for(
    database: Database, error: Exception
) -> None:
    chat = Chat(error)
    late = type(error) is NetworkError  # after the deadline nothing is tried again
    await add_job(database, **({"arrived_at": time.time() - DEADLINE - 60} if late else {}))
    task = start(database, chat)
    await until(database, lambda found: not found)
    await stop(task)
    assert chat.apologies == [error]


@pytest.mark.parametrize("error", [Forbidden("blocked"), ChatMigrated(-5)])
async def test_who_is_gone_gets_no_apology(database: Database, error: Exception) -> None:
    chat = Chat(error)
    await add_job(database)
    task = start(database, chat)
    await until(database, lambda found: not found)
    await stop(task)
    assert chat.apologies == []


async def test_told_to_stop_it_finishes_what_is_in_work(database: Database) -> None:
    chat = Chat()
    await add_job(database)
    task = start(database, chat)
    await chat.begun.wait()
    task.cancel()
    await add_another(database)
    chat.may_end.set()
    await ended(task)
    assert len(chat.answered) == 1
    (row,) = await rows(database)
    assert row["tries"] == 0  # what came meanwhile was not begun


async def add_another(database: Database) -> None:
    await database.run(accept(Batch([Arrival(2, 8, "{}")])))


async def test_told_to_stop_it_gives_back_what_lasts_too_long(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "GRACE", 0.01)
    chat = Chat()
    await add_job(database)
    task = start(database, chat)
    await chat.begun.wait()
    await stop(task)
    (row,) = await rows(database)
    assert (row["owner"], chat.apologies) == (None, [])
    assert float(str(row["pause"])) <= 0


async def test_it_stops_while_the_store_is_away(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "GRACE", 0.01)
    monkeypatch.setattr(worker, "STORE_GRACE", 0.01)
    chat, back = Chat(), threading.Event()
    await add_job(database)
    task = start(database, chat)
    await chat.begun.wait()
    away = asyncio.create_task(database.run(lambda _c, _now: back.wait()))
    await stop(task)
    back.set()
    await away


async def test_no_more_than_its_share_is_in_work(database: Database) -> None:
    chat = Chat()

    def many(connection: Connection, now: float) -> None:
        for number in range(worker.HEAVY + worker.LIGHT + 20):
            heavy = number % 2 == 0
            accept(Batch([Arrival(number, 100 + number, "{}", heavy=heavy)]))(connection, now)

    await database.run(many)
    await database.run(lambda c, now: [
        accept(Batch([Arrival(n, n, "{}")]))(c, now) for n in range(1000, 1000 + worker.LIGHT)
    ])  # fmt: skip
    task = start(database, chat)
    await until(database, lambda found: owned(found, False) == worker.LIGHT)
    await until(database, lambda found: owned(found, True) == worker.HEAVY)
    chat.may_end.set()
    await until(database, lambda found: not found)
    await stop(task)


def owned(found: list[dict[str, object]], heavy: bool) -> int:
    return sum(row["owner"] == "a" and row["heavy"] is heavy for row in found)


async def test_the_jobs_of_a_silent_replica_are_taken_over(database: Database) -> None:
    chat = Chat()
    chat.may_end.set()
    await add_job(database, owner="silent", lease_until=time.time() - 1)
    task = start(database, chat)
    await until(database, lambda found: not found)
    await stop(task)
    assert len(chat.answered) == 1


async def test_a_job_that_another_has_is_left_to_it(database: Database) -> None:
    chat = Chat()
    await add_job(database)
    task = start(database, chat)
    await chat.begun.wait()
    await database.run(lambda c, _: c.execute(update(jobs).values(owner="b")))
    chat.may_end.set()
    await stop(task)
    (row,) = await rows(database)
    assert row["owner"] == "b"
