"""Settings are stored, moved and erased, with everything else of their owner."""

from dataclasses import replace

from sqlalchemy import Connection, func, select

from bot.store import Database
from bot.store.arrivals import Batch, MessageFile, accept
from bot.store.jobs import claim
from bot.store.links import create_link, find_link
from bot.store.schema import deep_links, jobs, message_files, settings, usages
from bot.store.settings import erase, load_settings, move_group, save_settings
from bot.store.usage import charge
from tests.store.builders import ONE, command, file

GROUP, PERSON, OTHER = -5, 7, 8


def rows(connection: Connection, _now: float) -> dict[str, int]:
    return {
        table.name: connection.scalar(select(func.count()).select_from(table)) or 0
        for table in (settings, deep_links, usages, message_files, jobs)
    }


async def test_settings_are_stored_moved_and_erased(database: Database) -> None:
    await database.run(save_settings(-5, "first"))
    await database.run(save_settings(-5, "second"))
    await database.run(save_settings(7, "mine"))
    assert await database.run(load_settings(-5, 7, 8)) == {-5: "second", 7: "mine"}
    await database.run(save_settings(-100, "old"))
    await database.run(move_group(-5, -100))
    assert await database.run(load_settings(-5, -100)) == {-100: "second"}
    await database.run(erase(-100))
    assert await database.run(load_settings(-5, -100, 7)) == {7: "mine"}


async def test_a_links_group_is_moved_with_its_settings(database: Database) -> None:
    await database.run(create_link("t", GROUP, PERSON, "{}"))
    await database.run(move_group(GROUP, -100))
    await database.run(erase(GROUP))
    assert await database.run(find_link("t"))
    await database.run(erase(-100))
    assert await database.run(find_link("t")) is None


async def test_nothing_of_an_owner_is_left_and_everything_of_others(database: Database) -> None:
    for owner_id, token in ((GROUP, "t"), (OTHER, "u")):
        arrival = replace(file(abs(owner_id), owner_id), file=MessageFile(5, "a"))
        await database.run(accept(Batch([arrival])))
        await database.run(save_settings(owner_id, "x"))
        await database.run(create_link(token, owner_id, PERSON, "{}"))
        await database.run(charge(owner_id, 1, 10))
    assert set((await database.run(rows)).values()) == {2}
    await database.run(erase(GROUP))
    assert set((await database.run(rows)).values()) == {1}
    assert await database.run(load_settings(OTHER)) == {OTHER: "x"}
    await database.run(erase(PERSON))  # whose link it is
    assert (await database.run(rows))["deep_link"] == 0


async def test_a_job_in_work_is_not_erased_under_the_hands_of_its_owner(
    database: Database,
) -> None:
    await database.run(accept(Batch([command(1)])))
    await database.run(claim(ONE, 1, 0))
    await database.run(erase(7))
    assert (await database.run(rows))["job"] == 1
