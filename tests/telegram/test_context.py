"""The context of an event: who counts as an admin, and what is asked of Telegram at all."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram import Bot

from bot.chat.context import Rights
from bot.chat.events import Address, CommandSent, Event, FileSent
from bot.chat.settings import GroupSettings, Guard, PersonSettings
from bot.store import Database
from bot.store.settings import save_settings
from bot.store.usage import charge
from bot.telegram.codecs import encode_settings
from bot.telegram.context import ContextReader
from tests.loopback.groups import Group
from tests.loopback.server import listening, refuse
from tests.loopback.telegram import TOKEN, Telegram

MEMBER, ADMIN, CHANNEL = 7, 8, -99


class World:
    """A group, and a reader of its context."""

    def __init__(self, reader: ContextReader, telegram: Telegram) -> None:
        self.reader, self.telegram = reader, telegram
        self.group = Group(telegram)
        self.group.admins.add(ADMIN)

    async def is_admin(self, sender_id: int) -> bool:
        return await self.reader.is_admin(self.group.id, sender_id)

    def command(self, name: str, sender_id: int) -> Event:
        return CommandSent(Address(self.group.id, 1), name, sender_id=sender_id)

    def file(self) -> Event:
        return FileSent(Address(self.group.id, 1), "f", 1, sender_id=MEMBER)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    telegram = Telegram()
    with listening(telegram) as url:
        async with (
            Database(f"sqlite:///{tmp_path}/jobs.sqlite") as database,
            Bot(TOKEN, base_url=f"{url}/bot") as bot,
        ):
            yield World(ContextReader(bot, database, 10), telegram)


async def test_an_admin_is_one_and_no_stranger_is(world: World) -> None:
    assert await world.is_admin(ADMIN)
    assert await world.is_admin(world.group.id)  # an anonymous admin
    assert not await world.is_admin(MEMBER)
    assert not await world.is_admin(CHANNEL)  # a member who writes in the name of his channel
    assert not await world.is_admin(0)


async def test_whom_telegram_does_not_show_is_no_admin(world: World) -> None:
    world.telegram.fail("getChatMember", refuse)
    assert not await world.is_admin(ADMIN)


async def test_rights_are_read_for_an_admin_alone(world: World) -> None:
    world.group.bot_is_admin = world.group.may_delete = True
    context = await world.reader.read([world.command("setelan", ADMIN)])
    assert (context.is_admin, context.rights) == (True, Rights(True, True))
    context = await world.reader.read([world.command("setelan", MEMBER)])
    assert (context.is_admin, context.rights) == (False, Rights())
    world.group.may_delete = False
    context = await world.reader.read([world.command("setelan", ADMIN)])
    assert context.rights == Rights(True, False)
    world.group.bot_is_admin = False
    context = await world.reader.read([world.command("setelan", ADMIN)])
    assert context.rights == Rights()


async def test_telegram_is_asked_only_where_it_matters(world: World) -> None:
    await world.reader.read([world.file()])
    await world.reader.read([world.command("tips", ADMIN)])
    assert "getChatMember" not in world.telegram.tried
    settings = encode_settings(GroupSettings(Guard.REPLACE))
    await world.reader.database.run(save_settings(world.group.id, settings))
    world.group.bot_is_admin = world.group.may_delete = True
    context = await world.reader.read([world.file()])
    assert context.rights == Rights(True, True)


async def test_settings_are_the_groups_and_the_senders(world: World) -> None:
    database = world.reader.database
    group, person = GroupSettings(language="en"), PersonSettings(declined_groups=(-5,))
    await database.run(save_settings(world.group.id, encode_settings(group)))
    await database.run(save_settings(MEMBER, encode_settings(person)))
    context = await world.reader.read([world.file()])
    assert (context.group, context.person, context.file_limit) == (group, person, 10)
    private = CommandSent(Address(MEMBER, 1), "tips", sender_id=MEMBER)
    assert (await world.reader.read([private])).group == GroupSettings()
    assert (await world.reader.read([private])).token != context.token


async def test_usage_is_read_for_who_asks_for_their_data(world: World) -> None:
    await world.reader.database.run(charge(MEMBER, 3, 9))
    for name, files in (("hapusdata", 3), ("tips", 0)):
        event = CommandSent(Address(MEMBER, 1), name, sender_id=MEMBER)
        assert (await world.reader.read([event])).files_this_hour == files
