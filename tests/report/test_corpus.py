"""What we tell of real photos is what ExifTool tells, or it is written here who is right."""

import pytest

from bot.engine import inspect
from bot.report import Summary, summarise
from tests.engine.test_corpus import COUNT, FILM_COUNT, FILMS, OURS, photos

pytestmark = pytest.mark.slow

FLAGS = {
    "exif": "has_exif", "xmp": "has_xmp", "iptc": "has_iptc", "icc": "has_icc", "c2pa": "has_c2pa",
    "makernote": "has_makernote", "thumbnail": "has_thumbnail", "gain_map": "has_gainmap",
}  # fmt: skip
WORDS = ("make", "model", "lens", "software", "orientation")
READ = {"RAW", "DNG"}  # only read: the DNGs were made short
RAWS = 7
NEAR = 1e-4  # degrees

OURS_IS_RIGHT = {
    ("1027d4ab", "serials"): "a CameraID that is the same in every camera of the maker",
    ("3b348e7d", "serials"): "the same",
    ("5ceae639", "serials"): "the same",
    ("8e0427e6", "serials"): "the same",
    ("b346c567", "serials"): "the same",
    ("cd669aa8", "serials"): "the same",
    ("dec8183c", "serials"): "the same number, without ExifTool's 0x",
    ("97ad1469", "software"): "a version is text: 1.300 is not 1.3",
    ("974c4388", "lens"): "the shortest focal length, computed by ExifTool: no lens is named",
    ("b161c69c", "lens"): "the same",
    ("604bdd78", "lens"): "the same",
    ("d0c734d7", "orientation"): "0 is no orientation",
    ("4d5ac878", "datetime"): "ImageMagick's date:create is a date",
    ("214a8055", "serials"): "the same numbers, with fewer digits",
    ("550a3593", "serials"): "the same",
    ("79d2a91e", "thumbnail"): "announced, but the file ends before it",
    ("5e79200c", "datetime"): "a date without a time is no moment",
    ("5e79200c", "software"): "Photoshop's own block names it",
    ("961bc38b", "gps"): "the same",
    ("56ba5341", "gps"): "0, 0 is a place that was blanked",
    ("93fb9ef2", "gps"): "the same",
    ("b310ba33", "datetime"): "a minute is a moment too",
    ("4177900e", "face_regions"): "a person is named, no face is marked",
    ("4d4f7f36", "iptc"): "there is a record, without a field that ExifTool knows",
    ("4d4f7f36", "thumbnail"): "a preview in the maker note's block",
    ("66bab305", "thumbnail"): "the same",
    ("6d03e1dd", "thumbnail"): "in the Content Credentials",
    ("e71bff58", "thumbnail"): "in the Content Credentials",
    ("9736405a", "thumbnail"): "a second picture, told as such",
    ("9f92796e", "make"): "a workflow, told as a prompt",
    ("9f92796e", "model"): "the same",
    ("93fb9ef2", "model"): "FLIR's own block names the camera",
    ("bf7e518d", "make"): "the same",
    ("bf7e518d", "model"): "the same",
    ("f493effa", "ai"): "its credit line says that it was made with AI",
    ("fdca3287", "c2pa"): "there is a JUMBF box",
}
EXIFTOOL_IS_RIGHT = {
    ("386a5343", "orientation"): "tags of the main directory in the Exif one: TEKOM",
    ("386a5343", "thumbnail"): "a preview behind an unknown block: TEKOM",
}


def disagreements(ours: Summary, facts: dict[str, object]) -> set[str]:
    serial = facts["serial"]
    assert isinstance(serial, dict)
    pairs = {
        **{field: (getattr(ours, field), facts[fact]) for field, fact in FLAGS.items()},
        **{field: (getattr(ours, field), facts[field]) for field in WORDS},
        "datetime": (ours.datetime, _moment(facts["datetime"])),
        "ai": (ours.ai.declared, facts["ai_generated"]),
        "face_regions": (ours.face_regions > 0, facts["has_face_regions"]),
        "trailing_bytes": (ours.trailing_bytes, facts["trailing_bytes"] or 0),
        "gps": (_has_place(ours, facts), facts["has_gps"]),
        "serials": (set(ours.serials), {str(value).strip() for value in serial.values()}),
    }
    return {field for field, (one, two) in pairs.items() if one != two}


def test_every_disagreement_with_exiftool_is_explained() -> None:
    found, seen = set(), 0
    for path, facts in photos():
        if facts["format"] in OURS | READ | FILMS:
            ours = summarise(inspect(path.read_bytes()).findings)
            found |= {(path.name[:8], field) for field in disagreements(ours, facts)}
            seen += 1
    assert seen == COUNT + RAWS + FILM_COUNT
    assert found == OURS_IS_RIGHT.keys() | EXIFTOOL_IS_RIGHT.keys()


def test_what_we_miss_is_less_than_one_fact_in_fifty() -> None:
    fields = len(FLAGS) + len(WORDS) + 6
    assert len(EXIFTOOL_IS_RIGHT) * 50 < COUNT * fields


def _moment(told: object) -> str | None:
    """Return ExifTool's "2020:09:14 11:09:34" as we write it."""
    return str(told)[:19].replace(":", "-", 2).replace(" ", "T") if told else None


def _has_place(ours: Summary, facts: dict[str, object]) -> bool:
    """Tell whether there is a place, and where ExifTool sees one, that it is the same."""
    lat, lon = facts["lat"], facts["lon"]
    if ours.gps is None or not isinstance(lat, int | float) or not isinstance(lon, int | float):
        return ours.gps is not None
    return abs(ours.gps.lat - lat) < NEAR and abs(ours.gps.lon - lon) < NEAR
