"""ExifTool writes a word of its own into hundreds of tags; not one survives the cleaning."""

import re
import subprocess
from pathlib import Path

import pytest

from bot.engine import clean, plan
from tests import judges
from tests.engine.look import look
from tests.engine.pictures import CLEAN

pytestmark = pytest.mark.slow

EVERY = 9  # of the seven thousand tags that ExifTool can write: a few seconds a file
SYSTEM = ("File", "Directory", "HardLink", "SymLink", "TestName", "XAttr", "MDItem")
PLANTED = re.compile(rb"TOK\d{5}Q")
FEWEST = {
    "jpeg": 100,
    "png": 100,
    "webp": 100,
    "gif": 1,
    "heic": 100,
    "avif": 100,
}  # a GIF takes XMP alone


@pytest.mark.parametrize("name", FEWEST)
def test_no_word_that_exiftool_can_write_survives(name: str, tmp_path: Path) -> None:
    judges.need_exiftool()
    photo = tmp_path / f"foto.{plan(CLEAN[name]).format.EXTENSION}"
    photo.write_bytes(CLEAN[name])
    for start in 0, 1:
        _plant(photo, start)
    dirty = photo.read_bytes()
    assert len(set(PLANTED.findall(dirty))) >= FEWEST[name]
    out = clean(dirty)
    assert not PLANTED.findall(out)
    assert look(out) == look(CLEAN[name])
    told = {str(finding.value) for finding in plan(dirty).findings}
    assert any(PLANTED.search(text.encode()) for text in told)


def _plant(photo: Path, start: int) -> None:
    command = ["perl", str(judges.EXIFTOOL)]
    listed = subprocess.run([*command, "-listw"], capture_output=True, check=True, text=True)
    tags = [tag for line in listed.stdout.splitlines()[1:] for tag in line.split()]
    tags = [tag for tag in tags if not tag.startswith(SYSTEM)][start::EVERY]
    words = [f"-{tag}=TOK{number:05}Q" for number, tag in enumerate(tags)]
    arguments = photo.with_name("arguments")
    arguments.write_text("\n".join(["-m", "-q", "-q", "-overwrite_original", *words, str(photo)]))
    subprocess.run([*command, "-@", str(arguments)], capture_output=True, check=False)
