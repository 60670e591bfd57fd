"""The store's thread: transactions, a database that is away, and errors."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, text
from sqlalchemy.exc import ArgumentError

from bot.store import Database, Unavailable
from bot.store.arrivals import Batch, accept
from bot.store.database import open_engine
from bot.store.leader import Role, acquire_leadership
from bot.store.retention import queue_statistics
from bot.store.schema import leaders
from tests.store.builders import ONE, command, file
from tests.store.servers import Postgres


async def test_an_operation_that_fails_undoes_itself_alone(database: Database) -> None:
    def fail(connection: Connection, _now: float) -> None:
        connection.execute(insert(leaders).values(role="poll"))
        raise LookupError

    good = asyncio.gather(*(database.run(accept(Batch([command(n)]))) for n in range(20)))
    bad = await asyncio.gather(*(database.run(fail) for _ in range(5)), return_exceptions=True)
    assert await good == [1] * 20
    assert {type(error) for error in bad} == {LookupError}
    assert await database.run(acquire_leadership(Role.POLL, ONE)) == 0


async def test_a_server_that_is_away_is_reported_and_waited_for(
    postgres_of_its_own: Postgres,
) -> None:
    server = postgres_of_its_own
    reconnected: list[float] = []
    async with Database(server.url, lambda _, now: reconnected.append(now)) as database:
        await database.run(accept(Batch([file(1)])))
        server.stop()
        waiting = asyncio.create_task(database.run(accept(Batch([file(2, 8)]))))
        with pytest.raises(Unavailable):
            await database.run(queue_statistics, 0.5)
        assert not database.reachable
        server.restart()
        assert await waiting == 1
        assert (await database.run(queue_statistics)).jobs == 2
    assert len(reconnected) == 1


def test_sqlite_is_durable_and_overwrites_what_it_deletes(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/jobs.sqlite")
    with engine.connect() as connection:
        pragmas = {
            name: connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "secure_delete")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}
    engine.dispose()


async def test_a_folder_that_cannot_be_made_is_waited_for(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file is in the way")
    async with Database(f"sqlite:///{tmp_path}/state/deep/jobs.sqlite") as database:
        with pytest.raises(Unavailable):
            await database.run(queue_statistics, 0.5)
        (tmp_path / "state").unlink()
        assert (await database.run(queue_statistics)).jobs == 0


def test_a_url_that_is_none_is_reported_at_once() -> None:
    with pytest.raises(ArgumentError):
        Database("postgresql://host:port/name")
