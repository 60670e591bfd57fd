"""The sandbox, with real children that do what hostile files would: each ends, and alone."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from bot.outcomes import Cleaned
from bot.sandbox import ChildDied, Isolation, Sandbox, confinement
from bot.sandbox.protocol import Answer
from bot.telegram.download import anonymous_file
from tests.corpus import REQUIRED

DATA = b"a photo"
PREVENTED = Isolation(("prevented",))
NO_CONFINEMENT = "confinement.build = lambda: confinement.Confinement(None, None)"
linux = pytest.mark.skipif(sys.platform != "linux", reason="seccomp and Landlock are Linux's")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """Return one sandbox for all tests: half a second for each of their own would add up."""
    sandbox = Sandbox("tests.sandbox.tasks")
    yield sandbox
    sandbox.close()


async def run(sandbox: Sandbox, task: str, data: bytes = DATA) -> Answer:
    with anonymous_file(0) as original, anonymous_file(0) as copy:
        original.write(data)
        original.flush()
        return await sandbox.run(task, original.fileno(), copy.fileno(), len(data))


async def works(sandbox: Sandbox) -> None:
    assert isinstance(await run(sandbox, "copy"), Cleaned)


async def cause_of_death(sandbox: Sandbox, task: str, data: bytes = DATA) -> str:
    with pytest.raises(ChildDied) as caught:
        await run(sandbox, task, data)
    return caught.value.cause


async def test_a_copy_is_written_through_the_descriptor(sandbox: Sandbox) -> None:
    with anonymous_file(0) as original, anonymous_file(0) as copy:
        original.write(DATA)
        original.flush()
        answer = await sandbox.run("copy", original.fileno(), copy.fileno(), len(DATA))
        assert isinstance(answer, Cleaned)
        assert os.pread(copy.fileno(), answer.size + 1, 0) == DATA


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
    assert await run(sandbox, task) == PREVENTED
    await works(sandbox)


@linux
async def test_a_thread_of_our_own_may_run(sandbox: Sandbox) -> None:
    assert await run(sandbox, "thread") == Isolation(())


@pytest.mark.parametrize(
    ("task", "causes"),
    [
        ("crash", {"SIGSEGV", "SIGBUS"}),
        ("exhaust", {"exit", "SIGKILL"}),
        ("fill", {"SIGXFSZ", "exit"}),
        ("bomb", {"exit"}),
        ("garble", {"garbled"}),
        ("lie of a copy", {"garbled"}),
        ("lie of a card", {"garbled"}),
        ("lie of a name", {"garbled"}),
        ("long answer", {"exit"}),
        ("flood", {"garbled", "SIGPIPE", "exit"}),
        ("no such task", {"exit"}),
    ],
)
async def test_a_child_that_dies_is_told_with_its_cause_and_the_next_works(
    sandbox: Sandbox, task: str, causes: set[str]
) -> None:
    need_all(await sandbox.probe())
    assert await cause_of_death(sandbox, task) in causes
    await works(sandbox)


@pytest.mark.parametrize(
    ("task", "cause", "seconds"), [("spin", "SIGXCPU", "cpu"), ("sleep", "time", "wall")]
)
async def test_no_child_outlives_its_time(
    task: str, cause: str, seconds: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One second of one clock for an empty file, ample of all else: other work may go on here."""
    change(
        monkeypatch,
        tmp_path,
        "confinement.wall_seconds = confinement.cpu_seconds = lambda size: 60",
        f"confinement.{seconds}_seconds = lambda size: 60 if size else 1",
    )
    async with Sandbox("changed") as sandbox:
        slow = asyncio.create_task(run(sandbox, "sleep"))
        await works(sandbox)
        assert await asyncio.wait_for(cause_of_death(sandbox, task, b""), 30) == cause
        assert not slow.done()
        slow.cancel()
        await asyncio.gather(slow, return_exceptions=True)
        await works(sandbox)


def change(monkeypatch: pytest.MonkeyPatch, folder: Path, *lines: str) -> None:
    """Let Sandbox("changed") start a zygote that runs some lines before it serves."""
    imports = ("from bot.sandbox import confinement", "from tests.sandbox.tasks import TASKS")
    (folder / "changed.py").write_text("\n".join((*imports, *lines)))
    monkeypatch.syspath_prepend(folder)


def is_alive(sandbox: Sandbox) -> bool:
    """Return whether the zygote lives: a module that it cannot import would end it."""
    return sandbox._process is not None and sandbox._process.poll() is None


