"""A Telegram and a bot that runs against it, for a whole module."""

from collections.abc import Iterator

import pytest

from tests.loopback.server import listening
from tests.loopback.telegram import Telegram
from tests.telegram.process import Process


@pytest.fixture(scope="module")
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture(scope="module")
def bot(telegram: Telegram, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    with listening(telegram) as url:
        process = Process(url, tmp_path_factory.mktemp("home"))
        try:
            telegram.wait(lambda: "getUpdates" in telegram.tried, "it never asked for updates")
            yield process
        finally:
            process.end()
