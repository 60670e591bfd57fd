"""What a hostile file would do, if it could: tasks for the sandbox's children."""

import ctypes
import fcntl
import os
import resource
import signal
import socket
import stat
import subprocess
import threading
import time
from collections.abc import Callable, Mapping

from bot.outcomes import CardDrawn, Cleaned
from bot.report import make_report
from bot.sandbox.probe import Isolation, is_prevented
from bot.sandbox.protocol import Answer, Task

PREVENTED = Isolation(("prevented",))
REPORT = make_report("PNG", 1, (1, 1), ())


def duplicate(original: int, copy: int) -> Answer:
    """Do what is asked: write a copy, and answer with its size."""
    data = os.pread(original, os.fstat(original).st_size, 0)
    return Cleaned(REPORT, os.write(copy, data), "png")


def tried(attempt: Callable[[], object]) -> Task:
    """Return a task that answers whether an attempt was prevented."""

    def task(_original: int, _copy: int) -> Answer:
        return PREVENTED if is_prevented(attempt) else Isolation(())

    return task


def done(attempt: Callable[[], object]) -> Task:
    """Return a task that does something, and answers if it gets that far."""

    def task(_original: int, _copy: int) -> Answer:
        attempt()
        return Isolation(("done",))

    return task


def spin() -> None:
    while True:
        pass


def bomb() -> None:
    while True:
        os.fork()


def crash() -> None:
    ctypes.string_at(0)


def exhaust() -> None:
    blocks = []
    while True:
        blocks.append(bytearray(1 << 24))


def garble(_original: int, _copy: int) -> Answer:
    (answer,) = [fd for fd in descriptors() if stat.S_ISSOCK(os.fstat(fd).st_mode)]
    os.write(answer, b'{"answer": "cleaned", "report": 7}')
    os._exit(0)


def descriptors() -> list[int]:
    is_open = []
    for fd in range(1024):
        try:
            os.fstat(fd)
        except OSError:
            continue
        is_open.append(fd)
    return is_open


def count(_original: int, _copy: int) -> Answer:
    return Isolation((str(len(descriptors())),))


def limit(number: int) -> Task:
    """Return a task that answers the soft and the hard limit of a resource."""

    def task(_original: int, _copy: int) -> Answer:
        return Isolation(tuple(map(str, resource.getrlimit(number))))

    return task


def privileges(_original: int, _copy: int) -> Answer:
    """Answer whether the process can be dumped, and whether it can gain no privileges."""
    prctl = ctypes.CDLL(None).prctl
    return Isolation((str(prctl(3, 0, 0, 0, 0)), str(prctl(39, 0, 0, 0, 0))))  # linux/prctl.h


def overwrite(original: int, _copy: int) -> Answer:
    return tried(lambda: os.pwrite(original, b"x", 0))(original, _copy)


def own(original: int, copy: int) -> Answer:
    """Name the zygote as the one that a signal goes to when bytes arrive."""
    return tried(lambda: fcntl.fcntl(copy, fcntl.F_SETOWN, os.getppid()))(original, copy)


def long_answer(_original: int, _copy: int) -> Answer:
    return Isolation(("x" * (1 << 25),))


def flood(_original: int, _copy: int) -> Answer:
    """Write more than any answer may have, whatever the zygote would count."""
    (answer,) = [fd for fd in descriptors() if stat.S_ISSOCK(os.fstat(fd).st_mode)]
    for _ in range(32):
        os.write(answer, b" " * (1 << 20))
    os.write(answer, b'{"answer": "isolation", "prevented": []}')
    os._exit(0)


def thread() -> None:
    seen: list[int] = []
    worker = threading.Thread(target=seen.append, args=(1,))
    worker.start()
    worker.join()
    if seen != [1]:
        raise OSError


def fill(_original: int, copy: int) -> Answer:
    while True:
        os.write(copy, bytes(1 << 20))


def environment(_original: int, _copy: int) -> Answer:
    return Isolation(tuple(os.environ))


def kill_parent() -> None:
    os.kill(os.getppid(), signal.SIGKILL)


TASKS: Mapping[str, Task] = {
    "copy": duplicate,
    "count": count,
    "limit of time": limit(resource.RLIMIT_CPU),
    "limit of memory": limit(resource.RLIMIT_AS),
    "limit of files": limit(resource.RLIMIT_NOFILE),
    "limit of a file": limit(resource.RLIMIT_FSIZE),
    "limit of a core": limit(resource.RLIMIT_CORE),
    "limit of privileges": privileges,
    "own": own,
    "overwrite": overwrite,
    "lie of a copy": lambda *_: Cleaned(REPORT, 7, "png"),
    "lie of a card": lambda *_: CardDrawn(7),
    "lie of a name": lambda *_: Cleaned(REPORT, 0, "exe"),
    "read": tried(lambda: open("/etc/passwd").close()),  # noqa: PTH123
    "write": tried(lambda: open("/tmp/sapujejak-was-here", "w").close()),  # noqa: PTH123
    "list": tried(lambda: os.listdir("/")),  # noqa: PTH208
    "connect": tried(lambda: socket.create_connection(("127.0.0.1", 80), 1).close()),
    "listen": tried(lambda: socket.create_server(("127.0.0.1", 0)).close()),
    "local": tried(lambda: socket.socket(socket.AF_UNIX).close()),
    "execute": tried(lambda: subprocess.run(["/bin/true"], check=True)),
    "fork": tried(os.fork),
    "kill": tried(kill_parent),
    "allocate": tried(lambda: bytearray(4 << 30)),
    "thread": tried(thread),
    "spin": done(spin),
    "sleep": done(lambda: time.sleep(10_000)),
    "bomb": done(bomb),
    "crash": done(crash),
    "exhaust": done(exhaust),
    "fill": fill,
    "garble": garble,
    "long answer": long_answer,
    "flood": flood,
    "environment": environment,
}
