"""What becomes of a file: each outcome, and no copy that was not checked."""

import io
import sys
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from PIL import Image

from bot.engine import clean as cleaned
from bot.engine import inspect
from bot.engine.choices import Choice, check_choice
from bot.engine.errors import Feature
from bot.outcomes import AlreadyClean, CardDrawn, Cleaned, Inspected, ReceiptMade, Refused
from bot.pixels import sample
from bot.report import Look
from bot.report.meaning import MIN_THUMBNAIL
from bot.sandbox.protocol import Answer, Task
from bot.tasks import files
from bot.tasks.files import TASKS
from bot.telegram.download import anonymous_file
from tests.engine import pictures
from tests.engine.raws import RAWS
from tests.pixels.scenes import jpeg, photo, scene, thumbnail

DIRTY = pictures.CLEAN["png"] + pictures.SECRET


class Torn(io.FileIO):
    """A disk that loses the last thing it is given."""

    def writelines(self, lines: Iterable[Any]) -> None:
        super().writelines([*lines][:-1] or [b"?"])


class Swapped(io.FileIO):
    """A disk that writes another picture, a clean one."""

    def writelines(self, _lines: Iterable[Any]) -> None:
        self.write(pictures.CLEAN["jpeg"])


def work(task: Task, data: bytes) -> tuple[Answer, bytes]:
    """Return a task's answer about a file, and what it wrote."""
    with anonymous_file(0) as original, anonymous_file(0) as copy:
        original.write(data)
        original.flush()
        answer = task(original.fileno(), copy.fileno())
        copy.seek(0)
        return answer, copy.read()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has files in memory")
def test_no_disk_holds_a_photo() -> None:
    with anonymous_file(0) as file:
        assert Path(f"/proc/self/fd/{file.fileno()}").readlink().name.startswith("memfd:")


@given(pictures.dirty_pictures())
def test_a_copy_is_what_the_engine_makes_or_there_is_none(picture: tuple[str, bytes]) -> None:
    _, data = picture
    outcome, written = work(files.clean, data)
    if isinstance(outcome, Cleaned):
        assert written == cleaned(data)
        assert (outcome.size, outcome.report.size) == (len(written), len(data))
        assert outcome.choice is Choice.EVERYTHING
    else:
        assert isinstance(outcome, AlreadyClean)
        assert (written, cleaned(data)) == (b"", data)


@pytest.mark.parametrize("name", ["png", "jpeg", "heic"])
def test_a_file_that_is_clean_is_not_copied(name: str) -> None:
    outcome, written = work(files.clean, pictures.CLEAN[name])
    assert isinstance(outcome, AlreadyClean)
    assert written == b""


@given(pictures.damaged())
def test_what_is_cleaned_has_a_report_and_what_has_none_is_not_cleaned(data: bytes) -> None:
    inspected, _ = work(files.inspect, data)
    outcome, _ = work(files.clean, data)
    if isinstance(outcome, Cleaned | AlreadyClean):
        assert isinstance(inspected, Inspected)
        assert outcome.report == inspected.report
    elif isinstance(inspected, Refused):
        assert outcome == inspected


def test_a_camera_raw_file_is_read_and_there_is_no_copy() -> None:
    inspected, _ = work(files.inspect, RAWS["NEF"])
    outcome, copy = work(files.clean, RAWS["NEF"])
    assert isinstance(inspected, Inspected)
    assert outcome == Refused("unsupported", Feature("NEF"), inspected.report)
    assert inspected.report.summary.serials == ("2012345",)
    assert copy == b""


@pytest.mark.parametrize("choice", [Choice.LOCATION, Choice.CREDIT, Choice.PIXELS])
def test_a_copy_by_choice_is_what_was_chosen(choice: Choice) -> None:
    photo = sample.photo()
    outcome, copy = work(TASKS[choice], photo)
    assert isinstance(outcome, Cleaned)
    assert (outcome.choice, outcome.extension, outcome.size) == (choice, "jpg", len(copy))
    assert outcome.report.size == len(photo)
    after = inspect(copy)
    if choice is Choice.PIXELS:
        assert after.already_clean
    else:
        check_choice(inspect(photo), choice, copy)
        assert not after.already_clean


def test_a_redrawn_copy_has_the_extension_of_its_own_format() -> None:
    outcome, copy = work(files.redraw_pixels, DIRTY)
    assert isinstance(outcome, Cleaned)
    assert (outcome.extension, inspect(copy).format.NAME) == ("jpg", "JPEG")


