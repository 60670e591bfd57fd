"""Every database of an earlier release becomes one of this, with its rows."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from bot.store import Database, SchemaError, SchemaTooNew
from bot.store.arrivals import Batch, MessageFile, accept
from bot.store.database import driver, open_engine
from bot.store.jobs import claim, close
from bot.store.leader import Role, acquire_leadership
from bot.store.links import StoredLink, find_link
from bot.store.retention import queue_statistics
from bot.store.schema import metadata
from bot.store.settings import load_settings
from bot.store.usage import load_usage
from tests.store.builders import ONE, file, make_database, update_ids

FAR = 9_999_999_999  # seconds since 1970
FIRST = (
    "INSERT INTO job (chat, event, heavy, busy, arrived, due, tries, done, sending, until)"
    " VALUES (7, '[{\"n\":1}]', false, false, 0, 0, 3, 2, true, 0)",
    "INSERT INTO seen VALUES (1, 5)",
    "INSERT INTO album VALUES ('7:x', 5)",
    "INSERT INTO quarantine VALUES (2, 'KeyError', 5)",
    "INSERT INTO duty VALUES ('poll', NULL, 0, 42)",
)
SECOND = (
    *FIRST,
    "UPDATE job SET lane = 9",
    "INSERT INTO setting VALUES (7, '{}', 5)",
    f"INSERT INTO door VALUES ('t', -5, 7, '[]', {FAR})",
    f"INSERT INTO usage VALUES (7, {FAR}, 3, 10)",
    "INSERT INTO medium VALUES (7, 5, 'a', 5)",
)


async def test_the_schema_is_what_the_migrations_make(database: Database) -> None:
    def differences(connection: Connection, _now: float) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    assert await database.run(differences) == []


async def test_jobs_of_the_first_release_are_answered_by_this_one(url: str) -> None:
    make_database(url, "0001", FIRST)
    async with Database(url) as database:
        (job,) = await database.run(claim(ONE, 9, 9))
        assert (job.chat_id, update_ids(job)) == (7, [1])
        await database.run(close(job.id, ONE))


async def test_every_row_of_the_second_release_is_kept(url: str) -> None:
    make_database(url, "0002", SECOND)
    async with Database(url) as database:
        (job,) = await database.run(claim(ONE, 9, 9))
        assert (job.chat_id, job.tries, job.answers_sent, job.sending) == (7, 4, 2, True)
        assert await database.run(accept(Batch([file(1)]))) == 0
        edited = replace(file(3), file=MessageFile(5, "a"), edited=True)
        assert await database.run(accept(Batch([edited]))) == 0
        assert (await database.run(queue_statistics)).quarantined == 1
        assert await database.run(acquire_leadership(Role.POLL, ONE)) == 42
        assert await database.run(load_settings(7)) == {7: "{}"}
        assert await database.run(find_link("t")) == StoredLink(7, "[]")
        usage = await database.run(lambda c, _: load_usage(7)(c, FAR * 3_600.0))
        assert (usage.files, usage.bytes) == (3, 10)

        def queue_key(connection: Connection, _now: float) -> object:
            return connection.exec_driver_sql("SELECT queue_key FROM job").scalar()

        assert await database.run(queue_key) == 9


async def test_a_database_of_a_newer_release_is_an_error_for_whoever_opens_it(url: str) -> None:
    make_database(url, "0003", ("UPDATE alembic_version SET version_num = '9999'",))
    with pytest.raises(SchemaTooNew):
        async with Database(url):
            pass


async def test_a_migration_that_fails_is_an_error_and_changes_nothing(url: str) -> None:
    make_database(url, "0002", (*SECOND, "DROP TABLE medium"))
    for _ in range(2):
        with pytest.raises(SchemaError) as caught:
            async with Database(url):
                pass
        assert not isinstance(caught.value, SchemaTooNew)
    engine = open_engine(driver(url))
    with engine.begin() as connection:
        assert connection.exec_driver_sql("SELECT lane FROM job").scalar() == 9
    engine.dispose()


async def test_a_newer_schema_that_shows_only_when_the_database_is_back_is_raised_to_callers(
    tmp_path: Path,
) -> None:
    (tmp_path / "state").write_text("a file is in the way")
    url = f"sqlite:///{tmp_path}/state/jobs.sqlite"
    async with Database(url) as database:
        waiting = [asyncio.create_task(database.run(queue_statistics)) for _ in range(3)]
        await asyncio.sleep(0)
        (tmp_path / "state").unlink()
        (tmp_path / "state").mkdir()
        make_database(url, "0003", ("UPDATE alembic_version SET version_num = '9999'",))
        errors = await asyncio.gather(*waiting, return_exceptions=True)
        assert [type(error) for error in errors] == [SchemaTooNew] * 3
        with pytest.raises(SchemaTooNew):
            await database.run(queue_statistics)
