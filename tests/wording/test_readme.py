"""What the project says of itself is what the engine does."""

from pathlib import Path

import pytest

from bot.engine.formats import FORMATS, raw

PROJECT = Path(__file__).parents[2]
SECTIONS = {"README.md": "## Yang dibersihkan", "README.en.md": "## What is cleaned"}
WISHES = {"TIFF", "DNG", "JPEG XL", "BMP", "PSD"}  # not to be promised too early


def section(name: str) -> str:
    """Return what a readme says of what is cleaned."""
    text = (PROJECT / name).read_text("utf-8")
    return text.split(SECTIONS[name])[1].split("\n## ")[0]


@pytest.mark.parametrize("name", SECTIONS)
def test_a_readme_names_what_is_cleaned_and_nothing_else(name: str) -> None:
    cleaned = {fmt.NAME for fmt in FORMATS} - raw.NAMES
    told = section(name)
    assert {fmt for fmt in cleaned | WISHES if fmt in told} == cleaned
