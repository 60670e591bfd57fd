"""The store: what is taken is answered once, whoever dies meanwhile."""

import asyncio
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, insert, select, text, update
from sqlalchemy.exc import ArgumentError

from bot.store import (
    Database,
    Unavailable,
    arrivals,
    claims,
    leader,
    migrate,
    retention,
    settings,
    usage,
)
from bot.store.arrivals import Arrival, Taken
from bot.store.claims import Job
from bot.store.database import driver, open_engine
from bot.store.schema import doors, duties, jobs, media, metadata, usages
from bot.store.schema import settings as settings_

ONE, TWO = "one/1", "two/1"


def file(update: int, chat: int = 7, album: str | None = None) -> Arrival:
    return Arrival(update, chat, f'{{"n":{update}}}', heavy=True, album=album)


def word(update: int, chat: int = 7) -> Arrival:
    return Arrival(update, chat, f'{{"n":{update}}}')


def numbers(job: Job) -> list[int]:
    return [event["n"] for event in json.loads(job.event)]


async def later(database: Database, seconds: float) -> None:
    """Let time pass: for the store, by making everything older."""

    def older(connection: Connection, _now: float) -> None:
        aged = {"arrived": jobs.c.arrived - seconds, "due": jobs.c.due - seconds}
        connection.execute(update(jobs).values(**aged, until=jobs.c.until - seconds))
        connection.execute(update(duties).values(until=duties.c.until - seconds))

    await database.run(older)


async def test_an_update_that_is_repeated_is_one_job(database: Database) -> None:
    assert await database.run(Taken([file(1), word(2)])) == 2
    assert await database.run(Taken([file(1), word(2), word(3)])) == 1
    while jobs := await database.run(claims.claim(ONE, 9, 9)):
        for job in jobs:
            await database.run(claims.close(job.id, ONE))
    assert await database.run(Taken([file(1)])) == 0  # done and gone, and still known
    assert (await database.run(retention.load)).jobs == 0


async def test_a_chat_has_one_file_in_work_and_others_do_not_wait(database: Database) -> None:
    await database.run(Taken([file(1, 7), file(2, 7), file(3, 8), word(4, 7)]))
    first = await database.run(claims.claim(ONE, 9, 9))
    assert sorted(n for job in first for n in numbers(job)) == [1, 3, 4]
    assert await database.run(claims.claim(TWO, 9, 9)) == []
    await database.run(claims.close(next(job.id for job in first if numbers(job) == [1]), ONE))
    assert [numbers(job) for job in await database.run(claims.claim(TWO, 9, 9))] == [[2]]


async def test_in_a_group_nobody_waits_for_another_and_it_fills_no_house(
    database: Database,
) -> None:
    crowd = [replace(file(n, -5), lane=100 + n % 9) for n in range(18)]
    await database.run(Taken([*crowd, file(20, 7)]))
    first = await database.run(claims.claim(ONE, 9, 9))
    assert [numbers(job) for job in first] == [[0], [1], [2], [20]]
    await database.run(claims.close(first[1].id, ONE))
    assert [numbers(job) for job in await database.run(claims.claim(ONE, 9, 9))] == [[3]]


async def test_a_person_has_one_file_in_work_in_all_groups(database: Database) -> None:
    await database.run(Taken([replace(file(n, -n), lane=7) for n in range(1, 4)]))
    assert [numbers(job) for job in await database.run(claims.claim(ONE, 9, 9))] == [[1]]


async def test_an_edited_message_counts_where_its_file_changed(database: Database) -> None:
    def of(update: int, mark: str, edited: bool) -> Arrival:
        return replace(file(update), medium=(5, mark), edited=edited)

    told = [of(1, "a", False), of(2, "a", True), of(3, "b", True), of(4, "b", True)]
    assert [await database.run(Taken([arrival])) for arrival in told] == [1, 0, 1, 0]
    assert await database.run(Taken([replace(of(5, "c", True), chat=8)])) == 1  # not known before


async def test_settings_are_kept_moved_and_erased(database: Database) -> None:
    await database.run(settings.save(-5, "one"))
    await database.run(settings.save(-5, "two"))
    await database.run(settings.save(7, "mine"))
    assert await database.run(settings.told(-5, 7, 8)) == {-5: "two", 7: "mine"}
    await database.run(settings.save(-100, "old"))
    await database.run(settings.move(-5, -100))
    assert await database.run(settings.told(-5, -100)) == {-100: "two"}
    await database.run(settings.erase(-100))
    assert await database.run(settings.told(-5, -100, 7)) == {7: "mine"}


