"""The diagram in README: drawn from its text, and true of the code."""

import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
SOURCE = PROJECT / "deploy" / "photo.dot"
DRAWING = PROJECT / "deploy" / "photo.svg"
LABELS = [
    line
    for label in re.findall(r'label="([^"]+)"', SOURCE.read_text("utf-8"))
    for line in label.strip().split(r"\n")
]


def shown(svg: str) -> list[str]:
    """Return every text of a drawing, sorted."""
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    return sorted(unescape(text).replace("\xa0", " ").strip() for text in texts)


def test_the_drawing_shows_what_the_source_says() -> None:
    assert shown(DRAWING.read_text("utf-8")) == sorted(LABELS)


def test_every_module_on_it_is_there() -> None:
    modules = [name for label in LABELS for name in label.split(", ") if "/" in name]
    assert len(modules) > 10
    for name in modules:
        assert (PROJECT / "bot" / name).exists(), name


def test_readme_shows_it() -> None:
    assert "(deploy/photo.svg)" in (PROJECT / "README.md").read_text("utf-8")


def test_it_is_drawn_from_its_source(tmp_path: Path) -> None:
    if shutil.which("dot") is None:
        pytest.skip("Graphviz is not installed: the drawing was compared by its texts alone")
    drawn = tmp_path / "photo.svg"
    subprocess.run(["dot", "-Tsvg", str(SOURCE), "-o", str(drawn)], check=True)
    assert shown(drawn.read_text("utf-8")) == shown(DRAWING.read_text("utf-8"))
