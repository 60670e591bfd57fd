"""What the store's tests are made of: arrivals, their numbers, and time that passes."""

import json

import alembic.command
from sqlalchemy import Connection, update

from bot.store import Database, migrations
from bot.store.arrivals import Arrival
from bot.store.database import driver, open_engine
from bot.store.jobs import Job, claim
from bot.store.schema import jobs, leaders

ONE, TWO = "one/1", "two/1"  # owners: instances of two replicas


def file(update_id: int, chat_id: int = 7, album: str | None = None) -> Arrival:
    return Arrival(update_id, chat_id, f'{{"n":{update_id}}}', heavy=True, album=album)


def command(update_id: int, chat_id: int = 7) -> Arrival:
    return Arrival(update_id, chat_id, f'{{"n":{update_id}}}')


def update_ids(job: Job) -> list[int]:
    return [event["n"] for event in json.loads(job.events)]


def make_database(url: str, revision: str, rows: tuple[str, ...] = ()) -> None:
    """Make a database of an earlier release, and run some SQL in it."""
    engine = open_engine(driver(url))
    with engine.begin() as connection:
        config = migrations._config()
        config.attributes["connection"] = connection
        alembic.command.upgrade(config, revision)
        for row in rows:
            connection.exec_driver_sql(row)
    engine.dispose()


async def claimed(database: Database, owner: str = ONE) -> list[list[int]]:
    """Claim all that can be claimed; return the numbers of their updates."""
    return [update_ids(job) for job in await database.run(claim(owner, 9, 9))]


async def pass_time(database: Database, seconds: float) -> None:
    """Let time pass: for the store, by making everything older."""

    def age(connection: Connection, _now: float) -> None:
        columns = jobs.c.arrived_at, jobs.c.due_at, jobs.c.lease_until
        connection.execute(update(jobs).values({column: column - seconds for column in columns}))
        lease_until = leaders.c.lease_until - seconds
        connection.execute(update(leaders).values(lease_until=lease_until))

    await database.run(age)
