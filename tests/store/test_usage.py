"""Work is counted by the hour, for each person and each group."""

from sqlalchemy import Connection

from bot.store import Database
from bot.store.database import Operation
from bot.store.usage import HOUR, Usage, charge, load_usage


async def test_work_is_counted_by_the_hour(database: Database) -> None:
    start = 1_000 * HOUR

    async def usage(owner_id: int, now: float) -> Usage:
        return await database.run(lambda connection, _: load_usage(owner_id)(connection, now))

    for files, size, now in ((1, 10, start), (2, 5, start + HOUR - 1), (4, 7, start + HOUR)):
        counting = charge(7, files, size)

        def count_then(
            connection: Connection,
            _now: float,
            counting: Operation[None] = counting,
            now: float = now,
        ) -> None:
            counting(connection, now)

        await database.run(count_then)
    assert await usage(7, start + 600) == Usage(3, 15, HOUR - 600)
    assert await usage(7, start + HOUR) == Usage(4, 7, HOUR)
    assert await usage(8, start) == Usage(0, 0, HOUR)
