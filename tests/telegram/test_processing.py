"""Work is charged when it is done, by the hour, and nobody has more than his share."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from telegram import Bot

from bot.outcomes import QuotaSpent
from bot.store import Database
from bot.store.usage import HOUR, charge
from bot.telegram.processing import BYTES, FILES, FILES_OF_A_GROUP, Processor
from bot.wording import Wording
from tests.loopback.telegram import TOKEN


@pytest.fixture
async def work(tmp_path: Path) -> AsyncIterator[Processor]:
    async with (
        Database(f"sqlite:///{tmp_path}/jobs.sqlite") as database,
        httpx.AsyncClient() as web,
    ):
        yield Processor(Bot(TOKEN), web, database)


@pytest.mark.parametrize(("who", "share"), [(7, FILES), (-7, FILES_OF_A_GROUP)])
async def test_a_share_is_of_files(work: Processor, who: int, share: int) -> None:
    await work.database.run(charge(who, share - 1, 0))
    assert await work.spent(who, 8) is None
    await work.database.run(charge(who, 1, 0))
    spent = await work.spent(8, who)
    assert isinstance(spent, QuotaSpent)
    assert 0 < spent.seconds_left <= HOUR


async def test_a_share_is_of_bytes_too(work: Processor) -> None:
    await work.database.run(charge(7, 1, BYTES))
    assert await work.spent(7)
    assert await work.spent(0, 8) is None


@pytest.mark.parametrize("page", ["bantuan", "jatah_habis"])
def test_the_share_is_told_in_advance(page: str) -> None:
    assert str(FILES) in Wording().page(page, limit="20 MB", minutes="7")
