"""Nobody has more than an hour's quota; bytes in work stay within a limit."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot

from bot.outcomes import QuotaSpent
from bot.store import Database
from bot.store.usage import HOUR, charge
from bot.telegram.processing import (
    HOURLY_BYTES,
    HOURLY_FILES,
    HOURLY_FILES_OF_GROUP,
    Admission,
    Processor,
)
from bot.wording import Wording
from tests.loopback.telegram import TOKEN


@pytest.fixture
async def processor(tmp_path: Path) -> AsyncIterator[Processor]:
    async with (
        Database(f"sqlite:///{tmp_path}/jobs.sqlite") as database,
        httpx.AsyncClient() as web,
    ):
        yield Processor(Bot(TOKEN), web, database)


@pytest.mark.parametrize(("who", "share"), [(7, HOURLY_FILES), (-7, HOURLY_FILES_OF_GROUP)])
async def test_a_share_is_of_files(processor: Processor, who: int, share: int) -> None:
    await processor.database.run(charge(who, share - 1, 0))
    assert await processor.quota_spent(who, 8) is None
    await processor.database.run(charge(who, 1, 0))
    spent = await processor.quota_spent(8, who)
    assert isinstance(spent, QuotaSpent)
    assert 0 < spent.seconds_left <= HOUR


async def test_a_share_is_of_bytes_too(processor: Processor) -> None:
    await processor.database.run(charge(7, 1, HOURLY_BYTES))
    assert await processor.quota_spent(7)
    assert await processor.quota_spent(0, 8) is None


@pytest.mark.parametrize("page", ["bantuan", "jatah_habis"])
def test_the_share_is_told_in_advance(page: str) -> None:
    assert str(HOURLY_FILES) in Wording().page(page, limit="20 MB", minutes="7")


@given(st.lists(st.integers(0, 50), max_size=30))
async def test_bytes_in_work_stay_within_the_limit(sizes: list[int]) -> None:
    admission, held, most = Admission(100), 0, 0

    async def work(size: int) -> None:
        nonlocal held, most
        async with admission.admit(size):
            held += min(2 * size, 100)
            most = max(most, held)
            await asyncio.sleep(0)
            held -= min(2 * size, 100)

    await asyncio.gather(*map(work, sizes))
    assert most <= 100
    assert held == 0


async def test_a_file_larger_than_all_room_has_it_for_itself() -> None:
    admission = Admission(10)
    async with admission.admit(1000):
        other = asyncio.create_task(_admit(admission))
        await asyncio.sleep(0)
        assert not other.done()
    await other


async def _admit(admission: Admission) -> None:
    async with admission.admit(1):
        return
