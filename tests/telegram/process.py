"""The bot as people run it: a process, an address, and what it writes to stderr."""

import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

from tests.engine import pictures
from tests.loopback import people
from tests.loopback.telegram import PATIENCE, TOKEN

# What must stand in no log, no store, no file: planted in every photo and message.
SECRETS = {
    *(TOKEN, TOKEN.split(":")[1], people.NAME, "IMG_20250910_140312", "6,1754"),
    *(pictures.SECRET.decode(), "-6.1754", "Budi"),
}
PROJECT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "bot", "run"]


class Process:
    """A running bot."""

    def __init__(self, api_url: str, home: Path, token: str = TOKEN, **more: str) -> None:
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
        told = {"SAPUJEJAK_TOKEN": token, "SAPUJEJAK_API_URL": api_url, "TMPDIR": str(home)}
        self._process = subprocess.Popen(
            COMMAND,
            cwd=home,
            env={**kept, **told, **more, "HOME": str(home), "PYTHONPATH": str(PROJECT)},
            stderr=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.home = home  # its temporary files would be here
        self.changed = threading.Condition()
        self._lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def log(self) -> str:
        """What it wrote so far."""
        with self.changed:
            return "".join(self._lines)

    def wait_for_line(self, words: str) -> None:
        """Wait until it writes some words."""
        with self.changed:
            assert self.changed.wait_for(lambda: words in "".join(self._lines), PATIENCE), self.log

    @property
    def port(self) -> int:
        """The port on which it listens; the system chose it."""
        self.wait_for_line("listening")
        return int(re.findall(r"listening: \S+ port (\d+)", self.log)[0])

    def wait(self) -> int:
        """Wait until it ends; return its exit code."""
        code = self._process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return code

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Tell it to stop; return its exit code."""
        self.signal(how)
        return self.wait()

    def signal(self, how: signal.Signals) -> None:
        """Send it a signal."""
        self._process.send_signal(how)

    def end(self) -> None:
        """End it, whatever it does."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        for pipe in (self._process.stdout, self._process.stderr):
            if pipe:
                pipe.close()

    def _read(self) -> None:
        for line in self._process.stderr or ():
            with self.changed:
                self._lines.append(line)
                self.changed.notify_all()
