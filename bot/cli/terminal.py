"""Output: answers on standard output, refusals and progress on standard error."""

import codecs
import errno
import io
import json
import sys
from pathlib import Path
from typing import NamedTuple

from bot.disk import FileChanged, SameFile, TargetError
from bot.engine import EngineError
from bot.wording import Wording
from bot.wording.catalogue import mark

ERROR_HANDLER = "sapujejak.terminal"  # of codecs: for what a terminal's encoding cannot show
PROGRESS_WIDTH = 70  # columns

# In order: the first class that fits, so subclasses stand before OSError.
OS_ERRORS: tuple[tuple[type[OSError], str, str], ...] = (
    (SameFile, "same-file", mark("The copy would take the place of the original.")),
    (FileChanged, "changed", mark("Another program is changing this file.")),
    (FileExistsError, "exists", mark("There is a file of that name already; --force replaces it.")),
    (FileNotFoundError, "not-found", mark("There is no such file or folder.")),
    (PermissionError, "no-access", mark("I am not allowed to read or write here.")),
    (OSError, "io", mark("The system could not read or write this file.")),
)


# What a copy's target refuses, by the system's error number.
TARGET_ERRORS: dict[int | None, tuple[str, str]] = {
    errno.ENOENT: ("no-folder", mark("The folder {folder} does not exist. Make it first.")),
    errno.ENOTDIR: ("no-folder", mark("{folder} is no folder.")),
    errno.ENOSPC: ("disk-full", mark("The disk is full. Free some space, then try again.")),
    errno.EDQUOT: ("disk-full", mark("The disk is full. Free some space, then try again.")),
    errno.EFBIG: ("too-large-here", mark("The copy is larger than files may be here.")),
    errno.EACCES: ("no-access", mark("I am not allowed to write in {folder}.")),
    errno.EPERM: ("no-access", mark("I am not allowed to write in {folder}.")),
    errno.EROFS: ("no-access", mark("I am not allowed to write in {folder}.")),
}
OTHER_TARGET_ERROR = ("io", mark("The copy could not be written in {folder}."))


class Refusal(NamedTuple):
    """Why a file was refused: a stable name for programs, a sentence for people."""

    kind: str
    message: str


def refusal_of(error: EngineError | OSError, wording: Wording) -> Refusal:
    """Return the refusal that an error means."""
    if isinstance(error, EngineError):
        return Refusal(error.kind, wording.refusal(error.kind, error.what))
    if isinstance(error, TargetError):
        kind, message = TARGET_ERRORS.get(error.errno, OTHER_TARGET_ERROR)
        return Refusal(kind, wording.say(message, folder=printable(error.target.parent)))
    kind, message = next((kind, text) for cls, kind, text in OS_ERRORS if isinstance(error, cls))
    return Refusal(kind, wording.say(message))


def printable(path: Path) -> str:
    """Return a path on one line: what does not print is escaped."""
    name = str(path)
    return name if name.isprintable() else name.encode("unicode_escape").decode("ascii")


def open_streams() -> None:
    """Make standard output and error accept every text, whatever their encoding.

    File names are any bytes (PEP 383): they are written as they were read.
    """
    codecs.register_error(ERROR_HANDLER, _encode_anyway)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=ERROR_HANDLER)


class Terminal:
    """Both streams; progress is drawn only where there are several files and a terminal."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._drawn = 0  # columns of progress to clear
        self._count = 0

    def show_progress(self, path: Path) -> None:
        """Draw which file is next."""
        self._count += 1
        if self._total > 1 and sys.stderr.isatty():
            self.clear_progress()
            text = f"{self._count}/{self._total} {printable(path)}"[:PROGRESS_WIDTH]
            self._drawn = len(text)
            print(text, end="", file=sys.stderr, flush=True)

    def clear_progress(self) -> None:
        """Remove the progress from the screen."""
        if self._drawn:
            print(f"\r{' ' * self._drawn}\r", end="", file=sys.stderr, flush=True)
            self._drawn = 0

    def print_text(self, text: str) -> None:
        """Print an answer for people."""
        self.clear_progress()
        print(text, flush=True)

    def print_json(self, row: object) -> None:
        """Print an answer for programs: one object, one line."""
        self.print_text(json.dumps(row))

    def print_refusal(self, path: Path, refusal: Refusal) -> None:
        """Print why a file was refused: one line on standard error."""
        self.clear_progress()
        print(f"{printable(path)}: {refusal.message}", file=sys.stderr, flush=True)


def _encode_anyway(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    try:
        return codecs.lookup_error("surrogateescape")(error)
    except UnicodeEncodeError:
        return "?" * (error.end - error.start), error.end
