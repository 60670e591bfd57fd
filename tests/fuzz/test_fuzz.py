"""A short run of every fuzzer: what it finds in seconds must not be there."""

import importlib.util
import subprocess
import sys

import pytest

from tests import corpus
from tests.fuzz.seeds import FAMILIES

pytestmark = pytest.mark.slow

RUNS = 300  # beyond the seeds; `make fuzz` goes on for as long as one likes


@pytest.mark.parametrize("name", FAMILIES)
def test_a_short_run_breaks_no_law(name: str) -> None:
    if importlib.util.find_spec("atheris") is None:
        if corpus.REQUIRED:
            pytest.fail("atheris is missing, and CI requires it")
        pytest.skip("atheris is not installed on this system: nothing was fuzzed")
    command = [sys.executable, "-m", "tests.fuzz", name, "--runs", str(RUNS)]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:].decode("utf-8", "replace")
