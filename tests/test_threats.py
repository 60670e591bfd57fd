"""The threat model promises nothing without a test: every one that it names is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "deploy" / "threats.md").read_text("utf-8")


def test_every_promise_names_tests_that_are_there() -> None:
    promised = PAGE.partition("## What is promised")[2].partition("## ")[0]
    rows = [line for line in promised.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 9
    for row in rows:
        folder, named = ROOT, 0
        for name in re.findall(r"(tests/[\w/]+(?:\.py)?|test_\w+\.py)", row.split("|")[2]):
            path = ROOT / name if name.startswith("tests/") else folder / name
            assert path.exists(), name
            folder, named = path.parent, named + 1
        assert named, row
