"""The store's thread: transactions, a database that is away, and errors."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, text
from sqlalchemy.exc import ArgumentError, DBAPIError, InvalidRequestError

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


async def test_an_operation_that_ends_the_transaction_is_the_only_one_that_fails(
    database: Database,
) -> None:
    def roll_back(connection: Connection, _now: float) -> None:
        connection.rollback()

    operations = [accept(Batch([command(1)])), roll_back, accept(Batch([command(2)]))]
    outcomes = await asyncio.gather(
        *(database.run(operation) for operation in operations), return_exceptions=True
    )
    assert (outcomes[0], outcomes[2]) == (1, 1)
    assert isinstance(outcomes[1], InvalidRequestError)
    assert (await database.run(queue_statistics)).jobs == 2


async def test_sql_that_is_wrong_is_its_callers_error(database: Database) -> None:
    def select_nothing(connection: Connection, _now: float) -> None:
        connection.exec_driver_sql("SELECT * FROM no_such_table")

    with pytest.raises(DBAPIError, match="no_such_table"):
        await database.run(select_nothing)
    assert database.reachable


async def test_an_error_that_ends_the_thread_leaves_nobody_waiting(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    def end(_connection: Connection, _now: float) -> None:
        raise SystemExit

    operations = [queue_statistics, end, queue_statistics]
    requests = [database.run(operation) for operation in operations]
    outcomes = await asyncio.gather(*requests, return_exceptions=True)
    assert isinstance(outcomes[1], Unavailable)
    assert isinstance(outcomes[2], Unavailable)
    assert "ended by SystemExit" in caplog.text
    assert not database.reachable
    with pytest.raises(Unavailable, match="SystemExit"):
        await database.run(queue_statistics)


async def test_a_store_that_is_closed_says_so(url: str) -> None:
    async with Database(url) as database:
        last = asyncio.create_task(database.run(queue_statistics))
        await asyncio.sleep(0)
    assert (await last).jobs == 0  # what is in hand is finished first
    with pytest.raises(Unavailable, match="closed"):
        await database.run(queue_statistics)


async def test_closing_while_the_database_is_away_leaves_nobody_waiting(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file is in the way")
    async with Database(f"sqlite:///{tmp_path}/state/jobs.sqlite") as database:
        waiting = asyncio.create_task(database.run(queue_statistics))
        await asyncio.sleep(0)
    with pytest.raises(Unavailable, match="closed"):
        await waiting


async def test_a_database_that_is_locked_for_long_is_waited_for(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path}/jobs.sqlite"
    async with Database(url) as database:
        await database.run(lambda c, _: c.exec_driver_sql("PRAGMA busy_timeout = 0"))
        with closing(sqlite3.connect(tmp_path / "jobs.sqlite", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            waiting = asyncio.create_task(database.run(accept(Batch([command(1)]))))
            while database.reachable:
                await asyncio.sleep(0)
            other.execute("COMMIT")
        assert await waiting == 1
        assert database.reachable


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