@linux
@pytest.mark.parametrize("broken", ["1000, None", "None, object()"])
async def test_a_child_that_cannot_be_confined_reads_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, broken: str
) -> None:
    change(
        monkeypatch,
        tmp_path,
        f"confinement.build = lambda: confinement.Confinement({broken})",
    )
    async with Sandbox("changed") as sandbox:
        assert await cause_of_death(sandbox, "copy") == "exit"
        assert (await sandbox.probe()).prevented == ()
        assert is_alive(sandbox)


@linux
@pytest.mark.parametrize("seccomp", [False, True])
@pytest.mark.parametrize("landlock", [False, True])
async def test_landlock_and_seccomp_hold_without_each_other_and_the_probe_reports_which(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, landlock: bool, seccomp: bool
) -> None:
    parts = (
        "confinement._landlock_ruleset()" if landlock else "None",
        "confinement._seccomp_filter()" if seccomp else "None",
    )
    change(
        monkeypatch,
        tmp_path,
        f"built = confinement.Confinement({', '.join(parts)})",
        "confinement.build = lambda: built",
    )
    async with Sandbox("changed") as sandbox:
        prevented = set((await sandbox.probe()).prevented)
    expected = {"memory"}
    expected |= {"files"} if landlock or seccomp else set()
    expected |= {"network", "processes"} if seccomp else set()
    assert prevented == expected


@linux
async def test_a_child_has_limits_that_fit_its_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    change(monkeypatch, tmp_path, NO_CONFINEMENT)  # a child may ask for its limits
    size = confinement.BYTES_PER_SECOND
    async with Sandbox("changed") as sandbox:
        with anonymous_file(0) as file:

            async def limit(name: str) -> tuple[int, ...]:
                answer = await sandbox.run(f"limit of {name}", file.fileno(), file.fileno(), size)
                assert isinstance(answer, Isolation)
                return tuple(map(int, answer.prevented))

            seconds = confinement.CPU_SECONDS + 1
            assert await limit("time") == (seconds, seconds + 1)
            assert await limit("files") == (confinement.MAX_DESCRIPTORS,) * 2
            assert await limit("a file") == (2 * size + confinement.MAX_GROWTH,) * 2
            assert await limit("a core") == (0, 0)
            assert await limit("privileges") == (0, 1)
            memory = await limit("memory")
            assert memory[0] == memory[1]
            assert 0 < memory[0] - confinement.MEMORY - 3 * size < 1 << 30
            size, small = 16 * size, memory[0] - 3 * size
            (large, _) = await limit("memory")
            assert abs(large - small - 3 * size) < size / 2


async def test_no_limit_is_above_the_operators_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    change(
        monkeypatch,
        tmp_path,
        "import resource",
        "resource.setrlimit(resource.RLIMIT_CPU, (5, 5))",
        NO_CONFINEMENT,
    )
    async with Sandbox("changed") as sandbox:
        assert await run(sandbox, "limit of time") == Isolation(("5", "5"))


