"""The sandbox, with real children that do what hostile files would: each ends, and alone."""

import asyncio
import os
import resource
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import BinaryIO

import pytest

from bot.outcomes import AlreadyClean, Cleaned, Inspected, Refused
from bot.sandbox import Died, Sandbox, confinement
from bot.sandbox.protocol import Answer
from bot.telegram.download import nameless
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


def same(one: BinaryIO, two: BinaryIO) -> bool:
    one.seek(0)
    two.seek(0)
    return one.read() == two.read()


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
            with path.open("rb") as original, nameless(0) as copy, nameless(0) as second:
                size = path.stat().st_size
                outside = tasks.clean(original.fileno(), copy.fileno())
                inside = await sandbox.run("clean", original.fileno(), second.fileno(), size)
                assert inside == outside, path.name
                assert same(second, copy), path.name


@linux
@pytest.mark.parametrize(
    "task",
    [
        *("read", "write", "list", "overwrite", "connect", "listen", "local"),
        *("execute", "fork", "kill", "own", "allocate"),
    ],
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
        ("garble", {"garbled"}),
        ("lie of a size", {"garbled"}),
        ("lie of a name", {"garbled"}),
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


@pytest.mark.parametrize(("task", "cause"), [("spin", "SIGXCPU"), ("sleep", "time")])
async def test_no_child_outlives_its_time(
    task: str, cause: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    changed(monkeypatch, tmp_path, "confine.SECONDS, confine.WALL = 1, 3")
    async with Sandbox("changed") as sandbox:
        with pytest.raises(Died) as caught:
            await asyncio.wait_for(run(sandbox, task), 30)
        assert caught.value.cause == cause
        await works(sandbox)


def changed(monkeypatch: pytest.MonkeyPatch, folder: Path, line: str) -> None:
    """Have a zygote with one thing changed in it."""
    module = "from bot.sandbox import confine\nfrom tests.sandbox.tasks import TASKS\n"
    (folder / "changed.py").write_text(module + line)
    monkeypatch.syspath_prepend(folder)


@linux
@pytest.mark.parametrize("walls", ["1000, None", "None, object()"])
async def test_a_child_without_a_wall_that_others_have_reads_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, walls: str
) -> None:
    changed(monkeypatch, tmp_path, f"confine.built = lambda: confine.Walls({walls})")
    async with Sandbox("changed") as sandbox:
        with pytest.raises(Died) as caught:
            await run(sandbox, "clean")
        assert caught.value.cause == "exit"
        assert (await sandbox.probe()).held == ()


@linux
@pytest.mark.parametrize("call", ["None", "_few_calls"])
@pytest.mark.parametrize("files", ["None", "_no_files"])
async def test_each_wall_holds_without_the_other_and_the_level_says_which(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, files: str, call: str
) -> None:
    asked = [f"confine.{name}()" if name[0] == "_" else name for name in (files, call)]
    changed(
        monkeypatch,
        tmp_path,
        f"walls = confine.Walls({', '.join(asked)})\nconfine.built = lambda: walls",
    )
    async with Sandbox("changed") as sandbox:
        held = set((await sandbox.probe()).held)
    expected = {"memory"}
    expected |= {"files"} if files != "None" or call != "None" else set()
    expected |= {"network", "processes"} if call != "None" else set()
    assert held == expected


async def test_no_limit_is_above_the_operators_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lines = (
        "import resource",
        "resource.setrlimit(resource.RLIMIT_CPU, (5, 5))",
        "confine.built = lambda: confine.Walls(None, None)",  # a child may ask for its limits
    )
    changed(monkeypatch, tmp_path, "\n".join(lines))
    async with Sandbox("changed") as sandbox:
        assert await run(sandbox, "limit") == {"5": True}


async def test_no_room_for_a_child_costs_one_file_not_all(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lines = (
        "import os",
        "def full(fork=os.fork):",
        "    os.fork = fork",
        "    raise BlockingIOError",
        "os.fork = full",
    )
    changed(monkeypatch, tmp_path, "\n".join(lines))
    async with Sandbox("changed") as sandbox:
        with pytest.raises(Died):
            await run(sandbox, "clean")
        process = sandbox._process
        await works(sandbox)
        assert sandbox._process is process


async def test_a_child_has_three_descriptors_and_three_that_lead_nowhere(
    sandbox: Sandbox,
) -> None:
    slow = asyncio.create_task(run(sandbox, "sleep"))
    await works(sandbox)
    assert await run(sandbox, "count") == {"6": True}
    slow.cancel()
    await asyncio.gather(slow, return_exceptions=True)


async def test_a_copy_that_a_child_left_half_is_begun_anew(sandbox: Sandbox) -> None:
    with nameless(0) as original, nameless(0) as copy:
        original.write(DIRTY)
        original.flush()
        files = original.fileno(), copy.fileno(), len(DIRTY)
        with pytest.raises(Died):
            await sandbox.run("begin", *files)
        assert isinstance(await sandbox.run("clean", *files), Cleaned)
        assert os.pread(copy.fileno(), len(DIRTY), 0) == pictures.CLEAN["png"]


@linux
async def test_a_child_that_nobody_waits_for_ends(sandbox: Sandbox) -> None:
    await works(sandbox)
    assert sandbox._process
    pid = sandbox._process.pid
    children = Path(f"/proc/{pid}/task/{pid}/children")
    spinning = asyncio.create_task(run(sandbox, "spin"))
    async with asyncio.timeout(10):
        while not children.read_text():
            await asyncio.sleep(0.01)
        spinning.cancel()
        while children.read_text():
            await asyncio.sleep(0.01)
    await works(sandbox)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
async def test_who_tells_all_to_stop_lets_the_bot_finish(sandbox: Sandbox, number: int) -> None:
    await works(sandbox)
    process = sandbox._process
    assert process
    assert os.getsid(process.pid) != os.getsid(0)
    process.send_signal(number)
    await works(sandbox)
    assert sandbox._process is process
    assert process.poll() is None


async def test_a_zygote_ends_with_the_bot(sandbox: Sandbox) -> None:
    await works(sandbox)
    process, control = sandbox._process, sandbox._control
    assert process
    assert control
    control.close()
    assert await asyncio.to_thread(process.wait, 10) == 0


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


async def test_a_zygote_that_hangs_is_replaced(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    await works(sandbox)
    process = sandbox._process
    assert process
    process.send_signal(signal.SIGSTOP)
    with monkeypatch.context() as hasty:
        hasty.setattr("bot.sandbox.client.MARGIN", 0.1)
        hasty.setattr(confinement, "SECONDS", 0)
        with pytest.raises(Died) as caught:
            await run(sandbox, "clean")
    assert caught.value.cause == "time"
    assert process.poll() == -signal.SIGKILL
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
    assert confinement.seconds(0) < confinement.seconds(1 << 30)
    assert resource.RLIMIT_AS is not None


async def test_a_file_that_is_refused_says_why(sandbox: Sandbox) -> None:
    assert await run(sandbox, "clean", b"8BPS" + bytes(99)) == Refused("unsupported", "PSD")
