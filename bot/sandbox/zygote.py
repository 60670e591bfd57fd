"""The warm process that children are forked from: everything imported, nothing to steal.

It is started afresh, not forked from the bot: no token, no connection, no environment. It
reads requests, forks a child for each, ends those that take too long, and tells how each ended.
"""

import encodings
import importlib
import json
import os
import pkgutil
import selectors
import signal
import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from bot.sandbox import confine
from bot.sandbox.answers import MOST, written
from bot.sandbox.tasks import Task

REQUEST = 1024  # bytes
GIVEN = 4  # descriptors: original, copy, where the answer goes, where the verdict goes
TICK = 0.2  # seconds between two looks at the clock
GOOD = b"good"


@dataclass(frozen=True, slots=True)
class _Child:
    verdict: int  # where its end is told
    deadline: float


class Zygote:
    """Serves requests from `control` until it is closed."""

    def __init__(self, control: socket.socket, tasks: Mapping[str, Task]) -> None:
        self._control, self._tasks = control, tasks
        self._children: dict[int, _Child] = {}

    def run(self) -> None:
        """Serve until the other side is gone."""
        ends, wakes = socket.socketpair()
        wakes.setblocking(False)
        signal.set_wakeup_fd(wakes.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        with selectors.DefaultSelector() as selector:
            selector.register(self._control, selectors.EVENT_READ)
            selector.register(ends, selectors.EVENT_READ)
            while True:
                ready = selector.select(TICK if self._children else None)
                if any(key.fileobj is ends for key, _ in ready):
                    ends.recv(4096)
                self._reap()
                if any(key.fileobj is self._control for key, _ in ready) and not self._serve():
                    return

    def _serve(self) -> bool:
        message, given, _, _ = socket.recv_fds(self._control, REQUEST, GIVEN)
        if not message:
            return False
        request = json.loads(message)
        original, copy, answer, verdict = given
        pid = os.fork()
        if pid == 0:
            self._be_child(request, original, copy, answer)
        for descriptor in (original, copy, answer):
            os.close(descriptor)
        wall = confine.WALL * confine.seconds(request["size"])
        self._children[pid] = _Child(verdict, time.monotonic() + wall)
        return True

    def _be_child(self, request: dict[str, object], original: int, copy: int, answer: int) -> None:
        """Do one task, answer, and end; never return."""
        code = 1
        try:
            self._control.close()
            for child in self._children.values():
                os.close(child.verdict)
            confine.confine(int(str(request["size"])))
            told = written(self._tasks[str(request["task"])](original, copy))
            if len(told) <= MOST:
                while told:
                    told = told[os.write(answer, told) :]
                code = 0
        finally:
            os._exit(code)  # no handler, no buffer, no thread of the zygote's

    def _reap(self) -> None:
        now = time.monotonic()
        for pid, child in self._children.items():
            if now > child.deadline:
                os.kill(pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                self._tell(*ended)

    def _tell(self, pid: int, status: int) -> None:
        child = self._children.pop(pid)
        code = os.waitstatus_to_exitcode(status)
        told = GOOD if code == 0 else str(code).encode()
        if time.monotonic() > child.deadline:
            told = b"time"
        with suppress(OSError):  # nobody waits for it any more
            os.write(child.verdict, told)
        os.close(child.verdict)


def warm() -> None:
    """Import what a child might ask for: it can open no file later."""
    for module in pkgutil.iter_modules(encodings.__path__):
        with suppress(ImportError):  # those of other systems
            importlib.import_module(f"encodings.{module.name}")
    for name in ("py_landlock", "pyseccomp"):
        with suppress(Exception):  # not on this system
            importlib.import_module(name)
