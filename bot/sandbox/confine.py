"""What a child may still do: calculate, read and write the files it was given, and end.

Spec: prctl(2), setrlimit(2), seccomp(2), landlock(7).

Where a system lacks one of these, the others hold, and the probe says so.
"""

import contextlib
import ctypes
import errno
import os
import resource
import signal
import sys
from collections.abc import Callable

MEMORY = 256 * 1024 * 1024  # bytes beyond the file, its copy, and what an idle child has
COPIES = 3  # the file mapped, its copy written and mapped again
SECONDS = 20  # of processor time for any file
SLOWEST = 4 * 1024 * 1024  # bytes a second of the slowest format
FILES = 32  # open at once
WALL = 3  # times the processor time: others work on this machine too

_NO_NEW_PRIVILEGES, _DEATH_SIGNAL, _DUMPABLE = 38, 1, 4  # of prctl

# All that Python, its allocator and a thread of our own ask the kernel for.
ALLOWED = (
    "read", "write", "readv", "writev", "pread64", "pwrite64", "lseek", "close", "fstat",
    "newfstatat", "fcntl", "ftruncate", "dup", "poll", "ppoll",
    "mmap", "munmap", "mremap", "mprotect", "madvise", "brk", "membarrier",
    "futex", "set_robust_list", "rseq", "gettid", "getpid", "sched_yield", "sched_getaffinity",
    "clock_gettime", "clock_nanosleep", "nanosleep", "getrandom", "getrusage", "sysinfo",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack",
    "exit", "exit_group", "restart_syscall",
)  # fmt: skip
_THREAD = 0x10000  # of clone's flags: a thread, no process


def seconds(size: int) -> int:
    """Return how much processor time a file of `size` bytes may take."""
    return SECONDS + size // SLOWEST


def die_with_parent() -> None:
    """End when the process that started this one ends."""
    _prctl(_DEATH_SIGNAL, signal.SIGKILL)


def confine(size: int) -> None:
    """Give up everything that a file of `size` bytes does not need; there is no way back."""
    die_with_parent()
    _limit(size)
    _prctl(_DUMPABLE, 0)
    _prctl(_NO_NEW_PRIVILEGES, 1)
    with contextlib.suppress(Exception):  # no Landlock here: the probe says so
        _no_files()
    with contextlib.suppress(Exception):  # no seccomp here: the same
        _few_calls()


def _limit(size: int) -> None:
    time = seconds(size)
    for what, most in (
        (resource.RLIMIT_AS, _mapped() + MEMORY + COPIES * size),
        (resource.RLIMIT_CPU, time),
        (resource.RLIMIT_FSIZE, MEMORY + COPIES * size),
        (resource.RLIMIT_NOFILE, FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


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


def _no_files() -> None:
    """Open no file and no connection any more: Landlock with nothing allowed."""
    from py_landlock import Landlock

    Landlock(strict=False).apply()


def _few_calls() -> None:
    """Answer every other system call with EPERM."""
    import pyseccomp

    rules = pyseccomp.SyscallFilter(pyseccomp.ERRNO(errno.EPERM))
    for name in ALLOWED:
        with contextlib.suppress(OSError, ValueError):  # another processor has no such call
            rules.add_rule(pyseccomp.ALLOW, name)
    rules.add_rule(
        pyseccomp.ALLOW, "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, _THREAD, _THREAD)
    )
    rules.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")  # its flags lie where no filter looks
    rules.load()


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
