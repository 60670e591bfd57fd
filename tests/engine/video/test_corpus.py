"""Real films: every one is cleaned, plays as it did, and is clean to ExifTool."""

from pathlib import Path

import pytest

from bot.engine import clean, plan
from tests import judges
from tests.engine.test_corpus import FILM_COUNT, FILMS, photos
from tests.engine.video.films import look

pytestmark = pytest.mark.slow

TOLD = {  # groups of what is read off the pictures, the sound, and how they lie in the file
    "File", "Composite", "SourceFile", "ExifTool", "System",
}  # fmt: skip
NEUTRAL = {"0000:00:00 00:00:00", "", "und", 0}
WORDS = ("Date", "Name", "Description", "Vendor", "Language", "Location", "Make", "Model", "ID")
ALLOWED = {"TrackID", "NextTrackID", "HandlerVendorID", "CompressorID", "MediaLanguageCode"}


def films() -> list[Path]:
    found = [path for path, facts in photos() if facts["format"] in FILMS]
    assert len(found) == FILM_COUNT
    return found


def test_every_film_is_cleaned_and_plays_as_it_did() -> None:
    for path in films():
        data = path.read_bytes()
        once = clean(data)
        assert clean(once) == once
        if not plan(data).cautions:  # one was emptied by whoever gave it away
            assert look(once) == look(data), path.name


def test_exiftool_finds_nothing_private_in_a_clean_film(tmp_path: Path) -> None:
    judges.need_exiftool()
    for path in films():
        data = path.read_bytes()
        (tmp_path / f"{path.name}.{plan(data).format.EXTENSION}").write_bytes(clean(data))
    for told in judges.exiftool(tmp_path):
        assert "ExifTool:Error" not in told
        for tag, value in told.items():
            group, _, name = tag.partition(":")
            if group in TOLD or name in ALLOWED:
                continue
            assert group == "QuickTime" or group.startswith("Track"), tag
            assert not any(word in name for word in WORDS) or value in NEUTRAL, f"{tag} = {value}"
