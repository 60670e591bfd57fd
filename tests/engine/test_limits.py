"""LIMITS.md says what the engine does: every part, property and field of it."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from bot import engine
from bot.engine import inspect, plan
from bot.engine.choices import WRITERS, Choice, spans
from bot.engine.errors import EngineError, NotOffered
from bot.engine.formats import FORMATS, raw
from bot.engine.formats.heif import properties
from bot.engine.formats.tiff import tags
from bot.engine.formats.video import codec_boxes
from bot.engine.model import Role
from tests import corpus
from tests.engine.pictures import CLEAN
from tests.engine.test_corpus import photos

PAGE = Path(engine.__file__).with_name("LIMITS.md").read_text("utf-8")
SECTIONS = {part.partition("\n")[0]: part.partition("\n")[2] for part in PAGE.split("\n## ")[1:]}
RAWS = next(title for title in SECTIONS if title.startswith("Camera raws: "))
OTHERS = [CLEAN[name] for name in ("gif", "heic", "avif", "jxl", "bmp", "tiff", "dng")]
CLEANED = [fmt.NAME for fmt in FORMATS if fmt.NAME not in raw.NAMES]


def section(name: str) -> str:
    return next(text for title, text in SECTIONS.items() if name in title.split(", "))


def line(name: str, start: str) -> str:
    """Return what a section says behind a word, up to the next point."""
    found = re.search(rf"^- {start}: (.*?)(?=\n- |\Z)", section(name).strip(), re.M | re.S)
    assert found, f"{name} says nothing of {start}"
    return found[1]


def names(text: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", text))


@pytest.mark.parametrize("name", CLEANED)
def test_every_format_has_its_section_and_every_point(name: str) -> None:
    for start in ("Kept", "Written anew", "Dropped", "Not understood", "Stays"):
        assert line(name, start)


def test_no_section_is_of_a_format_that_is_not_there() -> None:
    told = {name for title in SECTIONS for name in title.split(", ") if title != RAWS}
    assert told - {"What no cleaning removes", "Choices"} == set(CLEANED)


def test_every_choice_is_explained() -> None:
    assert names(section("Choices")) == {c.value for c in Choice} - {Choice.EVERYTHING.value}
    for choice in Choice:
        for data in OTHERS if choice in WRITERS else ():
            with pytest.raises(NotOffered):
                spans(plan(data), choice)
    assert set(RAWS.partition(": ")[2].split(", ")) == raw.NAMES


def parts() -> dict[tuple[str, Role], set[str]]:
    """Return the names of all parts met, by format and what became of them."""
    met: dict[tuple[str, Role], set[str]] = defaultdict(set)
    files = [*CLEAN.values()]
    if corpus.OPEN:
        files += [path.read_bytes() for path, _ in photos()]
    for data in files:
        try:
            found = inspect(data)
        except EngineError:
            continue
        for part in found.parts:
            met[found.format.NAME, part.role].add(part.name)
    return met


def test_every_part_that_stays_is_named() -> None:
    for (name, role), met in parts().items():
        if name not in raw.NAMES and role is not Role.DROPPED:
            start = "Written anew" if role is Role.PATCHED else "Kept"
            allowed = names(line(name, start)) | names(line(name, "Stays"))
            assert met <= allowed, f"{name}: {met - allowed}"


@pytest.mark.parametrize("name", CLEANED)
def test_every_part_that_is_named_is_in_the_code(name: str) -> None:
    code = "\n".join(path.read_text("utf-8") for path in Path(engine.__file__).parent.rglob("*.py"))
    for part in names(line(name, "Kept")) | names(line(name, "Written anew")):
        assert all(word in code for word in re.split(r"[ /]", part.strip())), part


@pytest.mark.parametrize(
    ("name", "start", "kept"),
    [
        ("HEIC", "Properties", {kind.decode() for kind in properties.WRITERS}),
        ("MP4", "In sample descriptions", {kind.decode() for kind in codec_boxes.NEEDED}),
    ],
)
def test_every_box_that_stays_is_listed(name: str, start: str, kept: set[str]) -> None:
    assert names(line(name, start)) == kept


def test_every_field_that_stays_is_listed() -> None:
    assert {int(number) for number in line("TIFF", "Fields").split()} == tags.NEEDED
