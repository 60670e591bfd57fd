"""Photos read from disk, checked copies written to it.

A photo is mapped, never loaded; its copy is written to a hidden file next to the target,
mapped back, checked, and only then given its name. Until that moment no visible file has
changed, and the original never does.

A program that cuts the original short while it is mapped ends this process with SIGBUS, as
it does any reader of a mapping. Loading the photo first would only clean the half that was
there. A program that rewrites it is noticed, by the check or by the stamp.
"""

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.engine import Plan, check, inspect
from bot.memory_map import map_file

CREATE = os.O_CREAT | os.O_EXCL | os.O_CLOEXEC  # no link is followed
Stamp = tuple[int, int, int, int]  # device, inode, size, time: another one is another file


class SameFile(OSError):
    """The target is the original itself; no force replaces it."""


class FileChanged(OSError):
    """Another program changed the original while it was read."""


class TargetError(OSError):
    """The copy could not be written at `target`; the original is not at fault."""

    def __init__(self, error: OSError, target: Path) -> None:
        super().__init__(error.errno, error.strerror)
        self.target = target


@dataclass(frozen=True, slots=True)
class Photo:
    """A file and what the engine read in it; its mapping lives as long as the plan's views."""

    path: Path
    plan: Plan
    stamp: Stamp


CopyWriter = Callable[[Photo, int], Plan]  # writes a copy to a descriptor and checks it


@dataclass(frozen=True, slots=True)
class FileResult:
    """A photo and its checked copy: the copy's path, and what the engine read in it."""

    photo: Photo
    target: Path
    copy: Plan


def read(source: Path) -> Photo:
    """Map a file and read what is in it.

    Raises EngineError or OSError.
    """
    # Without O_NONBLOCK opening a pipe would wait for its writer.
    with _opened(source, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC) as file:
        status = os.fstat(file)
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        return Photo(source, inspect(map_file(file)), _stamp(status))


def write(
    photo: Photo, target: Path, force: bool = False, write_copy: CopyWriter | None = None
) -> FileResult:
    """Write a copy of a photo, check what was written, then give it its name.

    It is the clean copy, or what `write_copy` writes and checks; a photo that is clean already
    is copied as it is. `force` replaces a target that exists, but never the original.
    Raises EngineError or OSError (TargetError where the target is at fault); then the target is
    as it was before.
    """
    _check_target(photo, target, force)
    hidden = target.with_name(f".{os.urandom(8).hex()}.tmp")
    with _blamed(target), _opened(hidden, os.O_RDWR | CREATE) as file, _removed_on_error(hidden):
        copy = (write_copy or _write_clean)(photo, file)
        if _stamp(photo.path.stat()) != photo.stamp:
            raise FileChanged(errno.ESTALE, os.strerror(errno.ESTALE))
        _rename(hidden, target, force)
    return FileResult(photo, target, copy)


def make_folder(target: Path) -> None:
    """Make the folder of a target, and those above it. Raises TargetError."""
    with _blamed(target):
        target.parent.mkdir(parents=True, exist_ok=True)


def write_pieces(file: int, pieces: Iterable[bytes | memoryview]) -> memoryview:
    """Write pieces to an open file and return its bytes as they are on disk now."""
    with open(file, "wb", closefd=False) as stream:
        stream.writelines(pieces)
    return map_file(file)


def _write_clean(photo: Photo, file: int) -> Plan:
    return check(photo.plan, write_pieces(file, photo.plan.spans))


def _check_target(photo: Photo, target: Path, force: bool) -> None:
    """Raise before any work where the target is the original, or exists and must stay."""
    with suppress(FileNotFoundError, NotADirectoryError):
        if _stamp(target.stat())[:2] == photo.stamp[:2]:
            raise SameFile(errno.EEXIST, os.strerror(errno.EEXIST))
        if not force:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))


def _rename(hidden: Path, target: Path, force: bool) -> None:
    """Give the finished copy its name; a file that took it meanwhile stays, unless forced."""
    if force:
        hidden.replace(target)
        return
    # A hard link would do, but camera cards know none: claim the name, then rename over it.
    os.close(os.open(target, os.O_WRONLY | CREATE))
    with _removed_on_error(target):
        hidden.replace(target)


def _stamp(status: os.stat_result) -> Stamp:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


@contextmanager
def _opened(path: Path, flags: int) -> Iterator[int]:
    file = os.open(path, flags, 0o666)  # as for any new file: the umask decides who may read it
    try:
        yield file
    finally:
        os.close(file)


@contextmanager
def _blamed(target: Path) -> Iterator[None]:
    """Turn an error of the system into one of the target's, unless it says whose it is."""
    try:
        yield
    except (SameFile, FileChanged, FileExistsError):
        raise
    except OSError as error:
        raise TargetError(error, target) from error


@contextmanager
def _removed_on_error(path: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise
