"""Copies that keep something: what was chosen stays, and nothing that was to go."""

from pathlib import Path

import piexif
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine import Plan, choices, plan
from bot.engine.choices import Choice, check_choice, credit, spans
from bot.engine.choices.location import LOCATIONS
from bot.engine.errors import EngineError, NotClean, NotOffered, TooLarge
from bot.engine.formats.jpeg import edit
from bot.engine.formats.webp import edit as webp_edit
from bot.engine.model import HARMLESS, Finding, Kind
from tests import corpus, judges
from tests.engine.look import look
from tests.engine.pictures import CLEAN, chunk, insert, riff_chunk, segment

EXIF_PREFIX = b"Exif\0\0"
ARTIST, RIGHTS, MODEL = "Ayu Lestari", "(c) 2025 Ayu", "Ponsel 5"
XMP_PLACE = (
    b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
    b"xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description "
    b"xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/' photoshop:City='Bandung'/>"
    b"</rdf:RDF></x:xmpmeta>"
)


def block(turn: int = 6) -> bytes:
    """Return an Exif block that names a maker, a phone and a place."""
    made: bytes = piexif.dump(
        {
            "0th": {
                piexif.ImageIFD.Artist: ARTIST.encode(),
                piexif.ImageIFD.Copyright: RIGHTS.encode(),
                piexif.ImageIFD.Model: MODEL.encode(),
                piexif.ImageIFD.Orientation: turn,
            },
            "GPS": {
                piexif.GPSIFD.GPSLatitudeRef: b"S",
                piexif.GPSIFD.GPSLatitude: ((6, 1), (10, 1), (3144, 100)),
                piexif.GPSIFD.GPSLongitudeRef: b"E",
                piexif.GPSIFD.GPSLongitude: ((106, 1), (49, 1), (3792, 100)),
            },
        }
    )
    return made[len(EXIF_PREFIX) :]


def dirty(name: str, turn: int = 6) -> bytes:
    """Return one of the clean pictures with a block of metadata."""
    data = CLEAN[name]
    if name.startswith("jpeg"):
        return insert(data, 2, segment(0xE1, EXIF_PREFIX + block(turn)))
    if name.startswith("webp"):
        more = riff_chunk(b"EXIF", block(turn))
        return data[:4] + (len(data) - 8 + len(more)).to_bytes(4, "little") + data[8:] + more
    return insert(data, 33, chunk(b"eXIf", block(turn)))


NAMES = [n for n in CLEAN if n.startswith(("jpeg", "png", "apng", "webp")) and "hdr" not in n]


def kept(data: bytes, choice: Choice) -> tuple[bytes, Plan]:
    before = plan(data)
    out = b"".join(spans(before, choice))
    return out, check_choice(before, choice, out)


def told(of: Plan) -> dict[Kind, set[str]]:
    found: dict[Kind, set[str]] = {}
    for finding in of.findings:
        if finding.kind not in HARMLESS:
            found.setdefault(finding.kind, set()).add(str(finding.value))
    return found


@pytest.mark.parametrize("name", NAMES)
@given(turn=st.integers(1, 8))
def test_credit_stays_and_nothing_else(name: str, turn: int) -> None:
    data = dirty(name, turn)
    out, after = kept(data, Choice.CREDIT)
    assert told(after) == {Kind.OWNER: {ARTIST, RIGHTS}}
    assert MODEL.encode() not in out
    assert look(out) == look(b"".join(plan(data).spans))


@pytest.mark.parametrize("name", NAMES)
@given(turn=st.integers(1, 8))
def test_a_place_goes_and_all_else_stays(name: str, turn: int) -> None:
    data = dirty(name, turn)
    out, after = kept(data, Choice.LOCATION)
    assert not LOCATIONS & told(after).keys()
    before = {kind: words for kind, words in told(plan(data)).items() if kind not in LOCATIONS}
    assert {k: w for k, w in told(after).items() if k is not Kind.GPS_BLANKED} == before
    assert (3144).to_bytes(4, "big") not in out
    assert (3792).to_bytes(4, "big") not in out


def test_a_place_in_other_words_takes_its_block_along() -> None:
    data = insert(dirty("jpeg"), 2, segment(0xE1, XMP_PLACE))
    assert Kind.PLACE in told(plan(data))
    out, after = kept(data, Choice.LOCATION)
    assert b"Bandung" not in out
    assert told(after)[Kind.OWNER] == {ARTIST, RIGHTS}


@pytest.mark.parametrize("body", [b"FLIR\0\1\0\0" + bytes(40), b"GoPro\0" + bytes(20), b"unread"])
def test_a_block_that_is_not_read_to_its_end_goes(body: bytes) -> None:
    """A thermal camera's own place stood in a segment that ExifTool reads and nobody here."""
    data = insert(dirty("jpeg"), 2, segment(0xE1, body)) + b"behind"
    out, after = kept(data, Choice.LOCATION)
    assert body not in out
    assert not out.endswith(b"behind")
    assert told(after)[Kind.OWNER] == {ARTIST, RIGHTS}


def test_who_names_no_maker_gets_the_clean_copy() -> None:
    data = insert(CLEAN["jpeg"], 2, segment(0xFE, b"catatan"))
    assert kept(data, Choice.CREDIT)[0] == CLEAN["jpeg"]


@pytest.mark.parametrize("choice", [Choice.LOCATION, Choice.CREDIT, Choice.PIXELS])
def test_other_types_have_no_such_copy(choice: Choice) -> None:
    with pytest.raises(NotOffered, match="GIF"):
        spans(plan(CLEAN["gif"] + b"x"), choice)


