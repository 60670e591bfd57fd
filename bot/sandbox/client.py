"""The door of the sandbox: files in, answers out, and a child's death as an error of ours."""

import asyncio
import json
import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from bot.outcomes import Cleaned
from bot.sandbox import confinement
from bot.sandbox.protocol import MOST, Answer, InvalidAnswer, read
from bot.sandbox.zygote import GOOD, REQUEST

log = logging.getLogger(__name__)

ROOT = Path(__file__).parents[2]
MARGIN = 10.0  # seconds after a child's time is over: then it is the zygote that is stuck
DEFENCES = ("files", "memory", "network", "processes")


class Died(Exception):
    """The child's, and so the file's: `cause` is a signal's name, "time", "exit" or "garbled"."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


@dataclass(frozen=True, slots=True)
class Level:
    """What a child was seen to be unable to do."""

    held: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """What it could do all the same."""
        return tuple(name for name in DEFENCES if name not in self.held)


class Sandbox:
    """A zygote, and children of it as they are needed."""

    def __init__(self, tasks: str | None = None) -> None:
        """Use the tasks of a module, or the usual ones."""
        self._tasks = tasks
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    async def __aenter__(self) -> "Sandbox":
        return self

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _at: TracebackType | None,
    ) -> None:
        await asyncio.to_thread(self.close)

    def close(self) -> None:
        """End the zygote, and with it every child."""
        if self._control:
            self._control.close()
        if self._process:
            self._process.kill()
            self._process.wait()
        self._process = self._control = None

    async def run(self, task: str, original: int, copy: int, size: int) -> Answer:
        """Return a child's answer about the file behind the descriptor `original`.

        Raises Died.
        """
        answer, theirs = socket.socketpair()
        verdict, told = socket.socketpair()
        with answer, verdict:
            with theirs, told, _for_reading(original) as source:
                self._ask({"task": task, "size": size}, source, copy, theirs, told)
            data, end = await self._told(answer, verdict, size)
        if end != GOOD:
            raise Died(_cause(end))
        try:
            found = read(data)
        except InvalidAnswer as error:
            raise Died("garbled") from error
        if isinstance(found, Cleaned) and found.size != os.fstat(copy).st_size:
            raise Died("garbled")
        return found

    async def _told(
        self, answer: socket.socket, verdict: socket.socket, size: int
    ) -> tuple[bytes, bytes]:
        try:
            async with asyncio.timeout(confinement.WALL * confinement.seconds(size) + MARGIN):
                return await asyncio.gather(_all_of(answer), _all_of(verdict))
        except TimeoutError:
            self.close()  # who keeps the children's time hangs itself
            raise Died("time") from None

    async def probe(self) -> Level:
        """Say what a child cannot do here, by letting one try."""
        null = os.open(os.devnull, os.O_RDWR)
        try:
            found = await self.run("probe", null, null, 0)
        except Died as death:
            log.error("sandbox: %s", death.cause)
            return Level(())
        finally:
            os.close(null)
        held = found if isinstance(found, dict) else {}
        return Level(tuple(name for name in DEFENCES if held.get(name)))

    def _ask(
        self,
        request: dict[str, object],
        original: int,
        copy: int,
        answer: socket.socket,
        verdict: socket.socket,
    ) -> None:
        message = json.dumps(request).encode().ljust(REQUEST)
        descriptors = [original, copy, answer.fileno(), verdict.fileno()]
        try:
            socket.send_fds(self._open(), [message], descriptors)
        except (BrokenPipeError, ConnectionResetError):  # the zygote died meanwhile
            self.close()
            socket.send_fds(self._open(), [message], descriptors)

    def _open(self) -> socket.socket:
        if self._control and self._process and self._process.poll() is None:
            return self._control
        self.close()
        ours, theirs = socket.socketpair()
        told = [str(os.getpid()), str(theirs.fileno()), *([self._tasks] if self._tasks else [])]
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter
                [sys.executable, "-P", "-s", "-m", "bot.sandbox", *told],
                pass_fds=(theirs.fileno(),),
                cwd=ROOT,
                env={"PYTHONPATH": os.pathsep.join((str(ROOT), *filter(None, sys.path)))},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl+C is for the bot
            )
        self._control = ours
        return ours


@contextmanager
def _for_reading(file: int) -> Iterator[int]:
    """Open the same file once more: a child cannot write through it where /proc offers that."""
    try:
        source = os.open(f"/proc/self/fd/{file}", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        source = os.dup(file)
    try:
        yield source
    finally:
        os.close(source)


async def _all_of(stream: socket.socket) -> bytes:
    """Return everything that comes until the other side closes, as far as an answer may go."""
    stream.setblocking(False)
    reader, writer = await asyncio.open_connection(sock=stream)
    try:
        data = bytearray()
        while piece := await reader.read(1 << 16):
            data += piece
            if len(data) > MOST:
                return b""
        return bytes(data)
    finally:
        writer.close()


def _cause(end: bytes) -> str:
    if end == b"time":
        return "time"
    try:
        code = int(end or b"1")
        return signal.Signals(-code).name if code < 0 else "exit"
    except ValueError:
        return "exit"
