"""Every database of an earlier release becomes one of this, with its rows."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from bot.store import Database, migrations
from bot.store.arrivals import Batch, MessageFile, accept
from bot.store.database import driver, open_engine
from bot.store.jobs import claim, close
from bot.store.leader import Role, acquire_leadership
from bot.store.links import StoredLink, find_link
from bot.store.retention import queue_statistics
from bot.store.schema import metadata
from bot.store.settings import load_settings
from bot.store.usage import load_usage
from tests.store.builders import ONE, file, update_ids

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


def make(url: str, revision: str, rows: tuple[str, ...] = ()) -> None:
    """Make a database of an earlier release, with rows."""
    engine = open_engine(driver(url))
    with engine.begin() as connection:
        config = migrations._config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        for row in rows:
            connection.exec_driver_sql(row)
    engine.dispose()


async def test_the_schema_is_what_the_migrations_make(database: Database) -> None:
    def differences(connection: Connection, _now: float) -> list[object]:
        assert migrations.is_current(connection)
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    assert await database.run(differences) == []


async def test_jobs_of_the_first_release_are_answered_by_this_one(url: str) -> None:
    make(url, "0001", FIRST)
    async with Database(url) as database:
        (job,) = await database.run(claim(ONE, 9, 9))
        assert (job.chat_id, update_ids(job)) == (7, [1])
        await database.run(close(job.id, ONE))


async def test_every_row_of_the_second_release_is_kept(url: str) -> None:
    make(url, "0002", SECOND)
    async with Database(url) as database:
        (job,) = await database.run(claim(ONE, 9, 9))
        assert (job.chat_id, job.tries, job.answers_sent, job.sending) == (7, 4, 2, True)
        assert await database.run(accept(Batch([file(1)]))) == 0
        edited = file(3)
        edited = type(edited)(3, 7, "{}", file=MessageFile(5, "a"), edited=True)
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
