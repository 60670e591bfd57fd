"""A Bot API server of one's own: files are read where they lie, and may be large."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bot.engine import plan
from tests.engine import pictures
from tests.loopback.people import Person
from tests.loopback.server import listening
from tests.loopback.telegram import DOWNLOAD, Telegram
from tests.telegram.process import Process


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def test_a_file_beyond_telegrams_limit_is_cleaned_from_its_path(
    stack: ExitStack, tmp_path: Path
) -> None:
    folder = tmp_path / "bot-api"
    folder.mkdir()
    telegram = Telegram(folder=folder)
    home = tmp_path / "home"
    home.mkdir()
    bot = Process(stack.enter_context(listening(telegram)), home, SAPUJEJAK_API_LOCAL="1")
    stack.callback(bot.end)
    somebody = Person(telegram)
    data = pictures.CLEAN["png"] + pictures.SECRET
    large = data + bytes(DOWNLOAD)  # what follows the picture goes
    answer = somebody.copy(somebody.file(large, "a.png"))
    assert answer.file
    assert answer.file.data == pictures.CLEAN["png"]
    assert plan(answer.file.data).already_clean
    assert "file" not in telegram.tried  # nothing was fetched over the wire
    assert [path.read_bytes() for path in folder.iterdir()] == [large]
    gone = somebody.document(data, "b.png")
    (folder / f"{gone['file_id']}.bin").unlink()
    assert "gangguan" in somebody.answer(somebody.send(document=gone)).text
    assert bot.stop() == 0
    assert telegram.wrong == []
    assert str(folder) not in bot.log
