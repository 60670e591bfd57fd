"""What a child may still do: calculate, read and write the files it was given, and end.

Spec: prctl(2), setrlimit(2), seccomp(2), landlock(7).

Where a system lacks one of these, the others hold, and the probe says so. What it has holds in
every child: one in which it fails ends before it reads a byte.
"""

import contextlib
import ctypes
import errno
import fcntl
import os
import resource
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from py_landlock import RulesetFd

MEMORY = 256 * 1024 * 1024  # bytes beyond the file, its copy, and what an idle child has
COPIES = 3  # the file mapped, its copy written and mapped again
GROWTH = 16 * 1024 * 1024  # bytes that a copy may be larger than its file: memory none counts
SECONDS = 20  # of processor time for any file
SLOWEST = 4 * 1024 * 1024  # bytes a second of the slowest format
FILES = 32  # open at once
WALL = 3  # times the processor time: others work on this machine too

_NO_NEW_PRIVILEGES, _DEATH_SIGNAL, _DUMPABLE = 38, 1, 4  # of prctl

# All that Python, its allocator and a thread of our own ask the kernel for.
ALLOWED = (
    "read", "write", "readv", "writev", "pread64", "pwrite64", "lseek", "close", "fstat",
    "newfstatat", "ftruncate", "dup", "poll", "ppoll",
    "mmap", "munmap", "mremap", "mprotect", "madvise", "brk", "membarrier",
    "futex", "set_robust_list", "rseq", "gettid", "getpid", "sched_yield", "sched_getaffinity",
    "clock_gettime", "clock_nanosleep", "nanosleep", "getrandom", "getrusage", "sysinfo",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack",
    "exit", "exit_group", "restart_syscall",
)  # fmt: skip
_THREAD = 0x10000  # of clone's flags: a thread, no process
# No F_SETOWN, F_SETSIG and O_ASYNC: together they kill whom they name when a byte arrives.
_OF_FCNTL = (fcntl.F_DUPFD_CLOEXEC, fcntl.F_GETFD, fcntl.F_SETFD, fcntl.F_GETFL)


def seconds(size: int) -> int:
    """Return how much processor time a file of `size` bytes may take."""
    return SECONDS + size // SLOWEST


@dataclass(frozen=True, slots=True)
class Walls:
    """What the kernel of this machine has to offer: built once, put up around each child."""

    files: "RulesetFd | None"  # a ruleset of Landlock
    calls: Any | None  # a filter of seccomp


def built() -> Walls:
    """Build the walls; where there is nothing to build with, the probe says so."""
    files = calls = None
    with contextlib.suppress(Exception):
        files = _no_files()
    with contextlib.suppress(Exception):
        calls = _few_calls()
    return Walls(files, calls)


def die_with_parent(parent: int) -> None:
    """End when the process that started this one ends, or at once if it did."""
    _prctl(_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def confine(size: int, walls: Walls, keep: tuple[int, ...]) -> None:
    """Give up all that a file of `size` bytes does not need, and all descriptors but those to keep.

    There is no way back. Whatever fails raises: a child with one wall less reads nothing.
    """
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    _limit(size)
    _prctl(_DUMPABLE, 0)
    _prctl(_NO_NEW_PRIVILEGES, 1)
    if walls.files is not None:
        from py_landlock import restrict_self

        restrict_self(walls.files, None)
    _close_all_but(keep, most)
    if walls.calls is not None:
        walls.calls.load()


def _close_all_but(keep: tuple[int, ...], most: int) -> None:
    kept = sorted({0, 1, 2, *keep})
    for low, high in zip(kept, [*kept[1:], most], strict=True):
        os.closerange(low + 1, high)


def _limit(size: int) -> None:
    time = seconds(size)
    _lower(resource.RLIMIT_CPU, time, time + 1)  # a second for SIGXCPU to tell why
    _lower(resource.RLIMIT_FSIZE, 2 * size + GROWTH)
    _lower(resource.RLIMIT_NOFILE, FILES)
    _lower(resource.RLIMIT_CORE, 0)
    with contextlib.suppress(*() if sys.platform == "linux" else (OSError, ValueError)):
        _lower(resource.RLIMIT_AS, _mapped() + MEMORY + COPIES * size)  # macOS refuses it


def _lower(what: int, soft: int, hard: int | None = None) -> None:
    """Set a limit, never above the operator's own."""
    most = soft if hard is None else hard
    _, allowed = resource.getrlimit(what)
    if allowed != resource.RLIM_INFINITY:
        most = min(most, allowed)
    resource.setrlimit(what, (min(soft, most), most))


def _mapped() -> int:
    """Return how many bytes of addresses this process has."""
    try:
        with open("/proc/self/statm", "rb") as told:  # noqa: PTH123 - one read, no more
            return int(told.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 1 << 30  # no Linux: a guess above what Python needs


def _prctl(what: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(what, value, 0, 0, 0)


def _no_files() -> "RulesetFd":
    """Return a ruleset of Landlock that allows nothing: no file, no connection, no signal."""
    from py_landlock import RulesetAttr, create_ruleset, get_abi_version
    from py_landlock.abi import get_supported_fs, get_supported_net, get_supported_scope

    version, rules = get_abi_version(), RulesetAttr()
    rules.handled_access_fs = get_supported_fs(version)
    rules.handled_access_net = get_supported_net(version)
    rules.scoped = get_supported_scope(version)
    return create_ruleset(rules)


def _few_calls() -> object:
    """Return a filter that answers every other system call with EPERM."""
    import pyseccomp

    rules = pyseccomp.SyscallFilter(pyseccomp.ERRNO(errno.EPERM))
    for name in ALLOWED:
        with contextlib.suppress(OSError, ValueError):  # another processor has no such call
            rules.add_rule(pyseccomp.ALLOW, name)
    for command in _OF_FCNTL:
        rules.add_rule(pyseccomp.ALLOW, "fcntl", pyseccomp.Arg(1, pyseccomp.EQ, command))
    rules.add_rule(
        pyseccomp.ALLOW, "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, _THREAD, _THREAD)
    )
    rules.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")  # its flags lie where no filter looks
    return rules


def probed() -> dict[str, bool]:
    """Try what a confined child must not be able to do; return what was prevented."""
    return {
        "files": _fails(lambda: os.close(os.open("/", os.O_RDONLY))),
        "network": _fails(_connect),
        "processes": _fails(_fork),
        "memory": _fails(lambda: bytearray(1 << 40)),
    }


def _connect() -> None:
    import socket

    socket.socket().close()


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)
    os.wait()


def _fails(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except (OSError, MemoryError):
        return True
    return False
