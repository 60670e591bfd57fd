"""What becomes of a file: each outcome, and no copy that was not checked."""

import io
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from bot.engine import clean as cleaned
from bot.engine.errors import Feature
from bot.outcomes import AlreadyClean, Cleaned, Inspected, Refused
from bot.tasks import files
from bot.telegram.download import nameless
from tests.engine import pictures
from tests.engine.raws import RAWS

DIRTY = pictures.CLEAN["png"] + pictures.SECRET


class Torn(io.FileIO):
    """A disk that loses the last thing it is given."""

    def writelines(self, lines: Iterable[Any]) -> None:
        super().writelines([*lines][:-1] or [b"?"])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has files in memory")
def test_no_disk_remembers_a_photo() -> None:
    with nameless(0) as file:
        assert Path(f"/proc/self/fd/{file.fileno()}").readlink().name.startswith("memfd:")


@given(pictures.dirty_pictures())
def test_a_copy_is_what_the_engine_makes_or_there_is_none(picture: tuple[str, bytes]) -> None:
    _, data = picture
    with nameless(0) as original, nameless(0) as copy:
        original.write(data)
        original.flush()
        outcome = files.clean(original.fileno(), copy.fileno())
        copy.seek(0)
        written = copy.read()
    if isinstance(outcome, Cleaned):
        assert written == cleaned(data)
        assert (outcome.size, outcome.report.size) == (len(written), len(data))
    else:
        assert isinstance(outcome, AlreadyClean)
        assert (written, cleaned(data)) == (b"", data)


@given(pictures.damaged())
def test_what_is_cleaned_is_told_and_what_is_not_told_is_not_cleaned(data: bytes) -> None:
    with nameless(0) as original, nameless(0) as copy:
        original.write(data)
        original.flush()
        told, outcome = (
            files.inspect(original.fileno(), copy.fileno()),
            files.clean(original.fileno(), copy.fileno()),
        )
    if isinstance(outcome, Cleaned | AlreadyClean):
        assert isinstance(told, Inspected)
        assert outcome.report == told.report
    elif isinstance(told, Refused):
        assert outcome == told


def test_a_camera_raw_file_is_read_and_there_is_no_copy() -> None:
    with nameless(0) as original, nameless(0) as copy:
        original.write(RAWS["NEF"])
        original.flush()
        outcome, told = (
            files.clean(original.fileno(), copy.fileno()),
            files.inspect(original.fileno(), copy.fileno()),
        )
        assert isinstance(told, Inspected)
        assert outcome == Refused("unsupported", Feature("NEF"), told.report)
        assert told.report.summary.serials == ("2012345",)
        assert copy.seek(0, io.SEEK_END) == 0


@pytest.mark.parametrize("data", [DIRTY, DIRTY + DIRTY])
def test_a_copy_that_was_not_written_whole_does_not_leave(
    monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    monkeypatch.setattr(files, "open", Torn, raising=False)
    with nameless(0) as original, nameless(0) as copy:
        original.write(data)
        original.flush()
        assert files.clean(original.fileno(), copy.fileno()) == Refused("not-clean")
