"""Jobs: whatever dies meanwhile, each is worked on by one replica, and in a fair order."""

import asyncio
from collections import Counter
from dataclasses import replace

from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import text

from bot.store import Database
from bot.store.arrivals import Batch, accept
from bot.store.jobs import (
    LEASE,
    begin_send,
    claim,
    close,
    extend_leases,
    finish_send,
    give_back,
    release_expired,
    release_previous_instance,
    renew,
)
from bot.store.leader import Role, acquire_leadership
from bot.store.retention import queue_statistics
from tests.store.builders import ONE, TWO, claimed, command, file, pass_time, update_ids


async def test_a_chat_has_one_file_in_work_and_others_do_not_wait(database: Database) -> None:
    await database.run(accept(Batch([file(1, 7), file(2, 7), file(3, 8), command(4, 7)])))
    first = await database.run(claim(ONE, 9, 9))
    assert sorted(n for job in first for n in update_ids(job)) == [1, 3, 4]
    assert await claimed(database, TWO) == []
    await database.run(close(next(job.id for job in first if update_ids(job) == [1]), ONE))
    assert await claimed(database, TWO) == [[2]]


async def test_in_a_group_nobody_waits_for_another_and_it_takes_few_seats(
    database: Database,
) -> None:
    crowd = [replace(file(n, -5), queue_key=100 + n % 9) for n in range(18)]
    await database.run(accept(Batch([*crowd, file(20, 7)])))
    first = await database.run(claim(ONE, 9, 9))
    assert [update_ids(job) for job in first] == [[0], [1], [2], [20]]
    await database.run(close(first[1].id, ONE))
    assert await claimed(database) == [[3]]


async def test_a_person_has_one_file_in_work_in_all_groups(database: Database) -> None:
    await database.run(accept(Batch([replace(file(n, -n), queue_key=7) for n in range(1, 4)])))
    assert await claimed(database) == [[1]]


async def test_no_more_is_claimed_than_there_are_seats(database: Database) -> None:
    files, commands = [file(n, n) for n in range(9)], [command(n, n) for n in range(10, 19)]
    await database.run(accept(Batch([*files, *commands])))
    jobs = await database.run(claim(ONE, 2, 3))
    assert Counter(job.heavy for job in jobs) == {True: 3, False: 2}


async def test_two_replicas_never_have_the_same_job(url: str) -> None:
    async with Database(url) as left, Database(url) as right:
        await left.run(accept(Batch([file(n, n % 13) for n in range(60)])))
        answered: list[int] = []

        async def work(database: Database, owner: str) -> None:
            while jobs := await database.run(claim(owner, 2, 2)):
                for job in jobs:
                    assert await database.run(begin_send(job.id, owner))
                    answered.extend(update_ids(job))
                    await database.run(close(job.id, owner))

        await asyncio.gather(work(left, ONE), work(right, TWO))
    assert sorted(answered) == sorted(set(answered))
    assert len(answered) >= 47  # a chat in work at the other when one claims last may wait


async def test_the_jobs_of_a_silent_replica_are_released_and_it_can_do_nothing_with_them(
    database: Database,
) -> None:
    await database.run(accept(Batch([file(1)])))
    (lost,) = await database.run(claim(ONE, 9, 9))
    assert await database.run(begin_send(lost.id, ONE))
    assert await database.run(release_expired) == 0
    await pass_time(database, LEASE + 1)
    assert await database.run(release_expired) == 1
    (again,) = await database.run(claim(TWO, 9, 9))
    assert again.sending  # an answer may have been sent
    assert (again.tries, again.answers_sent) == (2, 0)
    assert not await database.run(begin_send(lost.id, ONE))
    assert not await database.run(finish_send(lost.id, ONE, 1))
    assert not await database.run(give_back(lost.id, ONE))
    assert not await database.run(close(lost.id, ONE))
    assert (await database.run(queue_statistics)).jobs == 1
    assert await database.run(close(lost.id, TWO))


