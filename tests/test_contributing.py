"""CONTRIBUTING.md leads to files and names that are there."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
PAGE = (PROJECT / "CONTRIBUTING.md").read_text("utf-8")
NAMED = set(re.findall(r"`((?:bot|locales|tests|deploy)/[\w/.-]*)`", PAGE))
PLACEHOLDERS = re.compile(r"/(?:NAME\.py|CODE/|ID\.md)$")  # what a contributor puts in
PATHS = sorted(path for path in NAMED if not PLACEHOLDERS.search(path))


def test_it_names_paths() -> None:
    assert len(PATHS) > 20


@pytest.mark.parametrize("path", PATHS)
def test_every_path_is_there(path: str) -> None:
    assert (PROJECT / path).exists()


@pytest.mark.parametrize(
    ("name", "path"),
    re.findall(r"`([A-Z]\w+)`(?: and `\w+`)? in `(bot/[\w/]+\.py)`", PAGE)
    + re.findall(r"in `([A-Z]\w+)`, `(bot/[\w/]+\.py)`", PAGE),
)
def test_every_name_is_in_its_file(name: str, path: str) -> None:
    source = (PROJECT / path).read_text("utf-8")
    assert re.search(rf"^(?:class )?{name}\b", source, re.MULTILINE)


def test_every_target_of_make_is_there() -> None:
    makefile = (PROJECT / "Makefile").read_text("utf-8")
    for target in set(re.findall(r"`?make ([a-z-]+)", PAGE)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
