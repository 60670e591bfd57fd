"""What is old is deleted, at its time; what waits is counted."""

from dataclasses import replace

import pytest
from sqlalchemy import Connection, Table, func, select

from bot.store import Database, retention
from bot.store.arrivals import Batch, MessageFile, accept
from bot.store.jobs import claim
from bot.store.retention import delete_old, queue_statistics
from bot.store.schema import message_files, quarantine, seen_albums, seen_updates, usages
from bot.store.usage import HOUR, charge
from tests.store.builders import ONE, command, file, pass_time


@pytest.mark.parametrize(
    ("table", "seconds"),
    [
        (seen_updates, retention.SEEN_UPDATES),
        (seen_albums, retention.SEEN_ALBUMS),
        (quarantine, retention.QUARANTINE),
        (message_files, retention.MESSAGE_FILES),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
async def test_a_row_is_deleted_when_it_is_old_and_not_before(
    database: Database, table: Table, seconds: float
) -> None:
    picture = replace(command(1), album="x", first_only=True)
    with_file = replace(file(2), file=MessageFile(5, "a"))
    batch = Batch([picture, with_file], unreadable=[(3, "KeyError")])

    def rows_after(connection: Connection, now: float) -> tuple[int, ...]:
        counts = []
        for later in (now, now + seconds - 60, now + seconds + 1):
            delete_old(connection, later)
            counts.append(connection.scalar(select(func.count()).select_from(table)) or 0)
        return tuple(counts)

    await database.run(accept(batch))
    stored, young, old = await database.run(rows_after)
    assert stored > 0
    assert young == stored
    assert old == 0


async def test_an_update_is_recognised_for_as_long_as_telegram_may_repeat_it(
    database: Database,
) -> None:
    day = 24 * 3_600.0
    await database.run(accept(Batch([command(1)])))
    await database.run(lambda connection, now: delete_old(connection, now + day))
    assert await database.run(accept(Batch([command(1)]))) == 0


async def test_the_work_of_this_hour_is_kept(database: Database) -> None:
    def rows(connection: Connection, hour: float) -> int:
        delete_old(connection, hour * HOUR)
        return connection.scalar(select(func.count()).select_from(usages)) or 0

    await database.run(lambda connection, _: charge(7, 1, 10)(connection, 5 * HOUR))
    assert await database.run(lambda connection, _: rows(connection, 5.9)) == 1
    assert await database.run(lambda connection, _: rows(connection, 6)) == 0


async def test_what_waits_is_counted(database: Database) -> None:
    empty = await database.run(queue_statistics)
    assert (empty.jobs, empty.oldest, empty.quarantined) == (0, 0.0, 0)
    await database.run(accept(Batch([command(1)], unreadable=[(3, "KeyError")])))
    await pass_time(database, 60)
    await database.run(accept(Batch([command(2)])))
    statistics = await database.run(queue_statistics)
    assert (statistics.jobs, statistics.quarantined) == (2, 1)
    assert 60 <= statistics.oldest < 120


async def test_who_sent_a_hundred_files_is_served_and_somebody_else_is_not(
    database: Database,
) -> None:
    """A sender waits unserved only while none of their jobs is in work."""
    hundred = [file(n, chat_id=7) for n in range(1, 105)]
    await database.run(accept(Batch(hundred)))
    await database.run(claim(ONE, 1, 1))
    await pass_time(database, 90)
    served = await database.run(queue_statistics)
    assert served.oldest >= 90
    assert served.unserved == 0.0
    await database.run(accept(Batch([file(200, chat_id=8)])))
    await pass_time(database, 70)
    assert 70 <= (await database.run(queue_statistics)).unserved < 90
