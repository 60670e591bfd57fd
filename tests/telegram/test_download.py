"""Files are fetched over real HTTP: whole, within a limit, and no error tells a URL."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.error import NetworkError

from bot.outcomes import FileGone, TooBig
from bot.telegram import download, retry
from tests.loopback.people import Person
from tests.loopback.server import break_down, drop, listening, refuse, refuse_for_a_second
from tests.loopback.telegram import DOWNLOAD, TOKEN, Telegram

DATA = bytes(range(256)) * 40


@pytest.fixture
def telegram(monkeypatch: pytest.MonkeyPatch) -> Telegram:
    monkeypatch.setattr(retry, "BACKOFF", (0.0, 0.0))
    return Telegram()


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    with listening(telegram) as url:
        async with Bot(TOKEN, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot") as bot:
            yield bot


async def fetched(bot: Bot, telegram: Telegram, limit: int = DOWNLOAD) -> bytes | FileGone | TooBig:
    file_id = Person(telegram).document(DATA, "a.bin")["file_id"]
    with download.anonymous_file(0) as target:
        async with download.http_client() as web:
            failure = await download.fetch(bot, web, file_id, target, limit)
        target.seek(0)
        return failure or target.read()


async def test_a_file_is_fetched(bot: Bot, telegram: Telegram) -> None:
    assert await fetched(bot, telegram) == DATA


@pytest.mark.parametrize("fault", [drop, break_down, refuse_for_a_second])
async def test_a_download_that_breaks_begins_anew(
    bot: Bot, telegram: Telegram, fault: object
) -> None:
    telegram.fail("file", fault)  # type: ignore[arg-type]
    assert await fetched(bot, telegram) == DATA


async def test_a_file_within_the_limit_is_fetched_and_one_above_is_not(
    bot: Bot, telegram: Telegram
) -> None:
    assert await fetched(bot, telegram, len(DATA)) == DATA
    assert await fetched(bot, telegram, len(DATA) - 1) == TooBig()


async def test_a_file_that_is_gone_is_not_asked_for_again(bot: Bot, telegram: Telegram) -> None:
    telegram.fail("file", refuse)
    assert await fetched(bot, telegram) == FileGone()
    assert telegram.tried.count("file") == 1


async def test_a_network_that_fails_for_long_tells_no_url(bot: Bot, telegram: Telegram) -> None:
    telegram.fail("file", drop, times=3)
    with pytest.raises(NetworkError, match=r"^download$") as failed:
        await fetched(bot, telegram)
    assert failed.value.__cause__ is None
