"""The corpus of real and hostile photos: test data that lies beside the project, never in it."""

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"
REQUIRED = os.environ.get("CI") == "true"


def _folder(name: str) -> Path | None:
    path = SHARED / name
    return path if path.is_dir() else None


OPEN = _folder("corpus/open")
HOSTILE = _folder("corpus/hostile_open")
BOT_API = _folder("telegram-bot-api")
QUESTIONS = _folder("pertanyaan")


def need(folder: Path | None) -> Path:
    """Return the folder; without it skip the test aloud, or fail it where CI=true."""
    if folder is not None:
        return folder
    if REQUIRED:
        pytest.fail("the shared test data is missing, and CI requires it")
    pytest.skip("the shared test data is not here: nothing was tested")