async def test_nothing_of_who_left_is_kept(database: Database) -> None:
    await database.run(Taken([replace(file(1, -5), medium=(5, "a")), file(2, 7)]))
    await database.run(settings.save(-5, "x"))
    await database.run(settings.open_door("t", -5, 7, "{}"))
    await database.run(usage.charge(-5, 1, 10))
    await database.run(settings.erase(-5))

    def left(connection: Connection, _now: float) -> dict[str, int]:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar() or 0
            for table in (settings_, doors, usages, media, jobs)
        }

    assert await database.run(left) == {"setting": 0, "door": 0, "usage": 0, "medium": 0, "job": 1}


async def test_a_door_is_one_persons_and_shuts(database: Database) -> None:
    await database.run(settings.open_door("t", -5, 7, "{}"))
    assert await database.run(settings.behind("t")) == (7, "{}")
    assert await database.run(settings.behind("u")) is None

    def old(connection: Connection, now: float) -> None:
        connection.execute(update(doors).values(until=now - 1))

    await database.run(old)
    assert await database.run(settings.behind("t")) is None
    await database.run(retention.forget)
    await database.run(settings.open_door("t", -5, 7, "{}"))  # swept: its name is free again


async def test_work_is_counted_by_the_hour(database: Database) -> None:
    assert (await database.run(usage.used(7))).files == 0
    await database.run(usage.charge(7, 1, 10))
    await database.run(usage.charge(7, 2, 5))
    told = await database.run(usage.used(7))
    assert (told.files, told.bytes) == (3, 15)
    assert 0 < told.left <= usage.HOUR
    assert (await database.run(usage.used(8))).files == 0


async def test_seats_are_not_overdrawn(database: Database) -> None:
    await database.run(Taken([file(n, n) for n in range(9)] + [word(n, n) for n in range(10, 19)]))
    claimed = await database.run(claims.claim(ONE, 2, 3))
    assert Counter(job.heavy for job in claimed) == {True: 3, False: 2}


async def test_two_replicas_never_have_the_same_job(url: str) -> None:
    async with Database(url) as left, Database(url) as right:
        await left.run(Taken([file(n, n % 13) for n in range(60)]))
        met: list[int] = []

        async def work(database: Database, owner: str) -> None:
            while claimed := await database.run(claims.claim(owner, 2, 2)):
                for job in claimed:
                    assert await database.run(claims.send(job.id, owner))
                    met.extend(numbers(job))
                    await database.run(claims.close(job.id, owner))

        await asyncio.gather(work(left, ONE), work(right, TWO))
    assert sorted(met) == sorted(set(met))
    assert len(met) >= 47  # a chat that the other worked on when one asked last may wait


async def test_the_work_of_a_silent_replica_is_freed_and_its_word_is_void(
    database: Database,
) -> None:
    await database.run(Taken([file(1)]))
    (lost,) = await database.run(claims.claim(ONE, 9, 9))
    assert await database.run(claims.send(lost.id, ONE))
    assert await database.run(retention.free_expired) == 0
    await later(database, claims.LEASE + 1)
    assert await database.run(retention.free_expired) == 1
    (again,) = await database.run(claims.claim(TWO, 9, 9))
    assert again.sending  # an answer may have gone
    assert (again.tries, again.done) == (2, 0)
    assert not await database.run(claims.send(lost.id, ONE))
    assert not await database.run(claims.sent(lost.id, ONE, 1))
    await database.run(claims.close(lost.id, ONE))
    assert (await database.run(retention.load)).jobs == 1


async def test_a_claim_that_is_renewed_holds(database: Database) -> None:
    await database.run(Taken([file(1)]))
    await database.run(claims.claim(ONE, 9, 9))
    for _ in range(5):
        await later(database, claims.LEASE / 2)
        await database.run(claims.keep(ONE))
    assert await database.run(retention.free_expired) == 0


