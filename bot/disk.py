"""Files in, checked copies out.

A photo is mapped, never loaded; its copy is written to a hidden file beside the target,
mapped back, checked, and only then given its name. Until that moment nothing anyone can see
has changed, and the original never does.

A program that cuts the original short while it is mapped ends this process with SIGBUS, as
it does any reader of a mapping. Loading the photo first would only clean the half that was
there. A program that rewrites it is caught, by the check or by the stamp.
"""

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.engine import Plan, check, inspect
from bot.memory_map import mapped

NEW = os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
Stamp = tuple[int, int, int, int]  # what tells that a file changed: device, inode, bytes, time


class SameFile(OSError):
    """The target is the original itself; no force replaces it."""


class Changed(OSError):
    """Another program changed the original while it was read."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A file taken apart; its mapping lives as long as the plan's views do."""

    path: Path
    plan: Plan
    stamp: Stamp


Copied = Callable[[Photo, int], Plan]  # writes a copy to a descriptor, and checks it


@dataclass(frozen=True, slots=True)
class FileResult:
    """A photo and its checked copy: where it is, and what it holds."""

    photo: Photo
    target: Path
    copy: Plan


def read(source: Path) -> Photo:
    """Map a file and take it apart.

    Raises EngineError or OSError.
    """
    # Without O_NONBLOCK opening a pipe would wait for its writer.
    with _opened(source, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC) as file:
        about = os.fstat(file)
        if stat.S_ISDIR(about.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not stat.S_ISREG(about.st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        return Photo(source, inspect(mapped(file)), _stamp(about))


def write(
    photo: Photo, target: Path, force: bool = False, copied: Copied | None = None
) -> FileResult:
    """Write the clean copy of a photo, check what was written, then give it its name.

    A photo that is clean already is copied as it is. Another copy than the clean one is written
    and checked by who knows how.
    Raises EngineError or OSError; then the target is as it was before.
    """
    _refuse(photo, target, force)
    hidden = target.with_name(f".{os.urandom(8).hex()}.tmp")
    with _opened(hidden, os.O_RDWR | NEW) as file, _removed_on_error(hidden):
        copy = (copied or _cleaned)(photo, file)
        if _stamp(photo.path.stat()) != photo.stamp:
            raise Changed(errno.ESTALE, os.strerror(errno.ESTALE))
        _name(hidden, target, force)
    return FileResult(photo, target, copy)


def filled(file: int, pieces: Iterable[bytes | memoryview]) -> memoryview:
    """Write pieces to an open file and return what stands there now."""
    with open(file, "wb", closefd=False) as stream:
        stream.writelines(pieces)
    return mapped(file)


def _cleaned(photo: Photo, file: int) -> Plan:
    return check(photo.plan, filled(file, photo.plan.spans))


def _refuse(photo: Photo, target: Path, force: bool) -> None:
    """Raise before any work where the target is the original, or stands and must stay."""
    with suppress(FileNotFoundError):
        about = target.stat()
        if _stamp(about)[:2] == photo.stamp[:2]:
            raise SameFile(errno.EEXIST, os.strerror(errno.EEXIST))
        if not force:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))


def _name(hidden: Path, target: Path, force: bool) -> None:
    """Give the finished copy its name; who took the name meanwhile keeps it, unless forced."""
    if force:
        hidden.replace(target)
        return
    # A hard link would do, but camera cards know none: claim the name, then rename over it.
    os.close(os.open(target, os.O_WRONLY | NEW))
    with _removed_on_error(target):
        hidden.replace(target)


def _stamp(about: os.stat_result) -> Stamp:
    return about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns


@contextmanager
def _opened(path: Path, flags: int) -> Iterator[int]:
    file = os.open(path, flags, 0o666)  # as any new file: the umask decides who reads it
    try:
        yield file
    finally:
        os.close(file)


@contextmanager
def _removed_on_error(path: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise
