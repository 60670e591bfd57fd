"""Updates become jobs: each once, albums together, floods bounded."""

from dataclasses import replace

import pytest

from bot.store import Database, arrivals
from bot.store.arrivals import ALBUM_TIME, Arrival, Batch, MessageFile, accept
from bot.store.jobs import (
    ALBUM_PAUSE,
    Job,
    claim,
    close,
    extend_leases,
    give_back,
    release_previous_instance,
)
from bot.store.retention import queue_statistics
from tests.store.builders import ONE, claimed, command, file, pass_time


async def test_an_update_that_is_repeated_is_one_job(database: Database) -> None:
    assert await database.run(accept(Batch([file(1), command(2)]))) == 2
    assert await database.run(accept(Batch([file(1), command(2), command(3)]))) == 1
    while jobs := await database.run(claim(ONE, 9, 9)):
        for job in jobs:
            await database.run(close(job.id, ONE))
    assert await database.run(accept(Batch([file(1)]))) == 0  # closed, and still recognised
    assert (await database.run(queue_statistics)).jobs == 0


async def test_an_edited_message_counts_where_its_file_changed(database: Database) -> None:
    def with_file(update_id: int, digest: str, edited: bool) -> Arrival:
        return replace(file(update_id), file=MessageFile(5, digest), edited=edited)

    messages = [(1, "a", False), (2, "a", True), (3, "b", True), (4, "b", True), (5, "b", False)]
    added = [await database.run(accept(Batch([with_file(*row)]))) for row in messages]
    assert added == [1, 0, 1, 0, 1]
    other_chat = replace(with_file(6, "c", True), chat_id=8)
    assert await database.run(accept(Batch([other_chat]))) == 1  # its file was not seen before


async def test_an_album_waits_until_it_is_quiet_and_a_late_item_is_alone(
    database: Database,
) -> None:
    await database.run(accept(Batch([file(1, album="x"), file(2, album="x")])))
    assert await database.run(accept(Batch([file(3, album="x")]))) == 0
    assert await claimed(database) == []
    await pass_time(database, ALBUM_PAUSE)
    (job,) = await database.run(claim(ONE, 9, 9))
    assert job.events == '[{"n": 1}, {"n": 2}, {"n": 3}]'
    assert await database.run(accept(Batch([file(4, album="x")]))) == 1
    await database.run(close(job.id, ONE))
    await pass_time(database, ALBUM_PAUSE)
    assert await claimed(database) == [[4]]


async def test_an_item_puts_the_albums_answer_off(database: Database) -> None:
    await database.run(accept(Batch([file(1, album="x")])))
    await pass_time(database, ALBUM_PAUSE - 0.5)
    await database.run(accept(Batch([file(2, album="x")])))
    await pass_time(database, ALBUM_PAUSE - 0.5)
    assert await claimed(database) == []


async def test_an_album_that_never_ends_is_answered_all_the_same(database: Database) -> None:
    for number in range(int(ALBUM_TIME) + 2):
        await database.run(accept(Batch([file(number, album="x")])))
        await pass_time(database, 1)
    assert len(await claimed(database)) == 1


@pytest.mark.parametrize("operation", [release_previous_instance("a", "a/2"), extend_leases])
async def test_neither_a_restart_nor_a_lost_database_splits_an_album(
    database: Database, operation: object
) -> None:
    assert callable(operation)
    await database.run(accept(Batch([file(1, album="x")])))
    await pass_time(database, 60)  # the rest of it waits at Telegram
    await database.run(operation)
    assert await claimed(database) == []
    assert await database.run(accept(Batch([file(2, album="x")]))) == 0


async def test_nothing_joins_an_album_that_was_begun_and_given_back(database: Database) -> None:
    await database.run(accept(Batch([file(1, album="x")])))
    await pass_time(database, ALBUM_PAUSE)
    (job,) = await database.run(claim(ONE, 9, 9))
    await database.run(give_back(job.id, ONE))
    assert await database.run(accept(Batch([file(2, album="x")]))) == 1


async def test_an_album_of_another_chat_is_another(database: Database) -> None:
    await database.run(accept(Batch([file(1, 7, "x"), file(2, 8, "x")])))
    assert (await database.run(queue_statistics)).jobs == 2


async def test_of_an_album_of_pictures_the_first_is_answered(database: Database) -> None:
    pictures = [Arrival(n, 7, "{}", album="x", first_only=True) for n in range(4)]
    assert await database.run(accept(Batch(pictures))) == 1


async def test_a_flood_is_answered_as_one_and_nobody_else_waits(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals, "FILES_PER_CHAT", 3)
    await database.run(accept(Batch([*(file(n) for n in range(5)), file(9, 8)])))
    closed = list[Job]()
    while jobs := await database.run(claim(ONE, 9, 9)):
        closed += jobs
        for job in jobs:
            await database.run(close(job.id, ONE))
    assert [job.busy for job in closed if job.chat_id == 7].count(True) == 2
    assert not any(job.busy for job in closed if job.chat_id == 8)


async def test_when_too_much_waits_in_all_no_file_is_taken_on(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals, "JOBS_IN_ALL", 2)
    await database.run(accept(Batch([file(1, 1), command(2, 2), file(3, 3), command(4, 4)])))
    jobs = await database.run(claim(ONE, 9, 9))
    assert {job.chat_id: (job.heavy, job.busy) for job in jobs} == {
        1: (True, False),
        2: (False, False),
        3: (False, True),
        4: (False, False),
    }


async def test_what_cannot_be_read_is_put_aside_once(database: Database) -> None:
    broken = Batch(unreadable=[(1, "KeyError" * 20)], cursor=2)
    await database.run(accept(broken))
    await database.run(accept(broken))
    assert (await database.run(queue_statistics)).quarantined == 1


async def test_an_update_that_could_not_be_read_was_seen_all_the_same(database: Database) -> None:
    await database.run(accept(Batch([command(1)], unreadable=[(2, "KeyError")])))
    assert await database.run(accept(Batch([command(2)], unreadable=[(1, "KeyError")]))) == 0
    assert (await database.run(queue_statistics)).quarantined == 1
