"""What appears on a terminal: answers on standard output, trouble and progress on the other."""

import codecs
import io
import json
import sys
from pathlib import Path

from bot.cli.refusals import Refusal, shown

WRITTEN = "sapujejak.written"  # our way with what a terminal has no letter for


def open_streams() -> None:
    """Let every name and every sentence be written, whatever a terminal can show.

    Names of files are any bytes: they go out as they came.
    """
    codecs.register_error(WRITTEN, _written)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=WRITTEN)


class Screen:
    """Two streams; progress is drawn only where a person watches several files."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._drawn = 0  # columns to wipe
        self._count = 0

    def begin(self, path: Path) -> None:
        """Show which file it is now."""
        self._count += 1
        if self._total > 1 and sys.stderr.isatty():
            self.wipe()
            text = f"{self._count}/{self._total} {shown(path)}"[:70]
            self._drawn = len(text)
            print(text, end="", file=sys.stderr, flush=True)

    def wipe(self) -> None:
        """Take the progress away again."""
        if self._drawn:
            print(f"\r{' ' * self._drawn}\r", end="", file=sys.stderr, flush=True)
            self._drawn = 0

    def show(self, text: str) -> None:
        """Print an answer for people."""
        self.wipe()
        print(text, flush=True)

    def tell(self, told: object) -> None:
        """Print an answer for programs: one object, one line."""
        self.show(json.dumps(told))

    def complain(self, path: Path, refusal: Refusal) -> None:
        """Print why a file was refused: one line."""
        self.wipe()
        print(f"{shown(path)}: {refusal.message}", file=sys.stderr, flush=True)


def _written(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    try:
        return codecs.lookup_error("surrogateescape")(error)
    except UnicodeEncodeError:
        return "?" * (error.end - error.start), error.end
