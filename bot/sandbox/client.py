"""The bot's side of the sandbox: a file goes in, an answer or ChildDied comes out."""

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
from pathlib import Path
from types import TracebackType

from bot.codec import InvalidData
from bot.outcomes import CardDrawn, Cleaned
from bot.sandbox import confinement
from bot.sandbox.probe import Isolation
from bot.sandbox.protocol import (
    MAX_ANSWER,
    REQUEST_SIZE,
    SUCCESS,
    TIMED_OUT,
    Answer,
    decode_answer,
)

log = logging.getLogger(__name__)

ROOT = Path(__file__).parents[2]
ZYGOTE_GRACE = 10.0  # seconds beyond a child's time: after that it is the zygote that hangs


class ChildDied(Exception):
    """A child ended without an answer: the file's fault, not ours.

    `cause` is a signal's name, "time", "exit", or "garbled" for an answer that is none.
    """

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


class Sandbox:
    """A zygote, and a child of it for every file.

    The zygote starts with the first file; one that died or hangs is replaced.
    """

    def __init__(self, tasks: str) -> None:
        """Take the name of the module whose TASKS the children do."""
        self._tasks = tasks
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    async def __aenter__(self) -> "Sandbox":
        return self

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
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
        """Return a child's answer about a file of `size` bytes.

        `original` and `copy` are descriptors: one to read, one that a copy is written to.
        Raises ChildDied.
        """
        answer, child_answer = socket.socketpair()
        verdict, zygote_verdict = socket.socketpair()
        with answer, verdict:
            with child_answer, zygote_verdict, _opened_to_read(original) as source:
                descriptors = [source, copy, child_answer.fileno(), zygote_verdict.fileno()]
                self._send({"task": task, "size": size}, descriptors)
            data, end = await self._received(answer, verdict, size)
        if end != SUCCESS:
            raise ChildDied(_cause(end))
        try:
            result = decode_answer(data)
        except InvalidData as error:
            raise ChildDied("garbled") from error
        if isinstance(result, Cleaned | CardDrawn) and result.size != os.fstat(copy).st_size:
            raise ChildDied("garbled")
        return result

    async def probe(self) -> Isolation:
        """Return what a child is prevented from here, by letting one try."""
        null = os.open(os.devnull, os.O_RDWR)
        try:
            isolation = await self.run("probe", null, null, 0)
        except ChildDied as death:
            log.error("sandbox: %s", death.cause)
            return Isolation(())
        finally:
            os.close(null)
        return isolation if isinstance(isolation, Isolation) else Isolation(())

    async def _received(
        self, answer: socket.socket, verdict: socket.socket, size: int
    ) -> tuple[bytes, bytes]:
        """Return all that a child wrote, and the zygote's verdict on how it ended."""
        try:
            async with asyncio.timeout(confinement.wall_seconds(size) + ZYGOTE_GRACE):
                return await asyncio.gather(_read_all(answer), _read_all(verdict))
        except TimeoutError:
            self.close()  # the zygote, which ends late children, hangs itself
            raise ChildDied("time") from None

    def _send(self, request: dict[str, object], descriptors: list[int]) -> None:
        """Send a request to the zygote; one that died is replaced first."""
        message = json.dumps(request).encode().ljust(REQUEST_SIZE)
        try:
            socket.send_fds(self._connection(), [message], descriptors)
        except (BrokenPipeError, ConnectionResetError):
            self.close()
            socket.send_fds(self._connection(), [message], descriptors)

    def _connection(self) -> socket.socket:
        """Return the socket to the zygote, which is started where there is none."""
        if self._control:
            return self._control
        control, zygote_control = socket.socketpair()
        arguments = [str(os.getpid()), str(zygote_control.fileno()), self._tasks]
        with zygote_control:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter
                [sys.executable, "-P", "-s", "-m", "bot.sandbox", *arguments],
                pass_fds=(zygote_control.fileno(),),
                cwd=ROOT,
                env={"PYTHONPATH": os.pathsep.join((str(ROOT), *filter(None, sys.path)))},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl+C is for the bot
            )
        self._control = control
        return control


@contextmanager
def _opened_to_read(file: int) -> Iterator[int]:
    """Open the same file once more: a child cannot write through it where /proc offers that."""
    try:
        source = os.open(f"/proc/self/fd/{file}", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        source = os.dup(file)
    try:
        yield source
    finally:
        os.close(source)


async def _read_all(stream: socket.socket) -> bytes:
    """Return everything until the other side closes; nothing where it is more than MAX_ANSWER."""
    stream.setblocking(False)
    reader, writer = await asyncio.open_connection(sock=stream)
    try:
        data = bytearray()
        while piece := await reader.read(1 << 16):
            data += piece
            if len(data) > MAX_ANSWER:
                return b""
        return bytes(data)
    finally:
        writer.close()


def _cause(verdict: bytes) -> str:
    if verdict == TIMED_OUT:
        return "time"
    try:
        code = int(verdict or b"1")
        return signal.Signals(-code).name if code < 0 else "exit"
    except ValueError:
        return "exit"
