"""Deep links: one person's, and for a day."""

import pytest
from sqlalchemy import Connection, update
from sqlalchemy.exc import IntegrityError

from bot.store import Database
from bot.store.links import VALID, StoredLink, create_link, find_link
from bot.store.retention import delete_old
from bot.store.schema import deep_links


async def pass_time(database: Database, seconds: float) -> None:
    def age(connection: Connection, _now: float) -> None:
        expires_at = deep_links.c.expires_at - seconds
        connection.execute(update(deep_links).values(expires_at=expires_at))

    await database.run(age)


async def test_a_link_leads_one_person_to_a_file_until_it_expires(database: Database) -> None:
    await database.run(create_link("t", -5, 7, "{}"))
    assert await database.run(find_link("u")) is None
    await pass_time(database, VALID - 60)
    await database.run(delete_old)
    assert await database.run(find_link("t")) == StoredLink(7, "{}")
    with pytest.raises(IntegrityError):
        await database.run(create_link("t", -5, 8, "{}"))
    await pass_time(database, 61)
    assert await database.run(find_link("t")) is None
    await database.run(delete_old)
    await database.run(create_link("t", -5, 7, "{}"))  # deleted: its token is free again
