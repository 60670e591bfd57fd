"""The door of the store: operations from everywhere, run by one thread, many in a transaction.

A commit waits for the disk, 1.3 ms or more, however much is in it: what arrives meanwhile
goes into the next one. An operation is a function of a connection and the time; one that
raises is undone by itself.
"""

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from bot.store import migrations

log = logging.getLogger(__name__)

BATCH = 200  # operations of a transaction
PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)  # seconds before a lost database is asked again
T = TypeVar("T")
Operation = Callable[[Connection, float], T]


class Unavailable(Exception):
    """The database's: it cannot be reached in time."""


@dataclass(slots=True)
class _Wanted:
    operation: Operation[Any]
    result: "Future[Any]"


class Database:
    """A store that is open; SQLite where the URL is a file's, PostgreSQL where it is a server's."""

    def __init__(self, url: str, returned: Operation[None] | None = None) -> None:
        """Open a store; `returned` is done first when a database that was away is back.

        Raises ArgumentError where the URL is none.
        """
        try:
            self._engine = open_engine(driver(url))
        except ValueError:  # a port that is no number, and a message that holds the password
            raise ArgumentError("url") from None
        self._returned = returned
        self._wanted: queue.SimpleQueue[_Wanted | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="store", daemon=True)
        self._closing = False
        self.reachable = False  # as the last transaction found it

    async def __aenter__(self) -> "Database":
        self._thread.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._closing = True
        self._wanted.put(None)
        await asyncio.to_thread(self._thread.join, 10)

    async def run(self, operation: Operation[T], patience: float | None = None) -> T:
        """Return what an operation returns, once it is committed.

        Raises Unavailable where that takes longer than `patience` seconds; it may be carried
        out later all the same.
        """
        result: Future[T] = Future()
        self._wanted.put(_Wanted(operation, result))
        try:
            return await asyncio.wait_for(asyncio.wrap_future(result), patience)
        except TimeoutError as error:
            raise Unavailable from error

    def _work(self) -> None:
        migrated, failures = False, 0
        batch: list[_Wanted] = []
        while batch or (batch := self._next()):
            try:
                if not migrated:
                    _make_folder(self._engine)
                    migrations.upgrade(self._engine)
                    migrated = True
                if self._returned and failures:
                    self._commit([_Wanted(self._returned, Future())])
                self._commit(batch)
                self.reachable, failures, batch = True, 0, []
            except (SQLAlchemyError, OSError) as error:  # all of it is as it was
                log.warning("store: %s", type(error).__name__)
                self.reachable = False
                self._engine.dispose()
                if self._closing:
                    break
                time.sleep(PAUSES[min(failures, len(PAUSES) - 1)])
                failures += 1
        for wanted in batch:
            wanted.result.cancel()
        self._engine.dispose()

    def _next(self) -> list[_Wanted]:
        """Wait for operations; return those that are there, none at the end."""
        first = self._wanted.get()
        batch = [first] if first else []
        while batch and len(batch) < BATCH and not self._wanted.empty():
            more = self._wanted.get_nowait()
            if more is None:
                self._wanted.put(None)  # after what is in hand
                break
            batch.append(more)
        return [wanted for wanted in batch if not wanted.result.cancelled()] or (
            batch and self._next()
        )

    def _commit(self, batch: list[_Wanted]) -> None:
        outcomes: list[tuple[_Wanted, Any, Exception | None]] = []
        with self._engine.begin() as connection:
            now = _now(connection)
            for wanted in batch:
                try:
                    with connection.begin_nested():
                        outcomes.append((wanted, wanted.operation(connection, now), None))
                except (OperationalError, InterfaceError):
                    raise
                except Exception as error:
                    outcomes.append((wanted, None, error))
        for wanted, result, failure in outcomes:
            if wanted.result.set_running_or_notify_cancel():
                if failure:
                    wanted.result.set_exception(failure)
                else:
                    wanted.result.set_result(result)


def driver(url: str) -> str:
    """Return a database's URL with the driver that is installed."""
    for name in ("postgres", "postgresql"):
        if url.startswith(f"{name}://"):
            return "postgresql+psycopg" + url[len(name) :]
    return url


def open_engine(url: str) -> Engine:
    """Return SQLAlchemy's engine for a URL; no connection is made yet."""
    if make_url(url).get_backend_name() != "sqlite":
        return create_engine(url, pool_size=1, pool_pre_ping=True, hide_parameters=True)
    engine = create_engine(
        url,
        poolclass=StaticPool,
        connect_args={"check_same_thread": False, "isolation_level": None, "timeout": 30},
        hide_parameters=True,
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _make_folder(engine: Engine) -> None:
    """Make the folder of SQLite's file.

    Raises OSError.
    """
    if engine.dialect.name == "sqlite" and engine.url.database:
        Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)


def _prepare(connection: Any, _record: object) -> None:
    """Let a commit be on the disk when it is told, and overwrite what is deleted."""
    for told in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {told}").close()


def _now(connection: Connection) -> float:
    """Return the time that all replicas agree on."""
    if connection.dialect.name == "sqlite":
        return time.time()
    return float(connection.scalar(text("SELECT extract(epoch FROM clock_timestamp())")) or 0)
