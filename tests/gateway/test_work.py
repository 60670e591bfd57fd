"""Work is charged when it is done, by the hour, and nobody has more than his share."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from telegram import Bot

from bot.chat.outcomes import Spent
from bot.gateway.work import BYTES, FILES, FILES_OF_A_GROUP, Work
from bot.store import Keeper
from bot.store.usage import HOUR, charge
from bot.wording import Wording
from tests.loopback.telegram import TOKEN


@pytest.fixture
async def work(tmp_path: Path) -> AsyncIterator[Work]:
    async with Keeper(f"sqlite:///{tmp_path}/jobs.sqlite") as keeper, httpx.AsyncClient() as web:
        yield Work(Bot(TOKEN), web, keeper)


@pytest.mark.parametrize(("who", "share"), [(7, FILES), (-7, FILES_OF_A_GROUP)])
async def test_a_share_is_of_files(work: Work, who: int, share: int) -> None:
    await work.keeper.run(charge(who, share - 1, 0))
    assert await work.spent(who, 8) is None
    await work.keeper.run(charge(who, 1, 0))
    spent = await work.spent(8, who)
    assert isinstance(spent, Spent)
    assert 0 < spent.left <= HOUR


async def test_a_share_is_of_bytes_too(work: Work) -> None:
    await work.keeper.run(charge(7, 1, BYTES))
    assert await work.spent(7)
    assert await work.spent(0, 8) is None


@pytest.mark.parametrize("page", ["bantuan", "jatah_habis"])
def test_the_share_is_told_in_advance(page: str) -> None:
    assert str(FILES) in Wording().page(page, limit="20 MB", minutes="7")
