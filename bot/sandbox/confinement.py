"""What a child may still do: calculate, read and write the files it was given, and end.

Spec: prctl(2), setrlimit(2), seccomp(2), landlock(7).

Where a system lacks one of these, the others hold, and the probe reports it. What a system has
holds in every child: one in which it fails ends before it reads a byte.
"""

import contextlib
import ctypes
import errno
import fcntl
import os
import resource
import signal
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from py_landlock import RulesetFd

MEMORY = 256 * 1024 * 1024  # bytes beyond the file, its copy, and what an idle child has
MAPPINGS = 3  # of the file's size: the file, its copy while written, its copy while checked
MAX_GROWTH = 16 * 1024 * 1024  # bytes that a copy may be larger than twice its file
CPU_SECONDS = 20  # for any file
BYTES_PER_SECOND = 4 * 1024 * 1024  # of the slowest format
MAX_DESCRIPTORS = 32
WALL_FACTOR = 3  # times the processor time: others work on this machine too

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38  # linux/prctl.h

# All that Python, its allocator and a thread of our own ask the kernel for.
ALLOWED_CALLS = (
    "read", "write", "readv", "writev", "pread64", "pwrite64", "lseek", "close", "fstat",
    "newfstatat", "ftruncate", "dup", "poll", "ppoll",
    "mmap", "munmap", "mremap", "mprotect", "madvise", "brk", "membarrier",
    "futex", "set_robust_list", "rseq", "gettid", "getpid", "sched_yield", "sched_getaffinity",
    "clock_gettime", "clock_nanosleep", "nanosleep", "getrandom", "getrusage", "sysinfo",
    "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack",
    "exit", "exit_group", "restart_syscall",
)  # fmt: skip
_CLONE_THREAD = 0x10000  # linux/sched.h: a thread, no process
# No F_SETOWN, F_SETSIG and O_ASYNC: together they kill whom they name when a byte arrives.
_ALLOWED_FCNTL = (fcntl.F_DUPFD_CLOEXEC, fcntl.F_GETFD, fcntl.F_SETFD, fcntl.F_GETFL)


def cpu_seconds(size: int) -> int:
    """Return how much processor time a file of `size` bytes may take."""
    return CPU_SECONDS + size // BYTES_PER_SECOND


def wall_seconds(size: int) -> float:
    """Return how long a file of `size` bytes may take by the clock."""
    return WALL_FACTOR * cpu_seconds(size)


@dataclass(frozen=True, slots=True)
class Confinement:
    """What the kernel of this machine offers, built once and applied in each child."""

    landlock: "RulesetFd | None"
    seccomp: Any | None  # a pyseccomp.SyscallFilter


def build() -> Confinement:
    """Build a ruleset and a filter; what this kernel lacks is None, and the probe reports it."""
    landlock = seccomp = None
    with contextlib.suppress(Exception):
        landlock = _landlock_ruleset()
    with contextlib.suppress(Exception):
        seccomp = _seccomp_filter()
    return Confinement(landlock, seccomp)


def die_with_parent(parent: int) -> None:
    """Have the kernel kill this process when its parent ends; exit at once if that did."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def confine(size: int, confinement: Confinement, descriptors: tuple[int, ...]) -> None:
    """Give up for good all that a file of `size` bytes does not need.

    Of all descriptors only the standard three and `descriptors` stay open.
    Raises whatever a step of it raises: such a child must not read a byte.
    """
    open_most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]  # before it is lowered
    _limit_resources(size)
    _prctl(_PR_SET_DUMPABLE, 0)
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    if confinement.landlock is not None:
        from py_landlock import restrict_self

        restrict_self(confinement.landlock, None)
    _close_all_but(descriptors, open_most)
    if confinement.seccomp is not None:
        confinement.seccomp.load()  # last: it forbids all that is called above


def _close_all_but(descriptors: tuple[int, ...], limit: int) -> None:
    """Close every descriptor below `limit` but the standard three and those given."""
    borders = sorted({0, 1, 2, *descriptors})
    for low, high in zip(borders, [*borders[1:], limit], strict=True):
        os.closerange(low + 1, high)


def _limit_resources(size: int) -> None:
    time = cpu_seconds(size)
    _lower(resource.RLIMIT_CPU, time, time + 1)  # SIGXCPU tells the cause, a second later SIGKILL
    _lower(resource.RLIMIT_FSIZE, 2 * size + MAX_GROWTH)
    _lower(resource.RLIMIT_NOFILE, MAX_DESCRIPTORS)
    _lower(resource.RLIMIT_CORE, 0)
    with contextlib.suppress(*() if sys.platform == "linux" else (OSError, ValueError)):
        # macOS refuses it
        _lower(resource.RLIMIT_AS, _address_space() + MEMORY + MAPPINGS * size)


def _lower(limit: int, soft: int, hard: int | None = None) -> None:
    """Set a resource limit, never above the operator's own."""
    most = soft if hard is None else hard
    _, allowed = resource.getrlimit(limit)
    if allowed != resource.RLIM_INFINITY:
        most = min(most, allowed)
    resource.setrlimit(limit, (min(soft, most), most))


def _address_space() -> int:
    """Return how many bytes of addresses this process has mapped."""
    try:
        with open("/proc/self/statm", "rb") as statm:  # noqa: PTH123 - one read, no more
            return int(statm.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 1 << 30  # no Linux: a guess above what Python needs


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


def _landlock_ruleset() -> "RulesetFd":
    """Return a ruleset that allows nothing: no file, no connection, no signal."""
    from py_landlock import RulesetAttr, create_ruleset, get_abi_version
    from py_landlock.abi import get_supported_fs, get_supported_net, get_supported_scope

    version, rules = get_abi_version(), RulesetAttr()
    rules.handled_access_fs = get_supported_fs(version)
    rules.handled_access_net = get_supported_net(version)
    rules.scoped = get_supported_scope(version)
    return create_ruleset(rules)


def _seccomp_filter() -> object:
    """Return a filter that answers every call but ALLOWED_CALLS with EPERM."""
    import pyseccomp

    rules = pyseccomp.SyscallFilter(pyseccomp.ERRNO(errno.EPERM))
    for name in ALLOWED_CALLS:
        with contextlib.suppress(OSError, ValueError):  # another processor has no such call
            rules.add_rule(pyseccomp.ALLOW, name)
    for command in _ALLOWED_FCNTL:
        rules.add_rule(pyseccomp.ALLOW, "fcntl", pyseccomp.Arg(1, pyseccomp.EQ, command))
    rules.add_rule(
        pyseccomp.ALLOW,
        "clone",
        pyseccomp.Arg(0, pyseccomp.MASKED_EQ, _CLONE_THREAD, _CLONE_THREAD),
    )
    rules.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")  # its flags lie where no filter looks
    return rules
