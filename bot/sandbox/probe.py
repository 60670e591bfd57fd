"""Does the confinement hold? A confined child tries what it must not be able to do."""

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Isolation:
    """What a confined child was prevented from, of all that it tried."""

    prevented: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The attempts that succeeded, or that nobody could make."""
        return tuple(name for name in ATTEMPTS if name not in self.prevented)


def probe(_original: int = -1, _copy: int = -1) -> Isolation:
    """Try every attempt in this process; a task like any other, that needs no file."""
    return Isolation(tuple(name for name, attempt in ATTEMPTS.items() if is_prevented(attempt)))


def is_prevented(attempt: Callable[[], object]) -> bool:
    """Return whether an attempt fails for want of a right or of memory."""
    try:
        attempt()
    except (OSError, MemoryError):
        return True
    return False


def _open_root() -> None:
    os.close(os.open("/", os.O_RDONLY))


def _open_socket() -> None:
    socket.socket().close()


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)
    os.wait()


def _allocate() -> None:
    bytearray(1 << 40)


ATTEMPTS: dict[str, Callable[[], None]] = {
    "files": _open_root,
    "memory": _allocate,
    "network": _open_socket,
    "processes": _fork,
}
