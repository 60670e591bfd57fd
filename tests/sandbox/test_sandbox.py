"""The sandbox, with real children that do what hostile files would: each ends, and alone."""

import asyncio
import os
import resource
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat.outcomes import AlreadyClean, Cleaned, Inspected, Refused
from bot.gateway.files import nameless
from bot.sandbox import Died, Sandbox, confine
from bot.sandbox.answers import Answer
from tests import corpus
from tests.corpus import REQUIRED
from tests.engine import pictures

DIRTY = pictures.CLEAN["png"] + pictures.SECRET
linux = pytest.mark.skipif(sys.platform != "linux", reason="seccomp and Landlock are Linux's")


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox("tests.sandbox.tasks") as sandbox:
        yield sandbox


async def run(sandbox: Sandbox, task: str, data: bytes = DIRTY) -> Answer:
    with nameless(0) as original, nameless(0) as copy:
        original.write(data)
        original.flush()
        return await sandbox.run(task, original.fileno(), copy.fileno(), len(data))


async def works(sandbox: Sandbox) -> None:
    assert isinstance(await run(sandbox, "clean"), Cleaned)


@pytest.mark.parametrize("name", sorted(pictures.CLEAN))
async def test_an_answer_is_what_the_engine_says(sandbox: Sandbox, name: str) -> None:
    assert isinstance(await run(sandbox, "clean", pictures.CLEAN[name]), AlreadyClean)
    assert isinstance(await run(sandbox, "inspect", pictures.CLEAN[name]), Inspected)


async def test_a_copy_is_written_through_the_descriptor(sandbox: Sandbox) -> None:
    with nameless(0) as original, nameless(0) as copy:
        original.write(DIRTY)
        original.flush()
        answer = await sandbox.run("clean", original.fileno(), copy.fileno(), len(DIRTY))
        assert isinstance(answer, Cleaned)
        assert os.pread(copy.fileno(), answer.size + 1, 0) == pictures.CLEAN["png"]


async def test_every_photo_of_the_corpus_is_the_same_inside(sandbox: Sandbox) -> None:
    """A confined child can open nothing: what it would import or look up late is missed here."""
    from bot.sandbox import tasks

    for folder in (corpus.OPEN, corpus.HOSTILE):
        for path in sorted((corpus.need(folder) / "files").iterdir()):
            data = path.read_bytes()
            with nameless(0) as original, nameless(0) as copy:
                original.write(data)
                original.flush()
                outside = tasks.inspect(original.fileno(), copy.fileno())
                inside = await sandbox.run("inspect", original.fileno(), copy.fileno(), len(data))
            assert inside == outside, path.name


@linux
@pytest.mark.parametrize(
    "task",
    ["read", "write", "list", "connect", "listen", "local", "execute", "fork", "kill", "allocate"],
)
async def test_what_a_file_does_not_need_a_child_cannot_do(sandbox: Sandbox, task: str) -> None:
    need_all(await sandbox.probe())
    assert await run(sandbox, task) == {"could": False}
    await works(sandbox)


@linux
async def test_a_thread_of_our_own_may_run(sandbox: Sandbox) -> None:
    assert await run(sandbox, "thread") == {"could": True}


@pytest.mark.parametrize(
    ("task", "causes"),
    [
        ("crash", {"SIGSEGV", "SIGBUS"}),
        ("exhaust", {"exit", "SIGKILL"}),
        ("fill", {"SIGXFSZ", "exit"}),
        ("bomb", {"exit"}),
        ("garble", {"garbled", "exit"}),
        ("talk", {"exit"}),
        ("unheard of", {"exit"}),
    ],
)
async def test_a_child_that_dies_is_told_with_its_cause_and_the_next_works(
    sandbox: Sandbox, task: str, causes: set[str]
) -> None:
    need_all(await sandbox.probe())
    with pytest.raises(Died) as caught:
        await run(sandbox, task)
    assert caught.value.cause in causes
    await works(sandbox)


@pytest.mark.parametrize(
    ("task", "causes"), [("spin", {"SIGXCPU", "SIGKILL"}), ("sleep", {"time"})]
)
async def test_no_child_outlives_its_time(
    task: str, causes: set[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    module = tmp_path / "hasty.py"
    module.write_text(
        "from bot.sandbox import confine\nfrom tests.sandbox.tasks import TASKS\n"
        "confine.SECONDS, confine.WALL = 1, 2\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    async with Sandbox("hasty") as sandbox:
        with pytest.raises(Died) as caught:
            await asyncio.wait_for(run(sandbox, task), 30)
        assert caught.value.cause in causes
        await works(sandbox)


async def test_files_beside_each_other_do_not_wait_for_a_slow_one(sandbox: Sandbox) -> None:
    slow = asyncio.create_task(run(sandbox, "sleep"))
    await asyncio.gather(*(works(sandbox) for _ in range(8)))
    assert not slow.done()
    slow.cancel()
    await asyncio.gather(slow, return_exceptions=True)


async def test_a_zygote_that_is_killed_is_replaced(sandbox: Sandbox) -> None:
    await works(sandbox)
    process = sandbox._process
    assert process
    waiting = asyncio.create_task(run(sandbox, "sleep"))
    await asyncio.sleep(0.1)
    process.send_signal(signal.SIGKILL)
    with pytest.raises(Died):
        await waiting
    await works(sandbox)


async def test_a_child_knows_no_secret(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAPUJEJAK_TOKEN", "1:secret")
    told = await run(sandbox, "environment")
    assert isinstance(told, dict)
    assert not any("SAPUJEJAK" in name or "TOKEN" in name for name in told)


@linux
async def test_the_level_is_what_was_tried(sandbox: Sandbox) -> None:
    level = await sandbox.probe()
    assert set(level.held) | set(level.missing) == {"files", "memory", "network", "processes"}
    assert "memory" in level.held
    need_all(level)


def need_all(level: object) -> None:
    missing = getattr(level, "missing", ())
    if missing and REQUIRED:
        pytest.fail(f"this kernel does not prevent {missing}, and CI requires it")
    if missing:
        pytest.skip(f"this kernel does not prevent {missing}: not all was tried")


def test_a_larger_file_gets_more_time() -> None:
    assert confine.seconds(0) < confine.seconds(1 << 30)
    assert resource.RLIMIT_AS is not None


async def test_a_file_that_is_refused_says_why(sandbox: Sandbox) -> None:
    assert await run(sandbox, "clean", b"8BPS" + bytes(99)) == Refused("unsupported", "PSD")