async def test_a_claim_that_is_renewed_holds(database: Database) -> None:
    await database.run(accept(Batch([file(1)])))
    await database.run(claim(ONE, 9, 9))
    for _ in range(5):
        await pass_time(database, LEASE / 2)
        await database.run(renew(ONE))
    assert await database.run(release_expired) == 0


async def test_a_replica_renews_its_own_claims_alone(database: Database) -> None:
    await database.run(accept(Batch([file(1, 7), file(2, 8)])))
    await database.run(claim(ONE, 0, 1))
    await database.run(claim(TWO, 0, 1))
    await pass_time(database, LEASE - 1)
    await database.run(renew(ONE))
    await pass_time(database, 2)
    assert await database.run(release_expired) == 1


async def test_claims_that_could_not_be_renewed_while_the_store_was_away_hold(
    database: Database,
) -> None:
    await database.run(accept(Batch([file(1)])))
    (job,) = await database.run(claim(ONE, 9, 9))
    await pass_time(database, 60)
    await database.run(extend_leases)
    assert await database.run(release_expired) == 0
    assert await database.run(begin_send(job.id, ONE))
    await pass_time(database, LEASE - 1)
    await database.run(extend_leases)  # also one that did not end yet
    await pass_time(database, 2)
    assert await database.run(release_expired) == 0


async def test_a_replica_that_starts_again_releases_what_it_had(database: Database) -> None:
    await database.run(accept(Batch([file(1), file(2, 8)])))
    await database.run(acquire_leadership(Role.POLL, "a/1"))
    await database.run(claim("a/1", 9, 1))
    await database.run(claim("ab/1", 9, 1))
    assert await database.run(release_previous_instance("a", "a/2")) == 1
    assert await database.run(acquire_leadership(Role.POLL, "b/1")) is not None
    assert len(await database.run(claim("a/2", 9, 9))) == 1
    assert await database.run(release_previous_instance("a", "a/2")) == 0


async def test_what_is_given_back_comes_again_when_it_is_due(database: Database) -> None:
    await database.run(accept(Batch([file(1)])))
    (job,) = await database.run(claim(ONE, 9, 9))
    await database.run(begin_send(job.id, ONE))
    await database.run(finish_send(job.id, ONE, 1))
    await database.run(give_back(job.id, ONE, 60))
    assert await claimed(database) == []
    await pass_time(database, 61)
    (again,) = await database.run(claim(ONE, 9, 9))
    assert (again.answers_sent, again.sending) == (1, False)
    assert again.age > 60


async def test_an_answer_that_was_not_begun_cannot_be_finished(database: Database) -> None:
    await database.run(accept(Batch([file(1)])))
    (job,) = await database.run(claim(ONE, 9, 9))
    assert not await database.run(finish_send(job.id, ONE, 1))
    assert await database.run(begin_send(job.id, ONE))
    assert await database.run(finish_send(job.id, ONE, 1))
    assert not await database.run(finish_send(job.id, ONE, 2))


async def test_a_job_that_waits_for_its_next_try_lets_the_next_of_its_queue_pass(
    database: Database,
) -> None:
    await database.run(accept(Batch([file(1), file(2)])))
    (job,) = await database.run(claim(ONE, 9, 9))
    await database.run(give_back(job.id, ONE, 60))
    assert await claimed(database) == [[2]]


@hypothesis_settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 30), st.integers(1, 4), st.booleans()), max_size=40))
async def test_every_update_is_answered_once(
    database: Database, updates: list[tuple[int, int, bool]]
) -> None:
    newest = text("SELECT max(update_id) FROM seen_update")
    base = await database.run(lambda connection, _: connection.scalar(newest) or 0)
    for number, chat_id, heavy in updates:
        arrival = (file if heavy else command)(base + number, chat_id)
        await database.run(accept(Batch([arrival])))
    answered: list[int] = []
    while jobs := await database.run(claim(ONE, 3, 2)):
        for job in jobs:
            answered += update_ids(job)
            await database.run(close(job.id, ONE))
    assert sorted(answered) == sorted({base + number for number, _, _ in updates})