async def test_claims_that_could_not_be_renewed_while_the_store_was_away_hold(
    database: Database,
) -> None:
    await database.run(Taken([file(1)]))
    (job,) = await database.run(claims.claim(ONE, 9, 9))
    await later(database, 60)
    await database.run(retention.breathe)
    assert await database.run(retention.free_expired) == 0
    assert await database.run(claims.sent(job.id, ONE, 1))


async def test_a_replica_that_starts_again_frees_what_it_had(database: Database) -> None:
    await database.run(Taken([file(1), file(2, 8)]))
    await database.run(leader.lead(leader.POLL, "a/1"))
    await database.run(claims.claim("a/1", 9, 1))
    await database.run(claims.claim("ab/1", 9, 1))
    assert await database.run(retention.free_former("a", "a/2")) == 1
    assert await database.run(leader.lead(leader.POLL, "b/1")) is not None
    assert len(await database.run(claims.claim("a/2", 9, 9))) == 1


async def test_what_is_given_back_comes_again_when_it_is_due(database: Database) -> None:
    await database.run(Taken([file(1)]))
    (job,) = await database.run(claims.claim(ONE, 9, 9))
    await database.run(claims.sent(job.id, ONE, 1))
    await database.run(claims.give_back(job.id, ONE, 60))
    assert await database.run(claims.claim(ONE, 9, 9)) == []
    await later(database, 61)
    (again,) = await database.run(claims.claim(ONE, 9, 9))
    assert (again.done, again.sending) == (1, False)
    assert again.age > 60


async def test_an_album_waits_until_it_is_quiet_and_a_late_item_is_alone(
    database: Database,
) -> None:
    await database.run(Taken([file(1, album="x"), file(2, album="x")]))
    assert await database.run(Taken([file(3, album="x")])) == 0
    assert await database.run(claims.claim(ONE, 9, 9)) == []
    await later(database, arrivals.QUIET)
    (job,) = await database.run(claims.claim(ONE, 9, 9))
    assert numbers(job) == [1, 2, 3]
    assert await database.run(Taken([file(4, album="x")])) == 1
    await database.run(claims.close(job.id, ONE))
    await later(database, arrivals.QUIET)
    assert [numbers(job) for job in await database.run(claims.claim(ONE, 9, 9))] == [[4]]


async def test_an_album_that_never_ends_is_answered_all_the_same(database: Database) -> None:
    for number in range(12):
        await database.run(Taken([file(number, album="x")]))
        await later(database, 1)
    assert len(await database.run(claims.claim(ONE, 9, 9))) == 1


async def test_a_restart_splits_no_album(database: Database) -> None:
    await database.run(Taken([file(1, album="x")]))
    await later(database, 60)  # the rest of it waits at Telegram
    await database.run(retention.free_former("a", "a/2"))
    assert await database.run(claims.claim(ONE, 9, 9)) == []
    assert await database.run(Taken([file(2, album="x")])) == 0


async def test_an_album_of_another_chat_is_another(database: Database) -> None:
    await database.run(Taken([file(1, 7, "x"), file(2, 8, "x")]))
    assert (await database.run(retention.load)).jobs == 2


async def test_of_things_sent_at_once_the_first_is_answered(database: Database) -> None:
    things = [Arrival(n, 7, "{}", album="x", once=True) for n in range(4)]
    assert await database.run(Taken(things)) == 1


async def test_a_flood_is_told_so_and_nobody_else_waits(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals, "OF_A_CHAT", 3)
    await database.run(Taken([file(n) for n in range(5)] + [file(9, 8)]))
    told = list[Job]()
    while claimed := await database.run(claims.claim(ONE, 9, 9)):
        told += claimed
        for job in claimed:
            await database.run(claims.close(job.id, ONE))
    assert [job.busy for job in told if job.chat == 7].count(True) == 2
    assert not any(job.busy for job in told if job.chat == 8)


async def test_what_nobody_can_read_is_put_aside_once(database: Database) -> None:
    broken = Taken(broken=[(1, "KeyError")], cursor=2)
    await database.run(broken)
    await database.run(broken)
    assert (await database.run(retention.load)).quarantined == 1


async def test_one_replica_leads_and_the_next_goes_on_where_it_stopped(database: Database) -> None:
    assert await database.run(leader.lead(leader.POLL, ONE)) == 0
    await database.run(Taken([], cursor=42))
    await database.run(Taken([], cursor=7))  # a former leader's late word
    assert await database.run(leader.lead(leader.POLL, TWO)) is None
    await later(database, claims.LEASE + 1)
    assert await database.run(leader.lead(leader.POLL, TWO)) == 42
    assert await database.run(leader.lead(leader.POLL, ONE)) is None
    await database.run(leader.resign(leader.POLL, TWO))
    assert await database.run(leader.lead(leader.POLL, ONE)) == 42


