"""Operations from everywhere, run by one thread, many in a transaction.

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
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, InvalidRequestError
from sqlalchemy.pool import StaticPool

from bot.store import migrations
from bot.store.errors import SchemaError, Unavailable, is_outage

log = logging.getLogger(__name__)

BATCH = 200  # operations of a transaction
PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0)  # seconds before a lost database is asked again
OPEN_TIMEOUT = 5.0  # seconds for the first connection; a database that is away is no error
STOP_TIMEOUT = 10.0  # seconds for the operations in hand at the end
T = TypeVar("T")
Operation = Callable[[Connection, float], T]


@dataclass(slots=True)
class _Request:
    operation: Operation[Any]
    result: "Future[Any]" = field(default_factory=Future)

    def fail(self, error: Exception) -> None:
        if not self.result.done() and self.result.set_running_or_notify_cancel():
            self.result.set_exception(error)


class Database:
    """A store that is open; SQLite where the URL is a file's, PostgreSQL where it is a server's."""

    def __init__(self, url: str, on_reconnect: Operation[None] | None = None) -> None:
        """Prepare a store; `on_reconnect` is run first when a database that was away is back.

        Raises ArgumentError where the URL is none.
        """
        try:
            self._engine = open_engine(driver(url))
        except ValueError:  # a port that is no number, and a message that holds the password
            raise ArgumentError("url") from None
        self._on_reconnect = on_reconnect
        self._requests: queue.SimpleQueue[_Request | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="store", daemon=True)
        self._opened = threading.Event()  # the first attempt to reach the database has ended
        self._closing = self._was_away = False
        self._in_hand: list[_Request] = []
        self._lock = threading.Lock()  # of `_end`, and of requests that come after it
        self._end: Exception | None = None  # why no thread runs operations any more
        self.reachable = False  # as the last transaction found it

    async def __aenter__(self) -> "Database":
        """Open the store and bring its schema up to date; one that is away is not waited for.

        Raises SchemaError.
        """
        self._thread.start()
        await asyncio.to_thread(self._opened.wait, OPEN_TIMEOUT)
        if self._end:
            raise self._end
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._closing = True
        self._requests.put(None)
        await asyncio.to_thread(self._thread.join, STOP_TIMEOUT)

    async def run(self, operation: Operation[T], timeout: float | None = None) -> T:
        """Return what an operation returns, once it is committed; raise what it raises.

        Raises Unavailable where that takes longer than `timeout` seconds (it may be carried
        out later all the same) and where the store is closed; SchemaError as opening does.
        """
        request = _Request(operation)
        with self._lock:
            if self._end:
                raise self._end
            self._requests.put(request)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(request.result), timeout)
        except TimeoutError as error:
            raise Unavailable from error

    def _work(self) -> None:
        """Be the thread: whatever ends it, no request is left without an answer."""
        end = Unavailable("closed")
        try:
            if self._persist(self._open):
                while self._take_batch() and self._persist(self._run_batch):
                    pass
        except SchemaError as error:
            end = error
        except BaseException as error:
            log.critical("store: ended by %s", type(error).__name__)
            end = Unavailable(type(error).__name__)
        finally:
            self._stop(end)

    def _persist(self, step: Callable[[], None]) -> bool:
        """Take a step, again and again while the database is away; False when closing then."""
        for failures in range(1 << 62):
            try:
                step()
            except Exception as error:
                if not is_outage(error):
                    raise
                log.warning("store: %s", type(error).__name__)
                self.reachable, self._was_away = False, True
                self._engine.dispose()
                self._opened.set()
                if self._closing:
                    break
                time.sleep(PAUSES[min(failures, len(PAUSES) - 1)])
            else:
                self._opened.set()
                return True
        return False

    def _open(self) -> None:
        if self._engine.dialect.name == "sqlite" and self._engine.url.database:
            folder = Path(self._engine.url.database).parent
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        migrations.upgrade(self._engine)
        self.reachable = True

    def _take_batch(self) -> bool:
        """Wait for operations and take in hand those that are there; False at the end."""
        while True:
            request = self._requests.get()
            batch = []
            while request:
                batch.append(request)
                if len(batch) == BATCH or self._requests.empty():
                    break
                request = self._requests.get_nowait()
            if request is None:
                if not batch:
                    return False
                self._requests.put(None)  # the end comes after what is in hand
            self._in_hand = batch
            if any(not request.result.cancelled() for request in batch):
                return True

    def _run_batch(self) -> None:
        """Run the operations in hand that have no result yet."""
        if self._was_away and self._on_reconnect:
            reconnecting = _Request(self._on_reconnect)
            self._commit([reconnecting])
            if error := reconnecting.result.exception():
                log.error("store: %s after it was away", type(error).__name__)
        self._was_away = False
        self._run([request for request in self._in_hand if not request.result.done()])

    def _run(self, batch: list[_Request]) -> None:
        """Run operations in one transaction; where that fails, each in one of its own.

        Only the caller of a failing operation gets its error. Raises where the database is away.
        """
        try:
            self._commit(batch)
        except Exception as error:
            if is_outage(error):
                raise
            if len(batch) == 1:
                batch[0].fail(error)
                return
            for request in batch:
                self._run([request])

    def _commit(self, batch: list[_Request]) -> None:
        outcomes: list[tuple[_Request, Any, Exception | None]] = []
        with self._engine.begin() as connection:
            now, transaction = _now(connection), connection.get_transaction()
            for request in batch:
                try:
                    with connection.begin_nested():
                        outcomes.append((request, request.operation(connection, now), None))
                except Exception as error:
                    if is_outage(error):
                        raise
                    outcomes.append((request, None, error))
                if not (transaction and transaction.is_active):
                    raise InvalidRequestError("an operation ended the transaction of them all")
        self.reachable = True  # before anybody has a result
        for request, result, failure in outcomes:
            if failure:
                request.fail(failure)
            elif request.result.set_running_or_notify_cancel():
                request.result.set_result(result)

    def _stop(self, end: Exception) -> None:
        with self._lock:
            self._end, self.reachable = end, False
        self._opened.set()
        for request in self._in_hand:
            request.fail(end)
        while not self._requests.empty():
            waiting = self._requests.get_nowait()
            if waiting:
                waiting.fail(end)
        self._engine.dispose()


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


def _prepare(connection: Any, _record: object) -> None:
    """Let a commit be on the disk before it is reported, and overwrite what is deleted."""
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _now(connection: Connection) -> float:
    """Return the time that all replicas agree on."""
    if connection.dialect.name == "sqlite":
        return time.time()
    return float(connection.scalar(text("SELECT extract(epoch FROM clock_timestamp())")) or 0)