def test_a_redrawn_copy_with_metadata_does_not_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "redraw", lambda _: (sample.photo(), "jpg"))
    assert work(files.redraw_pixels, sample.photo())[0] == Refused("not-clean")


@pytest.mark.parametrize("task", ["clean", "prove", Choice.LOCATION, Choice.CREDIT, Choice.PIXELS])
@pytest.mark.parametrize("data", [DIRTY, sample.photo()], ids=["png", "jpeg"])
def test_a_copy_that_was_not_written_whole_does_not_leave(
    monkeypatch: pytest.MonkeyPatch, task: str, data: bytes
) -> None:
    monkeypatch.setattr(files, "open", Torn, raising=False)
    outcome, _ = work(TASKS[task], data)
    assert isinstance(outcome, Refused)


@pytest.mark.parametrize("task", ["clean", "prove", Choice.LOCATION, Choice.CREDIT])
def test_a_copy_of_another_picture_does_not_leave(
    monkeypatch: pytest.MonkeyPatch, task: str
) -> None:
    monkeypatch.setattr(files, "open", Swapped, raising=False)
    assert work(TASKS[task], sample.photo())[0] == Refused("not-clean")


@pytest.mark.parametrize("task", ["clean", "inspect", Choice.LOCATION, Choice.PIXELS])
def test_a_thumbnail_is_compared_whatever_was_read_before(task: str) -> None:
    data = photo(scene(1), thumbnail(scene(2)))
    outcome, _ = work(TASKS[task], data)
    assert isinstance(outcome, Cleaned | Inspected)
    assert outcome.report.look is Look.DIFFERS


def test_a_thumbnail_too_small_to_show_anything_is_not_compared() -> None:
    dot = Image.new("RGB", (4, 3), "#00ff00")
    small = jpeg(dot, optimize=True)
    assert len(small) < MIN_THUMBNAIL
    outcome, _ = work(files.inspect, photo(scene(1), small))
    assert isinstance(outcome, Inspected)
    assert outcome.report.look is None


def test_a_card_is_a_png_where_a_copy_would_go() -> None:
    outcome, card = work(files.draw, sample.photo())
    assert outcome == CardDrawn(len(card))
    with Image.open(io.BytesIO(card)) as picture:
        assert picture.format == "PNG"


def test_a_receipt_is_of_the_clean_copy() -> None:
    outcome, copy = work(files.prove, DIRTY)
    assert copy == cleaned(DIRTY)
    assert isinstance(outcome, ReceiptMade)
    assert outcome.receipt.copy.sha256 == sha256(copy).hexdigest()
    assert outcome.receipt.original.sha256 == sha256(DIRTY).hexdigest()


@pytest.mark.parametrize("choice", [Choice.LOCATION, Choice.CREDIT])
def test_a_receipt_of_a_choice_is_of_the_copy_of_that_choice(choice: Choice) -> None:
    outcome, copy = work(TASKS[f"prove-{choice}"], sample.photo())
    assert copy == work(TASKS[choice], sample.photo())[1]
    assert isinstance(outcome, ReceiptMade)
    assert outcome.receipt.choice == choice
    assert outcome.receipt.copy.sha256 == sha256(copy).hexdigest()


@pytest.mark.parametrize("task", ["clean", "draw", "prove", Choice.LOCATION, Choice.PIXELS])
def test_what_a_child_that_died_left_of_a_copy_is_replaced(task: str) -> None:
    expected, copy_alone = work(TASKS[task], sample.photo())
    with anonymous_file(0) as original, anonymous_file(0) as copy:
        original.write(sample.photo())
        copy.write(b"half a copy" * 100_000)
        original.flush()
        copy.flush()
        assert TASKS[task](original.fileno(), copy.fileno()) == expected
        copy.seek(0)
        assert copy.read() == copy_alone


def test_a_file_that_is_refused_says_why() -> None:
    refused = Refused("unsupported", Feature("PSD"))
    assert work(files.clean, b"8BPS" + bytes(99))[0] == refused


@pytest.mark.parametrize("task", sorted(TASKS))
def test_what_is_no_picture_is_refused(task: str) -> None:
    assert work(TASKS[task], b"?")[0] == Refused("unknown-format")
