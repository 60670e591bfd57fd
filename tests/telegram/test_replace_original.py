"""Originals are deleted only when a signed copy stands in for them."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram import Bot

from bot.chat.actions import SendCopy
from bot.chat.events import Address
from bot.store import Database
from bot.store.arrivals import Arrival, Batch, accept
from bot.store.jobs import claim
from bot.telegram.delivery_log import DeliveryLog
from bot.telegram.replace_original import replace_originals
from bot.wording import Wording
from tests.loopback.groups import Group
from tests.loopback.people import NAME, Person
from tests.loopback.server import listening, refuse
from tests.loopback.telegram import TOKEN, Json, Telegram

WORDING = Wording("id")


class World:
    """A group in which the bot may delete."""

    def __init__(self, telegram: Telegram, bot: Bot, log: DeliveryLog) -> None:
        self.telegram, self.bot, self.log = telegram, bot, log
        self.group, self.person = Group(telegram), Person(telegram)
        self.group.bot_is_admin = self.group.may_delete = True

    async def replace(self, *messages: Json) -> None:
        copies = tuple(
            SendCopy(Address(self.group.id, message["message_id"]), "a.png") for message in messages
        )
        files = {copy.address.message_id: io.BytesIO(b"copy") for copy in copies}
        await replace_originals(self.bot, copies, files, self.log, WORDING)

    @property
    def deleted(self) -> list[int]:
        return [int(call.given["message_id"]) for call in self.group.calls("deleteMessage")]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    telegram = Telegram()
    with listening(telegram) as url:
        async with (
            Database(f"sqlite:///{tmp_path}/jobs.sqlite") as database,
            Bot(TOKEN, base_url=f"{url}/bot") as bot,
        ):
            await database.run(accept(Batch([Arrival(1, 7, "{}")])))
            (job,) = await database.run(claim("a", 1, 1))
            yield World(telegram, bot, DeliveryLog(database, "a", job))


async def test_a_copy_is_signed_and_then_its_original_is_deleted(world: World) -> None:
    sent = world.group.file(world.person, b"x", caption="liburan")
    await world.replace(sent)
    (signed,) = world.group.calls("editMessageCaption")
    assert NAME in signed.text
    assert "liburan" in signed.text
    assert world.deleted == [sent["message_id"]]


async def test_an_album_is_posted_as_one_and_signed_once(world: World) -> None:
    sent = [world.group.file(world.person, b"x") for _ in range(2)]
    await world.replace(*sent)
    posted = world.group.calls("sendMediaGroup")
    (signed,) = world.group.calls("editMessageCaption")
    assert int(signed.given["message_id"]) == posted[-1].message
    assert world.deleted == [message["message_id"] for message in sent]


async def test_a_caption_that_would_be_too_long_keeps_the_original(world: World) -> None:
    await world.replace(world.group.file(world.person, b"x", caption="a" * 1024))
    assert world.group.calls("editMessageCaption") == []
    assert world.deleted == []


@pytest.mark.parametrize("method", ["sendDocument", "editMessageCaption"])
async def test_a_refusal_keeps_the_original(world: World, method: str) -> None:
    world.telegram.fail(method, refuse)
    await world.replace(world.group.file(world.person, b"x"))
    assert world.deleted == []


async def test_a_copy_that_answers_nothing_keeps_the_original(world: World) -> None:
    sent = world.group.file(world.person, b"x")
    with world.telegram.changed:
        del world.telegram.known[world.group.id, sent["message_id"]]
    await world.replace(sent)
    assert world.deleted == []


async def test_one_original_that_cannot_be_deleted_holds_up_no_other(world: World) -> None:
    first, second = (world.group.file(world.person, b"x") for _ in range(2))
    world.telegram.fail("deleteMessage", refuse)
    await world.replace(first, second)
    assert world.deleted == [second["message_id"]]
