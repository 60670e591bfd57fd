"""Every law of the store is tried on both of its engines."""

from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path

import pytest

from bot.store import Database
from tests.store import servers

numbers = count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[servers.Postgres]:
    with servers.running() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/jobs.sqlite"
    server: servers.Postgres = request.getfixturevalue("postgres")
    return server.database(f"jobs{next(numbers)}")


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    async with Database(url) as database:
        yield database


@pytest.fixture
def postgres_of_its_own() -> Iterator[servers.Postgres]:
    with servers.running() as server:
        yield server
