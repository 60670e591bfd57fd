"""PostgreSQL's locks: what two replicas do in the same moment, they do one after the other.

SQLite's transactions are one after the other by themselves.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine

from bot.store import migrations
from bot.store.arrivals import Batch, accept
from bot.store.database import driver, open_engine
from bot.store.jobs import claim
from bot.store.schema import Lock, lock, metadata
from tests.store import servers
from tests.store.builders import ONE, TWO, file

NOW = 1_000.0
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"
T = TypeVar("T")


@pytest.fixture
def engines(postgres: servers.Postgres, request: pytest.FixtureRequest) -> Iterator[list[Engine]]:
    """Two replicas' engines, and one to look at them."""
    url = driver(postgres.database(request.node.name))
    engines = [open_engine(url) for _ in range(3)]
    yield engines
    for engine in engines:
        engine.dispose()


def overlap(
    engines: list[Engine], first: Callable[[Connection], object], second: Callable[[Engine], T]
) -> T:
    """Begin `first`, and commit it once `second` waits for its lock; return what that returns."""
    one, two, observer = engines
    with ThreadPoolExecutor() as threads, observer.connect() as looking:
        with one.begin() as connection:
            first(connection)
            running = threads.submit(second, two)
            while not running.done() and not looking.exec_driver_sql(WAITING).scalar():
                pass
            assert not running.done(), "it waited for nothing"
        return running.result(10)


def test_two_items_of_an_album_that_arrive_at_once_are_one_job(engines: list[Engine]) -> None:
    migrations.upgrade(engines[0])

    def add(number: int, connection: Connection) -> int:
        return accept(Batch([file(number, album="x")]))(connection, NOW)

    def second(engine: Engine) -> int:
        with engine.begin() as connection:
            return add(2, connection)

    assert overlap(engines, lambda connection: add(1, connection), second) == 0


def test_items_of_other_albums_do_not_wait(engines: list[Engine]) -> None:
    migrations.upgrade(engines[0])
    with engines[0].begin() as one, engines[1].begin() as two:
        assert accept(Batch([file(1, 7, "x")]))(one, NOW) == 1
        assert accept(Batch([file(2, 8, "x")]))(two, NOW) == 1


def test_two_replicas_that_claim_at_once_get_no_two_files_of_one_sender(
    engines: list[Engine],
) -> None:
    migrations.upgrade(engines[0])
    with engines[0].begin() as connection:
        accept(Batch([file(1), file(2)]))(connection, NOW)

    def second(engine: Engine) -> int:
        with engine.begin() as connection:
            return len(claim(TWO, 9, 1)(connection, NOW))

    assert overlap(engines, lambda connection: claim(ONE, 9, 1)(connection, NOW), second) == 0


def test_two_replicas_that_start_at_once_migrate_one_after_the_other(
    engines: list[Engine],
) -> None:
    overlap(engines, lambda connection: lock(connection, Lock.MIGRATE), migrations.upgrade)
    with engines[2].connect() as connection:
        difference = compare_metadata(MigrationContext.configure(connection), metadata)
        assert difference == []