async def test_what_is_old_is_forgotten(database: Database) -> None:
    await database.run(Taken([word(1)]))
    await database.run(
        lambda connection, now: retention.forget(connection, now + retention.SEEN + 1)
    )
    assert await database.run(Taken([word(1)])) == 1


async def test_an_operation_that_fails_undoes_itself_alone(database: Database) -> None:
    def fail(connection: Connection, _now: float) -> None:
        connection.execute(insert(duties).values(name="x"))
        raise LookupError

    good = asyncio.gather(*(database.run(Taken([word(n)])) for n in range(20)))
    bad = await asyncio.gather(*(database.run(fail) for _ in range(5)), return_exceptions=True)
    assert await good == [1] * 20
    assert {type(error) for error in bad} == {LookupError}
    assert await database.run(leader.lead("x", ONE)) == 0


@hypothesis_settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 30), st.integers(1, 4), st.booleans()), max_size=40))
async def test_every_update_is_answered_once(
    database: Database, told: list[tuple[int, int, bool]]
) -> None:
    base = await database.run(lambda c, _: c.scalar(text('SELECT max("update") FROM seen')) or 0)
    wanted = {base + n for n, _, _ in told}
    for number, chat, heavy in told:
        arrival = file(base + number, chat) if heavy else word(base + number, chat)
        await database.run(Taken([arrival]))
    met: list[int] = []
    while claimed := await database.run(claims.claim(ONE, 3, 2)):
        for job in claimed:
            met += numbers(job)
            await database.run(claims.close(job.id, ONE))
    assert sorted(met) == sorted(wanted)


async def test_the_schema_is_what_the_migrations_make(database: Database, url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    def compared(connection: Connection, _now: float) -> list[object]:
        assert migrate.is_current(connection)
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    assert await database.run(compared) == []


async def test_a_server_that_is_away_is_said_and_waited_for(postgres_of_its_own: object) -> None:
    from tests.store.servers import Postgres

    server = postgres_of_its_own
    assert isinstance(server, Postgres)
    returned: list[float] = []
    async with Database(server.url, lambda _, now: returned.append(now)) as database:
        await database.run(Taken([file(1)]))
        server.stop()
        waiting = asyncio.create_task(database.run(Taken([file(2, 8)])))
        with pytest.raises(Unavailable):
            await database.run(retention.load, 0.5)
        assert not database.reachable
        server.restart()
        assert await waiting == 1
        assert (await database.run(retention.load)).jobs == 2
    assert len(returned) == 1


def test_sqlite_is_durable_and_overwrites_what_it_deletes(tmp_path: object) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/jobs.sqlite")
    with engine.connect() as connection:
        told = {
            name: connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "secure_delete")
        }
    assert told == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}
    engine.dispose()


async def test_a_folder_that_cannot_be_made_is_waited_for(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file is in the way")
    async with Database(f"sqlite:///{tmp_path}/state/deep/jobs.sqlite") as database:
        with pytest.raises(Unavailable):
            await database.run(retention.load, 0.5)
        (tmp_path / "state").unlink()
        assert (await database.run(retention.load)).jobs == 0


def test_a_url_that_is_none_is_said_at_once() -> None:
    with pytest.raises(ArgumentError):
        Database("postgresql://host:port/name")


async def test_jobs_of_the_first_release_are_answered_by_this_one(url: str) -> None:
    engine = open_engine(driver(url))
    with engine.begin() as connection:
        config = migrate._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        row = "(7, '[{\"n\":1}]', false, false, 0, 0, 0, 0, false, 0)"
        columns = "chat, event, heavy, busy, arrived, due, tries, done, sending, until"
        connection.exec_driver_sql(f"INSERT INTO job ({columns}) VALUES {row}")
    engine.dispose()
    async with Database(url) as database:
        (job,) = await database.run(claims.claim(ONE, 9, 9))
        assert (job.chat, numbers(job)) == (7, [1])
        await database.run(claims.close(job.id, ONE))
