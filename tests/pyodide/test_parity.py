"""The pure rooms run inside a web page: same bytes, same report, same words, same advice."""

import json
import subprocess
import sysconfig
import zlib
from pathlib import Path

import pytest

from tests import judges
from tests.engine.pictures import CLEAN, SECRET, SRGB, chunk, exif_block, insert, segment
from tests.pyodide.parity import ASKED, told

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).parents[2]
DIRTY = {
    "photo.jpg": insert(CLEAN["jpeg-progressive"], 2, segment(0xE1, exif_block(6))) + SECRET,
    "profile.png": insert(
        CLEAN["png"],
        33,
        chunk(b"iCCP", b"layar\0\0" + zlib.compress(SRGB)) + chunk(b"tEXt", SECRET),
    ),
    "animated.webp": CLEAN["webp-animated"] + SECRET,
    "animated.gif": CLEAN["gif-animated"] + SECRET,
    "clean.gif": CLEAN["gif"],
    "broken.png": CLEAN["png"][:50],
    "foreign.psd": b"8BPS" + bytes(40),
}


def test_pyodide_says_what_cpython_says(tmp_path: Path) -> None:
    judges.need_pyodide()
    for name, data in DIRTY.items():
        (tmp_path / name).write_bytes(data)
    packages = sysconfig.get_paths()["purelib"]
    runner = PROJECT / "tests" / "pyodide" / "run.mjs"
    command = ["node", *map(str, (runner, judges.PYODIDE, PROJECT, packages, tmp_path))]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr.decode()
    here = json.loads(told(str(tmp_path)))
    assert json.loads(done.stdout) == here
    assert len(here) == len(DIRTY) + len(ASKED)
    assert here[ASKED[1]][:2] == [["matikan_riwayat"], "gemini"]
    assert "lokasi" in here["photo.jpg"]["caption"].lower()
