"""Effects on a real store: a deep link is its person's alone, and so is declining."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram import Bot

from bot.chat.actions import AnswerCallback
from bot.chat.effects import (
    CreateDeepLink,
    DeclineReplacement,
    DeleteMessage,
    EraseData,
    FollowDeepLink,
    LeaveGroup,
    MoveSettings,
    SaveSettings,
)
from bot.chat.events import Address
from bot.chat.settings import GroupSettings, PersonSettings
from bot.store import Database
from bot.store.settings import load_settings
from bot.telegram.codecs import PERSON_SETTINGS, encode_settings
from bot.telegram.effects import EffectRunner
from bot.wording import Wording
from tests.loopback.groups import Group
from tests.loopback.server import listening
from tests.loopback.telegram import TOKEN, Telegram

WORDING = Wording("id")
OWNER, OTHER, GROUP = 7, 8, -5
LINK = CreateDeepLink("t" * 22, Address(GROUP, 1), OWNER, "f")


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
async def runner(telegram: Telegram, tmp_path: Path) -> AsyncIterator[EffectRunner]:
    with listening(telegram) as url:
        async with (
            Database(f"sqlite:///{tmp_path}/jobs.sqlite") as database,
            Bot(TOKEN, base_url=f"{url}/bot") as bot,
        ):
            yield EffectRunner(bot, database)


async def stored(runner: EffectRunner, owner_id: int) -> str | None:
    return (await runner.database.run(load_settings(owner_id))).get(owner_id)


async def test_a_deep_link_leads_its_person_to_the_file_and_nobody_else(
    runner: EffectRunner,
) -> None:
    await runner.run(LINK, WORDING)
    follow = [
        await runner.run(FollowDeepLink(Address(user_id, 2), token, user_id), WORDING)
        for user_id, token in ((OWNER, LINK.token), (OTHER, LINK.token), (OWNER, "x" * 22))
    ]
    assert "f" in str(follow[0])
    assert follow[0] != follow[1]
    assert str(follow[1]).replace(str(OTHER), str(OWNER)) == str(follow[2])  # as if there was none


async def test_who_declines_does_it_for_own_files(runner: EffectRunner) -> None:
    await runner.run(LINK, WORDING)

    async def decline(user_id: int) -> object:
        effect = DeclineReplacement(LINK.address, LINK.token, user_id, "q", "done", "foreign")
        return await runner.run(effect, WORDING)

    assert await decline(OTHER) == (AnswerCallback("q", "foreign"),)
    assert await stored(runner, OTHER) is None
    assert await stored(runner, OWNER) is None
    for _ in range(2):
        assert await decline(OWNER) == (AnswerCallback("q", "done"),)
    person = PERSON_SETTINGS.decode(await stored(runner, OWNER))
    assert person == PersonSettings(declined_groups=(GROUP,))


async def test_settings_are_saved_moved_and_erased(runner: EffectRunner) -> None:
    settings = GroupSettings(language="en")
    await runner.run(SaveSettings(GROUP, settings), WORDING)
    assert await stored(runner, GROUP) == encode_settings(settings)
    await runner.run(MoveSettings(GROUP, -6), WORDING)
    assert await stored(runner, GROUP) is None
    assert await stored(runner, -6) == encode_settings(settings)
    await runner.run(EraseData(-6), WORDING)
    assert await stored(runner, -6) is None


async def test_a_message_is_deleted_where_the_bot_may(
    runner: EffectRunner, telegram: Telegram
) -> None:
    group = Group(telegram)
    effect = DeleteMessage(Address(group.id, 3), "q", "done", "failed")
    assert await runner.run(effect, WORDING) == (AnswerCallback("q", "failed"),)
    group.may_delete = True
    assert await runner.run(effect, WORDING) == (AnswerCallback("q", "done"),)


async def test_a_group_is_left(runner: EffectRunner, telegram: Telegram) -> None:
    await runner.run(LeaveGroup(GROUP), WORDING)
    assert [call.chat for call in telegram.calls if call.method == "leaveChat"] == [GROUP]
