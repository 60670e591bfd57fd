"""A database that waiting does not mend ends the bot with one sentence; /ready says so before."""

from pathlib import Path

import httpx
import pytest
from sqlalchemy import Connection

from bot.store import Database, Unavailable
from bot.telegram import http
from tests.loopback.server import listening
from tests.loopback.telegram import Telegram
from tests.store.builders import make_database
from tests.telegram.process import Process


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (("UPDATE alembic_version SET version_num = '9999'",), "lebih baru"),
        (("DROP TABLE seen",), "tidak bisa disesuaikan dengan versi ini (OperationalError)"),
    ],
)
def test_a_database_that_cannot_be_read_ends_the_bot(
    tmp_path: Path, rows: tuple[str, ...], sentence: str
) -> None:
    path = tmp_path / "jobs.sqlite"
    make_database(f"sqlite:///{path}", "0002", rows)
    with listening(Telegram()) as url:
        process = Process(url, tmp_path, SAPUJEJAK_DATABASE_URL=f"sqlite:///{path}")
        try:
            assert process.wait() == 1
        finally:
            process.end()
    assert sentence in process.log
    assert "siap" not in process.log
    assert "Traceback" not in process.log


async def end(database: Database) -> None:
    def operation(_connection: Connection, _now: float) -> None:
        raise SystemExit

    with pytest.raises(Unavailable, match="SystemExit"):
        await database.run(operation)


async def test_a_store_whose_thread_ended_is_not_ready(tmp_path: Path) -> None:
    async with (
        Database(f"sqlite:///{tmp_path}/jobs.sqlite") as database,
        httpx.AsyncClient(
            transport=httpx.ASGITransport(http.app(database)), base_url="http://bot"
        ) as web,
    ):
        assert (await web.get("/ready")).status_code == 200
        await end(database)
        assert (await web.get("/ready")).status_code == 503
        assert "sapujejak_store_up 0.0" in (await web.get("/metrics")).text
