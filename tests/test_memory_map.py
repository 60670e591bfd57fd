"""A mapping is the file; a large one does not stay in memory after it was read."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import memory_map
from bot.memory_map import MAX_POPULATED, map_file

TIMEOUT = 30  # seconds until a test that waits for something gives up
MEGABYTE = 1024 * 1024


@pytest.mark.parametrize("data", [b"", b"photo"])
def test_a_mapping_holds_the_bytes_of_a_file_that_is_closed(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    file = os.open(path, os.O_RDONLY)
    view = map_file(file)
    os.close(file)
    assert view == data
    assert view.readonly


@pytest.mark.skipif(memory_map.DONT_NEED is None, reason="this system cannot give pages back")
def test_what_was_read_of_a_large_file_is_given_back(tmp_path: Path) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(4 * MAX_POPULATED)
    with path.open("rb") as file:
        for _ in range(2):  # not once alone, and again when no mapping was left
            view = map_file(file.fileno())
            before = resident()
            for _ in range(2):
                assert not any(view[::4096])
                wait_until(lambda: resident() <= before + 8)  # noqa: B023 - called in this round
            del view
            wait_until(lambda: not memory_map._releaser._is_running)


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + TIMEOUT
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def resident() -> float:
    """Return the megabytes of this process that are in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE
