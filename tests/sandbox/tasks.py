"""What a hostile file would do, if it could: tasks for the sandbox's children."""

import ctypes
import dataclasses
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
from typing import Any, cast

from bot.sandbox.protocol import Answer
from bot.sandbox.tasks import TASKS as USUAL
from bot.sandbox.tasks import Task


def could(attempt: Callable[[], object]) -> Task:
    """Return a task that tries something and tells whether it worked."""

    def task(_original: int, _copy: int) -> Answer:
        try:
            attempt()
        except (OSError, MemoryError):
            return {"could": False}
        return {"could": True}

    return task


def does(attempt: Callable[[], object]) -> Task:
    """Return a task that does something and would tell if it came so far."""

    def task(_original: int, _copy: int) -> Answer:
        attempt()
        return {"over": True}

    return task


def spin() -> None:
    while True:
        pass


def bomb() -> None:
    while True:
        os.fork()


def crash() -> None:
    ctypes.string_at(0)


def crash_of_memory() -> None:
    held = []
    while True:
        held.append(bytearray(1 << 24))


def lose_head(_original: int, _copy: int) -> Answer:
    (answer,) = [fd for fd in descriptors() if stat.S_ISSOCK(os.fstat(fd).st_mode)]
    os.write(answer, b'{"kind": "cleaned", "body": {"report": 7}}' * 3)
    os._exit(0)


def descriptors() -> list[int]:
    found = []
    for fd in range(1024):
        try:
            os.fstat(fd)
        except OSError:
            continue
        found.append(fd)
    return found


def count(_original: int, _copy: int) -> Answer:
    return {f"{len(descriptors())}": True}


def limit(_original: int, _copy: int) -> Answer:
    return {f"{resource.getrlimit(resource.RLIMIT_CPU)[1]}": True}


def lie(**changed: object) -> Task:
    def task(original: int, copy: int) -> Answer:
        answer: Any = USUAL["clean"](original, copy)
        return cast(Answer, dataclasses.replace(answer, **changed))

    return task


def overwrite(original: int, _copy: int) -> Answer:
    return could(lambda: os.pwrite(original, b"x", 0))(original, _copy)


def own(original: int, copy: int) -> Answer:
    """Name the zygote as who is told, by a signal, that bytes arrived."""
    return could(lambda: fcntl.fcntl(copy, fcntl.F_SETOWN, os.getppid()))(original, copy)


def begin(_original: int, copy: int) -> Answer:
    os.write(copy, b"half a copy" * 1000)
    os._exit(1)


def talk_for_ever(_original: int, _copy: int) -> Answer:
    return {"x" * (1 << 25): True}


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
    return dict.fromkeys(os.environ, True)


def parent() -> None:
    os.kill(os.getppid(), signal.SIGKILL)


TASKS: Mapping[str, Task] = {
    **USUAL,
    "begin": begin,
    "count": count,
    "limit": limit,
    "own": own,
    "overwrite": overwrite,
    "lie of a size": lie(size=7),
    "lie of a name": lie(extension="exe"),
    "read": could(lambda: open("/etc/passwd").close()),  # noqa: PTH123
    "write": could(lambda: open("/tmp/sapujejak-was-here", "w").close()),  # noqa: PTH123
    "list": could(lambda: os.listdir("/")),  # noqa: PTH208
    "connect": could(lambda: socket.create_connection(("127.0.0.1", 80), 1).close()),
    "listen": could(lambda: socket.create_server(("127.0.0.1", 0)).close()),
    "local": could(lambda: socket.socket(socket.AF_UNIX).close()),
    "execute": could(lambda: subprocess.run(["/bin/true"], check=True)),
    "fork": could(os.fork),
    "kill": could(parent),
    "allocate": could(lambda: bytearray(4 << 30)),
    "thread": could(thread),
    "spin": does(spin),
    "sleep": does(lambda: time.sleep(10_000)),
    "bomb": does(bomb),
    "crash": does(crash),
    "exhaust": does(crash_of_memory),
    "fill": fill,
    "garble": lose_head,
    "talk": talk_for_ever,
    "environment": environment,
}
