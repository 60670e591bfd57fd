"""One replica leads, and the next goes on where it stopped."""

from bot.store import Database
from bot.store.arrivals import Batch, accept
from bot.store.jobs import LEASE
from bot.store.leader import Role, acquire_leadership, resign_leadership
from tests.store.builders import ONE, TWO, pass_time


async def test_one_replica_leads_and_the_next_goes_on_where_it_stopped(database: Database) -> None:
    assert await database.run(acquire_leadership(Role.POLL, ONE)) == 0
    await database.run(accept(Batch(cursor=42)))
    await database.run(accept(Batch(cursor=7)))  # a former leader's late one
    assert await database.run(acquire_leadership(Role.POLL, TWO)) is None
    await pass_time(database, LEASE + 1)
    assert await database.run(acquire_leadership(Role.POLL, TWO)) == 42
    assert await database.run(acquire_leadership(Role.POLL, ONE)) is None
    await database.run(resign_leadership(Role.POLL, ONE))  # it has nothing to resign from
    assert await database.run(acquire_leadership(Role.POLL, ONE)) is None
    await database.run(resign_leadership(Role.POLL, TWO))
    assert await database.run(acquire_leadership(Role.POLL, ONE)) == 42


async def test_a_leader_that_renews_its_lease_leads_on(database: Database) -> None:
    for _ in range(4):
        assert await database.run(acquire_leadership(Role.POLL, ONE)) == 0
        await pass_time(database, LEASE - 1)
        assert await database.run(acquire_leadership(Role.POLL, TWO)) is None
