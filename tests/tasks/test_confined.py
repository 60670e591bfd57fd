"""The tasks in a confined child: as outside, though it can open no file and import nothing late."""

import asyncio
from collections.abc import Iterator
from typing import BinaryIO

import pytest

from bot.outcomes import AlreadyClean, CardDrawn, Inspected
from bot.pixels import sample
from bot.sandbox import Sandbox
from bot.sandbox.protocol import Answer
from bot.tasks import files, open_sandbox
from bot.telegram.download import anonymous_file
from tests import corpus
from tests.engine import pictures


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    sandbox = open_sandbox()
    yield sandbox
    sandbox.close()


async def run(sandbox: Sandbox, task: str, data: bytes) -> Answer:
    with anonymous_file(0) as original, anonymous_file(0) as copy:
        original.write(data)
        original.flush()
        return await sandbox.run(task, original.fileno(), copy.fileno(), len(data))


def same(first: BinaryIO, second: BinaryIO) -> bool:
    first.seek(0)
    second.seek(0)
    return first.read() == second.read()


@pytest.mark.parametrize("name", sorted(pictures.CLEAN))
async def test_every_format_is_read(sandbox: Sandbox, name: str) -> None:
    assert isinstance(await run(sandbox, "clean", pictures.CLEAN[name]), AlreadyClean)
    assert isinstance(await run(sandbox, "inspect", pictures.CLEAN[name]), Inspected)


@pytest.mark.slow
async def test_every_photo_of_the_corpus_is_the_same_inside(sandbox: Sandbox) -> None:
    for folder in (corpus.OPEN, corpus.HOSTILE):
        for path in sorted((corpus.need(folder) / "files").iterdir()):
            with (
                path.open("rb") as original,
                anonymous_file(0) as copy,
                anonymous_file(0) as second,
            ):
                size = path.stat().st_size
                inside, outside = await asyncio.gather(
                    sandbox.run("clean", original.fileno(), second.fileno(), size),
                    asyncio.to_thread(files.clean, original.fileno(), copy.fileno()),
                )
                assert inside == outside, path.name
                assert same(second, copy), path.name


async def test_a_card_is_drawn(sandbox: Sandbox) -> None:
    assert isinstance(await run(sandbox, "draw", sample.photo()), CardDrawn)