async def test_no_room_for_a_child_costs_one_file_not_all(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    change(
        monkeypatch,
        tmp_path,
        "import os",
        "def full(fork=os.fork):",
        "    os.fork = fork",
        "    raise BlockingIOError",
        "os.fork = full",
    )
    async with Sandbox("changed") as sandbox:
        assert await cause_of_death(sandbox, "copy") == "exit"
        process = sandbox._process
        await works(sandbox)
        assert sandbox._process is process


async def test_a_child_has_three_descriptors_and_three_that_lead_nowhere(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """However many the zygote has: one for every other child, and more than a child may open."""
    change(
        monkeypatch,
        tmp_path,
        "import os",
        "files = [os.open(os.devnull, os.O_RDONLY) for _ in range(100)]",
    )
    async with Sandbox("changed") as sandbox:
        assert await run(sandbox, "count") == Isolation(("6",))


@linux
async def test_a_zygote_opens_no_more_than_a_child_can_close_quickly(sandbox: Sandbox) -> None:
    await works(sandbox)
    assert sandbox._process
    limits = Path(f"/proc/{sandbox._process.pid}/limits").read_text()
    (files,) = (line for line in limits.splitlines() if line.startswith("Max open files"))
    assert int(files.split()[3]) <= 1024


@linux
async def test_a_zygote_keeps_no_descriptor_of_a_file(sandbox: Sandbox) -> None:
    await works(sandbox)
    before = descriptors(sandbox)
    for task in ("copy", "crash", "garble"):
        with suppress(ChildDied):
            await run(sandbox, task)
    assert descriptors(sandbox) == before


def descriptors(sandbox: Sandbox) -> list[str]:
    assert sandbox._process
    return sorted(path.name for path in Path(f"/proc/{sandbox._process.pid}/fd").iterdir())


def children(sandbox: Sandbox) -> list[int]:
    assert sandbox._process
    pid = sandbox._process.pid
    return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


async def child_of(sandbox: Sandbox) -> int:
    """Return a child's process id as soon as there is one."""
    async with asyncio.timeout(10):
        while not (pids := children(sandbox)):
            await asyncio.sleep(0.01)
    return pids[0]


async def has_ended(pid: int) -> None:
    """Return when a process is gone, or is nothing but its exit code."""
    async with asyncio.timeout(10):
        with suppress(FileNotFoundError):
            while ") Z " not in Path(f"/proc/{pid}/stat").read_text():
                await asyncio.sleep(0.01)


@linux
async def test_a_child_that_nobody_waits_for_ends(sandbox: Sandbox) -> None:
    await works(sandbox)
    spinning = asyncio.create_task(run(sandbox, "spin"))
    child = await child_of(sandbox)
    spinning.cancel()
    await has_ended(child)
    await works(sandbox)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
async def test_a_signal_to_stop_lets_the_bot_finish(sandbox: Sandbox, number: int) -> None:
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
    control.shutdown(socket.SHUT_RDWR)
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
    child = await child_of(sandbox)
    process.send_signal(signal.SIGKILL)
    with pytest.raises(ChildDied, match="exit"):
        await waiting
    await has_ended(child)
    await works(sandbox)


async def test_a_zygote_that_hears_nothing_is_replaced(sandbox: Sandbox) -> None:
    """As one that dies between two looks at it: only sending tells."""
    await works(sandbox)
    assert sandbox._control
    sandbox._control.shutdown(socket.SHUT_RDWR)
    await works(sandbox)


@linux
async def test_a_zygote_that_hangs_ends_with_a_bot_that_is_killed() -> None:
    lines = (
        "import asyncio, os, signal",
        "from bot.sandbox import Sandbox",
        "sandbox = Sandbox('tests.sandbox.tasks')",
        "asyncio.run(sandbox.probe())",
        "os.kill(sandbox._process.pid, signal.SIGSTOP)",
        "print(sandbox._process.pid, flush=True)",
        "os.kill(os.getpid(), signal.SIGKILL)",
    )
    bot = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "\n".join(lines), stdout=asyncio.subprocess.PIPE
    )
    output, _ = await bot.communicate()
    assert bot.returncode == -signal.SIGKILL
    await has_ended(int(output))


async def test_a_zygote_that_hangs_is_replaced(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    await works(sandbox)
    process = sandbox._process
    assert process
    process.send_signal(signal.SIGSTOP)
    with monkeypatch.context() as hasty:
        hasty.setattr("bot.sandbox.client.ZYGOTE_GRACE", 0.1)
        hasty.setattr(confinement, "CPU_SECONDS", 0)
        assert await cause_of_death(sandbox, "copy") == "time"
    assert process.poll() == -signal.SIGKILL
    await works(sandbox)


async def test_a_child_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAPUJEJAK_TOKEN", "1:secret")
    async with Sandbox("tests.sandbox.tasks") as sandbox:
        answer = await run(sandbox, "environment")
    assert isinstance(answer, Isolation)
    assert "PYTHONPATH" in answer.prevented
    assert not any("SAPUJEJAK" in name or "TOKEN" in name for name in answer.prevented)


@linux
async def test_the_isolation_is_what_was_tried(sandbox: Sandbox) -> None:
    isolation = await sandbox.probe()
    tried = {*isolation.prevented, *isolation.missing}
    assert tried == {"files", "memory", "network", "processes"}
    assert "memory" in isolation.prevented
    need_all(isolation)


def need_all(isolation: Isolation) -> None:
    missing = isolation.missing
    if missing and REQUIRED:
        pytest.fail(f"this kernel does not prevent {missing}, and CI requires it")
    if missing:
        pytest.skip(f"this kernel does not prevent {missing}: not all was tried")


def test_a_larger_file_gets_more_time() -> None:
    assert 0 < confinement.cpu_seconds(0) < confinement.cpu_seconds(1 << 30)
    assert confinement.wall_seconds(1 << 30) > confinement.cpu_seconds(1 << 30)
