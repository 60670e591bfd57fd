"""Judges that are not ours: what they say of a file counts, not what we say."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.corpus import REQUIRED

MODULES = Path(__file__).parent / "node_modules"
EXIFTOOL = MODULES / "exiftool-vendored.pl" / "bin" / "exiftool"
PYODIDE = MODULES / "pyodide" / "pyodide.mjs"


def _need(what: str, there: bool) -> None:
    if there:
        return
    if REQUIRED:
        pytest.fail(f"{what} is missing, and CI requires it")
    pytest.skip(f"{what} is not installed (make tools): nothing was judged")


def need_exiftool() -> None:
    """Skip aloud, or fail where CI=true, without ExifTool 13."""
    _need("ExifTool", EXIFTOOL.is_file() and shutil.which("perl") is not None)


def need_pyodide() -> None:
    """Skip aloud, or fail where CI=true, without Pyodide and Node."""
    _need("Pyodide", PYODIDE.is_file() and shutil.which("node") is not None)


def exiftool(target: Path) -> list[dict[str, object]]:
    """Return all that ExifTool says of a file, or of every file in a folder, by "Group:Tag"."""
    command = ["perl", str(EXIFTOOL), "-j", "-G1", "-a", "-u", "-U", "-r", str(target)]
    done = subprocess.run(command, capture_output=True, check=False)
    told: list[dict[str, object]] = json.loads(done.stdout or b"[]")
    return told
