"""The warm process that children are forked from: everything imported, no secret in it.

It is started afresh, not forked from the bot: no token, no connection, no environment. It
reads requests, forks a child for each, kills those that take too long, and sends a verdict on
how each ended.
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

from bot.sandbox import confinement
from bot.sandbox.protocol import (
    DESCRIPTORS,
    REQUEST_SIZE,
    SUCCESS,
    TIMED_OUT,
    Task,
    encode_answer,
)

TICK = 0.2  # seconds between two looks at the clock


@dataclass(frozen=True, slots=True)
class _Child:
    verdict: int  # the descriptor that its verdict is written to
    deadline: float  # of time.monotonic()


class Zygote:
    """Serves requests from `control` until the other side closes it."""

    def __init__(
        self,
        control: socket.socket,
        tasks: Mapping[str, Task],
        rules: confinement.Confinement,
    ) -> None:
        self._control, self._tasks, self._rules = control, tasks, rules
        self._children: dict[int, _Child] = {}
        self._selector = selectors.DefaultSelector()

    def run(self) -> None:
        """Serve until the other side is gone."""
        signals, wakeup = socket.socketpair()
        wakeup.setblocking(False)
        signal.set_wakeup_fd(wakeup.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._selector.register(self._control, selectors.EVENT_READ)
        self._selector.register(signals, selectors.EVENT_READ)
        while True:
            events = self._selector.select(TICK if self._children else None)
            readable = {key.fd for key, _ in events}
            if signals.fileno() in readable:
                signals.recv(4096)
            self._kill_late(readable)
            self._reap()
            if self._control.fileno() in readable and not self._serve():
                return

    def _serve(self) -> bool:
        """Fork a child for the next request; return False where there is none any more."""
        message, descriptors, _, _ = socket.recv_fds(
            self._control, REQUEST_SIZE, DESCRIPTORS, socket.MSG_WAITALL
        )
        if len(message) < REQUEST_SIZE:
            return False
        request = json.loads(message)
        original, copy, answer, verdict = descriptors
        zygote = os.getpid()
        with suppress(OSError):  # no room for another process: this file fails, and no other
            pid = os.fork()
            if pid == 0:
                self._be_child(zygote, request, (original, copy, answer))
            deadline = time.monotonic() + confinement.wall_seconds(request["size"])
            self._selector.register(verdict, selectors.EVENT_READ)
            self._children[pid] = _Child(verdict, deadline)
            descriptors.remove(verdict)
        for descriptor in descriptors:
            os.close(descriptor)
        return True

    def _be_child(
        self, zygote: int, request: dict[str, object], descriptors: tuple[int, int, int]
    ) -> None:
        """Do one task, answer, and end; never return."""
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            confinement.die_with_parent(zygote)
            confinement.confine(int(str(request["size"])), self._rules, descriptors)
            original, copy, answer = descriptors
            task = self._tasks[str(request["task"])]
            data = memoryview(encode_answer(task(original, copy)))
            while data:  # the bot closes its end where it is too long
                data = data[os.write(answer, data) :]
            code = 0
        finally:
            os._exit(code)  # no handler, no buffer, no thread of the zygote's

    def _kill_late(self, readable: set[int]) -> None:
        """Kill children whose time is over, and those that nobody waits for any more."""
        now = time.monotonic()
        for pid, child in self._children.items():
            # The bot never writes to a verdict's socket: readable means that it was closed.
            if now > child.deadline or child.verdict in readable:
                os.kill(pid, signal.SIGKILL)

    def _reap(self) -> None:
        with suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                self._send_verdict(*ended)

    def _send_verdict(self, pid: int, status: int) -> None:
        child = self._children.pop(pid)
        self._selector.unregister(child.verdict)
        code = os.waitstatus_to_exitcode(status)
        verdict = SUCCESS if code == 0 else str(code).encode()
        if time.monotonic() > child.deadline:
            verdict = TIMED_OUT
        with suppress(OSError):  # nobody waits for it any more
            os.write(child.verdict, verdict)
        os.close(child.verdict)


def import_early() -> None:
    """Import what a child may need late: it cannot open a file."""
    for module in pkgutil.iter_modules(encodings.__path__):
        with suppress(ImportError):  # those of other systems
            importlib.import_module(f"encodings.{module.name}")
    for name in ("py_landlock", "pyseccomp", "hashlib"):
        with suppress(Exception):  # not on this system
            importlib.import_module(name)
