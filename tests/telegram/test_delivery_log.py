"""Each message of a job is sent once; one that may be a repeat says so."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.store import Database
from bot.store.arrivals import Arrival, Batch, accept
from bot.store.jobs import Job, claim
from bot.store.schema import jobs
from bot.telegram.delivery_log import ClaimLost, DeliveryLog


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database(f"sqlite:///{tmp_path}/jobs.sqlite") as database:
        await database.run(accept(Batch([Arrival(1, 7, "{}")])))
        yield database


async def begin(database: Database) -> Job:
    """Return the job as it is claimed again after a replica died."""
    await database.run(lambda c, _: c.execute(update(jobs).values(owner=None)))
    (job,) = await database.run(claim("a", 1, 1))
    return job


class Chat:
    """Takes messages, and breaks on one of them."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, bool]] = []

    async def take(self, log: DeliveryLog, *names: str, dies_at: str = "") -> None:
        for name in names:

            async def send(maybe_sent: bool, name: str = name) -> None:
                self.sent.append((name, maybe_sent))
                if name == dies_at:
                    raise asyncio.CancelledError

            await log.send_once(send)


async def test_what_was_sent_is_not_sent_again(database: Database) -> None:
    chat = Chat()
    log = DeliveryLog(database, "a", await begin(database))
    with pytest.raises(asyncio.CancelledError):
        await chat.take(log, "one", "two", dies_at="two")
    for names in (("one", "two", "three"), ("one", "two", "three", "four")):
        await chat.take(DeliveryLog(database, "a", await begin(database)), *names)
    assert chat.sent == [
        ("one", False),
        ("two", False),
        ("two", True),  # nobody knows whether it arrived: it says so
        ("three", False),
        ("four", False),
    ]


async def test_who_lost_the_job_sends_nothing(database: Database) -> None:
    chat = Chat()
    log = DeliveryLog(database, "a", await begin(database))
    await database.run(lambda c, _: c.execute(update(jobs).values(owner="b")))
    with pytest.raises(ClaimLost):
        await chat.take(log, "one")
    assert chat.sent == []
    assert await database.run(lambda c, _: c.scalar(select(jobs.c.answers_sent))) == 0