def test_a_copy_that_tells_more_does_not_pass() -> None:
    before = plan(dirty("jpeg"))
    for choice in (Choice.LOCATION, Choice.CREDIT):
        with pytest.raises(NotClean, match="tells more than was chosen"):
            check_choice(before, choice, dirty("jpeg"))
    with pytest.raises(NotClean, match="cleaned again"):
        check_choice(before, Choice.EVERYTHING, dirty("jpeg"))


def test_a_copy_of_another_picture_does_not_pass() -> None:
    original, other = plan(dirty("jpeg")), bytearray(CLEAN["jpeg"])
    other[-4] ^= 1 if other[-4] not in {0xFE, 0xFF} else 2
    for choice in (Choice.LOCATION, Choice.CREDIT):
        with pytest.raises(NotClean, match="another picture"):
            check_choice(original, choice, CLEAN["png"])
        with pytest.raises(NotClean, match="picture data changed"):
            check_choice(original, choice, bytes(other))


def test_a_file_that_is_too_large_to_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    original = plan(dirty("jpeg"))
    monkeypatch.setattr(choices, "LARGEST", len(original.data))
    assert spans(original, Choice.LOCATION)
    monkeypatch.setattr(choices, "LARGEST", len(original.data) - 1)
    with pytest.raises(TooLarge, match="for this choice"):
        spans(original, Choice.LOCATION)


def test_a_list_of_pictures_that_would_point_elsewhere_is_not_moved() -> None:
    """An MPF list counts from its own offset: nothing behind it may change its length."""
    mpf = segment(0xE2, b"MPF\0MM\0*\0\0\0\x08" + bytes(6))
    data = insert(dirty("jpeg"), 2, segment(0xE1, XMP_PLACE))
    with pytest.raises(NotOffered, match="JPEG"):
        spans(plan(insert(data, 2, mpf)), Choice.LOCATION)


@pytest.mark.parametrize("name", ["jpeg", "png", "webp"])
def test_an_exif_block_stands_where_readers_look_for_it(name: str) -> None:
    out, copy = kept(dirty(name, 1), Choice.CREDIT)
    names = [part.name for part in copy.parts]
    first = {"jpeg": ["SOI", "JFIF", "Exif"], "png": ["signature", "IHDR", "eXIf"]}
    assert names[:3] == first.get(name, ["RIFF", "VP8X", "VP8 "])
    assert names[-1] == {"jpeg": "EOI", "png": "IEND", "webp": "EXIF"}[name]
    if name == "webp":
        assert out[20] & 0x08
        assert int.from_bytes(out[4:8], "little") == len(out) - 8


def test_an_exif_block_longer_than_a_segment_is_refused() -> None:
    parts = plan(CLEAN["jpeg"]).parts
    assert len(edit.with_exif(parts, bytes(edit.LONGEST))) > edit.LONGEST
    with pytest.raises(TooLarge, match="longer than a segment"):
        edit.with_exif(parts, bytes(edit.LONGEST + 1))


PLACE_TAGS = ("GPSLatitude", "GPSLongitude", "GPSPosition", "City", "Sub-location", "Location")
CREDIT_GROUPS = {"IFD0", "ExifIFD", "IFD1"}
CREDIT_TAGS = {"Artist", "Copyright", "Orientation", "ExifByteOrder"}


@pytest.mark.parametrize("choice", [Choice.LOCATION, Choice.CREDIT])
def test_the_corpus_keeps_only_what_was_chosen(choice: Choice, tmp_path: Path) -> None:
    """ExifTool is the judge: it finds no place, and beside credit no other tag of Exif's."""
    made = 0
    for path in sorted((corpus.need(corpus.OPEN) / "files").iterdir()):
        data = path.read_bytes()
        try:
            before = plan(data)
            out = b"".join(spans(before, choice))
        except EngineError:
            continue
        check_choice(before, choice, out)
        (tmp_path / path.name).write_bytes(out)
        made += 1
    assert made >= 60
    judges.need_exiftool()
    for row in judges.exiftool(tmp_path):
        told = {tag for tag, value in row.items() if value not in ("", 0, "0 0 0")}
        if choice is Choice.LOCATION:
            assert not {tag for tag in told if tag.split(":")[-1] in PLACE_TAGS}, row["SourceFile"]
        else:
            exif = {tag.split(":")[-1] for tag in told if tag.split(":")[0] in CREDIT_GROUPS}
            assert exif <= CREDIT_TAGS, row["SourceFile"]


def test_credit_is_sorted_by_label_or_text_and_is_short() -> None:
    findings = [
        Finding(Kind.OWNER, "XMP", "rights", "Ayu"),
        Finding(Kind.OWNER, "XMP", "creator", "Budi " * 200),
        Finding(Kind.OWNER, "Exif", "Artist", "a second one"),
    ]
    assert credit.credit_of(findings) == {
        credit.COPYRIGHT: "Ayu",
        credit.ARTIST: ("Budi " * 200)[: credit.LONGEST],
    }


def test_a_webp_that_loses_a_chunk_announces_it_no_longer() -> None:
    with_exif, _ = kept(dirty("webp"), Choice.CREDIT)
    parts = plan(with_exif + b"behind").parts
    pieces = [b"" if part.name == "EXIF" else bytes(part.raw) for part in parts]
    out = webp_edit.joined(parts, pieces)
    assert with_exif[20] & 0x08
    assert not out[20] & 0x08
    assert int.from_bytes(out[4:8], "little") == len(out) - 8 - len(b"behind")
