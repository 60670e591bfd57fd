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
from typing import TYPE_CHECKING

from bot.sandbox import confinement
from bot.sandbox.protocol import MOST, written

if TYPE_CHECKING:
    from bot.sandbox.tasks import Task  # what it imports, the bot itself does without

REQUEST = 256  # bytes of every request: a stream has no other borders
GIVEN = 4  # descriptors: original, copy, where the answer goes, where the verdict goes
TICK = 0.2  # seconds between two looks at the clock
GOOD = b"good"


@dataclass(frozen=True, slots=True)
class _Child:
    verdict: int  # where its end is told
    deadline: float


class Zygote:
    """Serves requests from `control` until it is closed."""

    def __init__(
        self, control: socket.socket, tasks: "Mapping[str, Task]", walls: confinement.Walls
    ) -> None:
        self._control, self._tasks, self._walls = control, tasks, walls
        self._children: dict[int, _Child] = {}
        self._selector = selectors.DefaultSelector()

    def run(self) -> None:
        """Serve until the other side is gone."""
        ends, wakes = socket.socketpair()
        wakes.setblocking(False)
        signal.set_wakeup_fd(wakes.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._selector.register(self._control, selectors.EVENT_READ)
        self._selector.register(ends, selectors.EVENT_READ)
        while True:
            waiting = self._selector.select(TICK if self._children else None)
            ready = {key.fd for key, _ in waiting}
            if ends.fileno() in ready:
                ends.recv(4096)
            self._reap(ready)
            if self._control.fileno() in ready and not self._serve():
                return

    def _serve(self) -> bool:
        message, given, _, _ = socket.recv_fds(self._control, REQUEST, GIVEN, socket.MSG_WAITALL)
        if len(message) < REQUEST:
            return False
        request = json.loads(message)
        original, copy, answer, verdict = given
        zygote = os.getpid()
        with suppress(OSError):  # no room for another process: this file fails, and no other
            pid = os.fork()
            if pid == 0:
                self._be_child(zygote, request, (original, copy, answer))
            wall = confinement.WALL * confinement.seconds(request["size"])
            self._selector.register(verdict, selectors.EVENT_READ)
            self._children[pid] = _Child(verdict, time.monotonic() + wall)
            given.remove(verdict)
        for descriptor in given:
            os.close(descriptor)
        return True

    def _be_child(
        self, zygote: int, request: dict[str, object], given: tuple[int, int, int]
    ) -> None:
        """Do one task, answer, and end; never return."""
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            confinement.die_with_parent(zygote)
            confinement.confine(int(str(request["size"])), self._walls, given)
            original, copy, answer = given
            told = memoryview(written(self._tasks[str(request["task"])](original, copy)))
            if len(told) <= MOST:
                while told:
                    told = told[os.write(answer, told) :]
                code = 0
        finally:
            os._exit(code)  # no handler, no buffer, no thread of the zygote's

    def _reap(self, ready: set[int]) -> None:
        now = time.monotonic()
        for pid, child in self._children.items():
            # The bot never writes there: what is ready to be read is its end, nobody waits.
            if now > child.deadline or child.verdict in ready:
                os.kill(pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                self._tell(*ended)

    def _tell(self, pid: int, status: int) -> None:
        child = self._children.pop(pid)
        self._selector.unregister(child.verdict)
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
    for name in ("py_landlock", "pyseccomp", "hashlib"):
        with suppress(Exception):  # not on this system
            importlib.import_module(name)
