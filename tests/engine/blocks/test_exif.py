"""Exif: piexif as the second opinion, then what only odd writers produce."""

import struct
import tracemalloc

import piexif
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.binary.text import TEXT_BYTES
from bot.engine.blocks import exif, ifd
from bot.engine.model import HARMLESS, TEXT_LIMIT, Finding, Kind, Value
from tests.engine.exif_blocks import (
    BLOB,
    BYTE,
    DOUBLE,
    LONG,
    RATIO,
    SHORT,
    TEXT,
    Field,
    block,
    directory,
)

ORDERS = ["<", ">"]
JPEG = b"\xff\xd8\xff\xda" + bytes(196)  # as little as piexif takes

words = st.text(st.characters(codec="ascii", min_codepoint=33, max_codepoint=126), min_size=1)
shorts = st.integers(min_value=0, max_value=0xFFFF)
ratios = st.tuples(st.integers(0, 10**6), st.integers(1, 10**6))

WORDS = {
    "0th": {
        piexif.ImageIFD.ImageDescription: Kind.TEXT,
        piexif.ImageIFD.Make: Kind.MAKE,
        piexif.ImageIFD.Model: Kind.MODEL,
        piexif.ImageIFD.Software: Kind.SOFTWARE,
        piexif.ImageIFD.Artist: Kind.OWNER,
        piexif.ImageIFD.Copyright: Kind.OWNER,
        piexif.ImageIFD.HostComputer: Kind.HOST,
        piexif.ImageIFD.DocumentName: Kind.TEXT,
    },
    "Exif": {
        piexif.ExifIFD.CameraOwnerName: Kind.OWNER,
        piexif.ExifIFD.LensModel: Kind.LENS,
        piexif.ExifIFD.LensMake: Kind.SETTING,
        piexif.ExifIFD.SpectralSensitivity: Kind.SETTING,
    },
}
NUMBERS = [piexif.ExifIFD.ISOSpeedRatings, piexif.ExifIFD.Flash, piexif.ExifIFD.MeteringMode]
RATIOS = [piexif.ExifIFD.FNumber, piexif.ExifIFD.FocalLength, piexif.ExifIFD.ExposureTime]


def tables() -> st.SearchStrategy[dict[str, dict[int, object]]]:
    """Return tables in piexif's form."""
    return st.fixed_dictionaries(
        {
            "0th": st.dictionaries(st.sampled_from([*WORDS["0th"]]), words.map(str.encode)),
            "Exif": st.one_of(
                st.dictionaries(st.sampled_from([*WORDS["Exif"]]), words.map(str.encode)),
                st.dictionaries(st.sampled_from(NUMBERS), shorts),
                st.dictionaries(st.sampled_from(RATIOS), ratios),
            ),
        }
    )


def scar(data: bytes, at: int, patch: bytes) -> bytes:
    """Damage a block: overwrite a few bytes anywhere, or (empty patch) cut it short."""
    at %= len(data)
    return data[:at] + patch + data[at + len(patch) :] if patch else data[:at]


broken = st.binary() | st.builds(
    scar, tables().map(piexif.dump), st.integers(min_value=0), st.binary(max_size=4)
)


def told(data: bytes, kind: Kind | None = None) -> list[tuple[str, Value]]:
    """Return labels and values of one kind, or of all but the block itself."""
    found = [f for f in exif.read(data) if f.kind is not Kind.BLOCK]
    return [(f.label, f.value) for f in found if kind in (None, f.kind)]


def number(text: Value) -> float:
    """Read "1/120" and 2.8 alike."""
    top, _, bottom = str(text).partition("/")
    return float(top) / float(bottom or 1)


@given(tables())
def test_what_piexif_writes_is_told_tag_by_tag(table: dict[str, dict[int, object]]) -> None:
    loaded = piexif.load(piexif.dump(table))
    found = dict(told(piexif.dump(table)))
    for group, kinds in WORDS.items():
        for tag in sorted(kinds.keys() & loaded[group].keys()):
            label = piexif.TAGS[group][tag]["name"]
            assert found[label] == loaded[group][tag].decode()[:TEXT_LIMIT]
    for tag in loaded["Exif"].keys() & {*NUMBERS, *RATIOS}:
        value, label = loaded["Exif"][tag], piexif.TAGS["Exif"][tag]["name"]
        top, bottom = value if isinstance(value, tuple) else (value, 1)
        assert number(found[label]) == pytest.approx(top / bottom, rel=1e-6, abs=1e-6)
    assert len(found) == sum(len(loaded[group]) for group in WORDS) - bool(table["Exif"])


@given(tables(), st.sampled_from(sorted(WORDS["0th"])), words)
def test_a_kind_is_the_tags_own(table: dict[str, dict[int, object]], tag: int, text: str) -> None:
    table["0th"][tag] = text.encode()
    label = piexif.TAGS["Image"][tag]["name"]
    kinds = {f.kind for f in exif.read(piexif.dump(table)) if f.label == label}
    assert WORDS["0th"][tag] in kinds


@given(broken)
def test_any_bytes_are_read_without_an_error(data: bytes) -> None:
    assert next(iter(exif.read(data))) == Finding(Kind.BLOCK, "Exif", "Exif", len(data))
    for _ in exif.read(data):
        pass
    assert exif.orientation(data) in {None, *range(1, 9)}


@given(tables().map(piexif.dump), st.sampled_from([b"", b"Exif\0\xff", b"EXIF\0\0", b"\0\0\0\0"]))
def test_a_prefix_changes_nothing(data: bytes, prefix: bytes) -> None:
    stream = data.removeprefix(exif.PREFIX)
    assert told(prefix + stream) == told(data)


@given(st.lists(st.tuples(shorts, st.sampled_from([BYTE, TEXT, SHORT, LONG]), st.just(b"1234"))))
def test_both_byte_orders_tell_of_the_same_tags(fields: list[Field]) -> None:
    assert {label for label, _ in told(block(*fields, order="<"))} == {
        label for label, _ in told(block(*fields, order=">"))
    }


@pytest.mark.parametrize("value", range(1, 9))
def test_the_smallest_block_says_how_the_picture_is_held_and_nothing_else(value: int) -> None:
    data = exif.orientation_block(value)
    assert len(data) == 26
    assert exif.orientation(data) == value
    assert piexif.load(exif.PREFIX + data)["0th"] == {piexif.ImageIFD.Orientation: value}
    assert told(data) == [("Orientation", value)]
    assert {f.kind for f in exif.read(data)} <= HARMLESS


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(
    ("kind", "value", "turn"),
    [
        (SHORT, (6,), 6),
        (LONG, (3,), 3),
        (BYTE, (8,), 8),
        (SHORT, (0,), None),
        (SHORT, (9,), None),
        (SHORT, (), None),
        (TEXT, b"6\0", None),
        (DOUBLE, (6.0,), None),
    ],
)
def test_orientation_is_one_to_eight(
    order: str, kind: int, value: bytes | tuple[float, ...], turn: int | None
) -> None:
    data = block((0x0112, kind, value), order=order)
    assert exif.orientation(data) == turn
    harmless = [f.value for f in exif.read(data) if f.kind is Kind.ORIENTATION]
    assert harmless == ([turn] if turn else [])


def test_a_thumbnails_orientation_is_not_the_pictures() -> None:
    data = block(thumbnail=[(0x0112, SHORT, (6,))])
    assert exif.orientation(data) is None
    assert [f.kind for f in exif.read(data)] == [Kind.BLOCK, Kind.SETTING]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(
    ("field", "kind", "label", "value"),
    [
        ((0x010F, TEXT, b"Apple\0"), Kind.MAKE, "Make", "Apple"),
        ((0x010F, BLOB, b"Apple"), Kind.MAKE, "Make", "Apple"),
        ((0x010F, TEXT, b"Canon\0\xde\xad\xbe\xef"), Kind.MAKE, "Make", "Canon"),
        ((0x010F, 129, "Фотон\0".encode()), Kind.MAKE, "Make", "Фотон"),
        ((0x0110, SHORT, (7,)), Kind.MODEL, "Model", "7"),
        ((0x8298, TEXT, b"\xa9 Budi\0"), Kind.OWNER, "Copyright", "© Budi"),
        ((0x8298, TEXT, "© Budi\0".encode()), Kind.OWNER, "Copyright", "© Budi"),
        ((0x013C, TEXT, b"Budis-Mac\0"), Kind.HOST, "HostComputer", "Budis-Mac"),
        ((0x9C9B, BYTE, "Rumah\0".encode("utf-16-le")), Kind.TEXT, "XPTitle", "Rumah"),
        ((0x9C9B, BYTE, "家族写真\0".encode("utf-16-le")), Kind.TEXT, "XPTitle", "家族写真"),
        ((0x9C9D, BYTE, "Budi\0".encode("utf-16-le")), Kind.OWNER, "XPAuthor", "Budi"),
        ((0xA431, TEXT, b"0123456\0"), Kind.SERIAL, "BodySerialNumber", "0123456"),
        ((0xC62F, TEXT, b"C62F\0"), Kind.SERIAL, "CameraSerialNumber", "C62F"),
        ((0xA420, TEXT, b"a1b2c3\0"), Kind.UNIQUE_ID, "ImageUniqueID", "a1b2c3"),
        ((0xC65D, BYTE, b"\1\2\3\xff" * 4), Kind.UNIQUE_ID, "RawDataUniqueID", "010203ff" * 4),
        ((0xA437, 129, b"Budi\0"), Kind.OWNER, "Photographer", "Budi"),  # Exif 3.0
        ((0x9213, TEXT, b"cropped\0"), Kind.HISTORY, "ImageHistory", "cropped"),
        ((0x829A, RATIO, (1, 120)), Kind.SETTING, "ExposureTime", "1/120"),
        ((0x829A, RATIO, (10, 1200)), Kind.SETTING, "ExposureTime", "1/120"),
        ((0x829A, RATIO, (30, 1)), Kind.SETTING, "ExposureTime", 30),
        ((0x829D, RATIO, (28, 10)), Kind.SETTING, "FNumber", 2.8),
        ((0x829D, RATIO, (28, 0)), Kind.SETTING, "FNumber", "28/0"),
        ((0x829D, DOUBLE, (float("inf"),)), Kind.SETTING, "FNumber", "inf"),
        ((0xA432, RATIO, (24, 1, 0, 0)), Kind.SETTING, "LensSpecification", "24 0/0"),
        ((0x9000, BLOB, b"0232"), Kind.SETTING, "ExifVersion", "0232"),
        ((0x9101, BLOB, b"\1\2\3\0"), Kind.SETTING, "ComponentsConfiguration", "01020300"),
        ((0xA302, BLOB, b"\0\2" * 9), Kind.SETTING, "CFAPattern", 18),
        ((0x010E, TEXT, b"\1\2\3\4\5\6\7"), Kind.UNKNOWN, "ImageDescription", 7),
        ((0x9999, BLOB, b"{}" * 20), Kind.UNKNOWN, "0x9999", 40),
        ((0xEA1C, BLOB, bytes(9) + b"x"), Kind.SETTING, "Padding", 10),
    ],
)  # fmt: skip
def test_a_tag_tells_its_kind(
    order: str, field: Field, kind: Kind, label: str, value: Value
) -> None:
    for data in (block(field, order=order), block(exif=[field], order=order)):
        assert list(exif.read(data))[1:] == [Finding(kind, "Exif", label, value)]


@pytest.mark.parametrize(
    "field",
    [
        (0x010E, TEXT, b"                               \0"),  # Sony's empty caption
        (0x010E, TEXT, b""),
        (0x9286, BLOB, b"ASCII\0\0\0" + bytes(100)),
        (0x9286, BLOB, b"UNICODE\0"),
        (0xA420, TEXT, b"0" * 32 + b"\0"),
        (0xA431, TEXT, b"0\0"),
        (0x9003, TEXT, b"0000:00:00 00:00:00\0"),
        (0x9003, TEXT, b"    :  :     :  :  \0"),
        (0xEA1C, BLOB, bytes(2060)),  # Windows leaves room
    ],
)
def test_a_field_that_nobody_filled_tells_nothing(field: Field) -> None:
    assert told(block(field)) == []


@pytest.mark.parametrize(
    ("raw", "order", "text"),
    [
        (b"ASCII\0\0\0Rumah Budi", ">", "Rumah Budi"),
        (b"ascii\0\0\0Rumah Budi", ">", "Rumah Budi"),
        (bytes(8) + b"Rumah Budi\0\0\0", ">", "Rumah Budi"),
        (b"UNICODE\0" + "Rumah Budi".encode("utf-16-be"), ">", "Rumah Budi"),
        (b"UNICODE\0" + "Rumah Budi".encode("utf-16-le"), ">", "Rumah Budi"),
        (b"UNICODE\0" + "Rumah Budi".encode("utf-16-be"), "<", "Rumah Budi"),
        (b"UNICODE\0" + "\ufeffRumah".encode("utf-16-be"), "<", "Rumah"),
        (b"UNICODE\0" + "家族写真".encode("utf-16-le"), "<", "家族写真"),
        (b"JIS\0\0\0\0\0" + "家族".encode("iso2022_jp"), ">", "家族"),
        (b"Rumah Budi", ">", "Rumah Budi"),  # no character code at all
        (b"Rumah", ">", "Rumah"),
    ],
)
def test_a_comment_is_read_in_its_own_charset(raw: bytes, order: str, text: str) -> None:
    data = block(exif=[(0x9286, BLOB, raw)], order=order)
    assert told(data, Kind.TEXT) == [("UserComment", text)]


def test_a_long_text_is_cut_between_characters() -> None:
    data = block((0x010E, TEXT, "é".encode() * TEXT_BYTES))
    assert told(data, Kind.TEXT) == [("ImageDescription", "é" * TEXT_LIMIT)]


def test_the_press_of_the_shutter_comes_first() -> None:
    data = block(
        (0x0132, TEXT, b"2026:03:01 10:00:00\0"),
        exif=[
            (0x9004, TEXT, b"2026:02:02 09:00:00\0"),
            (0x9003, TEXT, b"2026:01:01 08:07:06\0"),
            (0x9011, TEXT, b"+07:00\0"),
        ],
        thumbnail=[(0x0132, TEXT, b"2026:03:01 10:00:00\0")],
    )
    assert told(data, Kind.DATETIME) == [
        ("DateTimeOriginal", "2026-01-01T08:07:06+07:00"),
        ("DateTimeDigitized", "2026-02-02T09:00:00"),
        ("DateTime", "2026-03-01T10:00:00"),
    ]


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b"2026-11-23 07:08:09\0", "2026-11-23T07:08:09"),
        (b"2026:11:23 07:08:09.123\0", "2026-11-23T07:08:09"),
        (b"2026/11/23 07:08:09\0", "2026-11-23T07:08:09"),
        (b"2017:08:21 15:08:70\0", "2017-08-21T15:08:70"),  # Pixelmator's hundredths
        (b"2026-11-23T07:08:09Z\0", "2026-11-23T07:08:09"),
    ],
)
def test_a_moment_is_read_in_other_spellings(raw: bytes, value: str) -> None:
    assert told(block(exif=[(0x9003, TEXT, raw)])) == [("DateTimeOriginal", value)]


@pytest.mark.parametrize(
    "raw", [b"kemarin sore\0", b"2026:13:01 00:00:00\0", b"2026:11:23 24:00:00\0"]
)
def test_a_date_that_is_none_is_told_as_text(raw: bytes) -> None:
    assert told(block(exif=[(0x9003, TEXT, raw)]), Kind.TEXT) == [
        ("DateTimeOriginal", raw[:-1].decode())
    ]


def test_a_copyright_names_the_editor_behind_the_photographer() -> None:
    for raw in (b"Budi\0Siti\0", b" \0Siti\0", b"Budi\0"):
        names = [piece.decode() for piece in raw.split(b"\0") if piece.strip()]
        assert told(block((0x8298, TEXT, raw)), Kind.OWNER) == [("Copyright", ", ".join(names))]


def test_a_thumbnail_is_told_with_its_size() -> None:
    table = {"0th": {piexif.ImageIFD.Make: b"Apple"}, "1st": {}, "thumbnail": JPEG}
    assert told(piexif.dump(table), Kind.THUMBNAIL) == [("JPEGInterchangeFormat", 200)]


@pytest.mark.parametrize(
    ("fields", "sizes"),
    [
        ([(0x0201, LONG, (0,)), (0x0202, LONG, (20,))], [20]),
        ([(0x0201, LONG, (0,)), (0x0202, LONG, (10**9,))], [72]),  # as much as there is
        ([(0x0201, LONG, (10**9,)), (0x0202, LONG, (20,))], []),
        ([(0x0201, LONG, (0,))], []),
        ([(0x0111, LONG, (0, 8)), (0x0117, LONG, (8, 9))], [17]),
        ([(0x0117, LONG, (10**6,))], []),
    ],
)  # fmt: skip
def test_a_thumbnail_is_no_larger_than_the_block(fields: list[Field], sizes: list[int]) -> None:
    data = block((0x010F, TEXT, b"Apple Computers\0"), thumbnail=fields)
    found = [value for _, value in told(data, Kind.THUMBNAIL)]
    assert found == sizes


def test_the_main_directorys_picture_is_no_thumbnail() -> None:
    data = block((0x0201, LONG, (0,)), (0x0202, LONG, (20,)), (0x0117, LONG, (9,)))
    assert told(data) == []


def test_pictures_under_sub_directories_are_told() -> None:
    sub = struct.pack(">HHHIIHHIII", 2, 0x0201, LONG, 1, 0, 0x0202, LONG, 1, 30, 0)
    data = block((0x014A, LONG, (26,)))
    assert told(data + sub, Kind.THUMBNAIL) == [("JPEGInterchangeFormat", 30)]


def test_a_value_that_ends_behind_the_block_is_told_as_far_as_it_goes() -> None:
    data = block((0x010E, TEXT, b"Rumah Budi di Bogor\0"))
    assert told(data[:-10], Kind.TEXT) == [("ImageDescription", "Rumah Budi")]


def test_an_unreadable_block_is_said_to_be_unknown() -> None:
    assert [*exif.read(b"Exif\0\0garbage")][1:] == [Finding(Kind.UNKNOWN, "Exif", "Exif", 13)]
    assert [*exif.read(b"Exif\0\0")] == [Finding(Kind.BLOCK, "Exif", "Exif", 6)]


def test_where_names_the_container_of_the_block() -> None:
    data = block((0x010F, TEXT, b"Apple\0"), gps=[], exif=[(0x927C, BLOB, b"Apple iOS\0")])
    assert {f.where for f in exif.read(data, "eXIf")} == {"eXIf"}


@pytest.mark.parametrize(
    "loop",
    [
        b"MM\0*\0\0\0\x08\0\0\0\0\0\x08",  # its own next directory
        block((0x8769, LONG, (8,))),  # its own Exif directory
        block((0x014A, LONG, (8, 8, 8)), (0x8825, LONG, (8,))),
    ],
)
def test_directories_that_lead_in_a_circle_are_read_once(loop: bytes) -> None:
    assert [f for f in exif.read(loop) if f.kind is not Kind.GPS_BLANKED] == [
        Finding(Kind.BLOCK, "Exif", "Exif", len(loop))
    ]


@pytest.mark.parametrize(
    "field",
    [(0x014A, DOUBLE, (float("inf"),)), (0x8769, TEXT, b"8\0"), (0x8769, LONG, (2**32 - 1,))],
)
def test_a_pointer_that_is_no_offset_leads_nowhere(field: Field) -> None:
    assert told(block(field)) == []


def test_interoperability_has_its_own_names() -> None:
    plain = block(exif=[(0xA005, LONG, (0,))])
    rows: list[Field] = [(1, TEXT, b"R98\0"), (2, BLOB, b"0100"), (0x0110, SHORT, (7,))]
    data = block(exif=[(0xA005, LONG, (len(plain),))]) + directory(len(plain), rows)
    assert told(data) == [
        ("InteroperabilityIndex", "R98"),
        ("InteroperabilityVersion", "0100"),
        ("0x0110", 2),
    ]


def test_a_gps_directory_holds_no_pointers() -> None:
    hidden = directory(0, [(0x0110, SHORT, (7,))])
    plain = block(gps=[(0x8769, LONG, (0,))])
    data = block(gps=[(0x8769, LONG, (len(plain),))]) + hidden
    assert told(data) == [("0x8769", 4)]


def chain(length: int) -> bytes:
    """Build directories of one entry each, every one the next of two others."""
    rows = (
        struct.pack(">HHHIII", 1, 0x8769, LONG, 1, 8 + 18 * i, 8 + 18 * i) for i in range(1, length)
    )
    return b"MM\0*\0\0\0\x08" + b"".join(rows)


def crowd(tag: int, kind: int, size: int) -> bytes:
    """Build one directory of 60,000 entries that all share one long value."""
    entry = struct.pack(">HHII", tag, kind, size, 8 + 2 + 60000 * 12)
    return b"MM\0*\0\0\0\x08" + struct.pack(">H", 60000) + entry * 60000 + b"A" * size


def test_a_chain_of_directories_is_followed_for_a_hundred_links() -> None:
    last = block((0x010F, TEXT, b"Apple\0"))[8:]
    assert told(chain(50) + last[:18]) != told(chain(500) + last[:18])
    tiff = ifd.parse(memoryview(chain(100_000)))
    assert tiff is not None
    assert len([*ifd.walk(tiff)]) == ifd.MAX_DIRECTORIES


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        (0x010E, TEXT),
        (0x9286, BLOB),
        (0x9C9B, BYTE),
        (0x014A, LONG),
        (0x02BC, BYTE),
        (0x927C, BLOB),
    ],
)
def test_a_crowd_of_entries_costs_no_more_than_the_block_is_long(tag: int, kind: int) -> None:
    data = crowd(tag, kind, 1_000_000)
    tracemalloc.start()
    findings = [*exif.read(data)]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * len(data)
    assert len(findings) < 2 * ifd.MAX_ENTRIES
    assert sum(len(f.value) for f in findings if isinstance(f.value, str)) < 2 * len(data)
    (unread,) = (f.value for f in findings if f.label == "IFD")
    assert isinstance(unread, int)
    assert unread >= 12 * 59_000


def test_shared_values_are_told_until_they_outgrow_the_block() -> None:
    entry = struct.pack(">HHII", 0x010E, TEXT, 4000, 8)
    data = b"MM\0*\0\0\0\x08" + struct.pack(">H", 900) + entry * 900
    text = [value for _, value in told(data, Kind.TEXT)]
    assert len(text) <= 1 + len(data) // 4000


def test_blocks_inside_the_block_are_read_by_their_own_readers() -> None:
    packet = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'
    data = block((0x02BC, BYTE, packet), (0x83BB, BLOB, b"\x1c\2\x50\0\4Budi"))
    assert Finding(Kind.BLOCK, "XMP", "XMP", len(packet)) in [*exif.read(data)]
    assert Finding(Kind.OWNER, "IPTC", "By-line", "Budi") in [*exif.read(data)]


def test_the_words_given_to_a_generator_are_a_prompt() -> None:
    words = "a cat, masterpiece\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x512"
    data = block(exif=[(0x9286, BLOB, b"UNICODE\0" + words.encode("utf-16-be"))])
    kinds = {f.kind for f in exif.read(data)}
    assert Kind.PROMPT in kinds
    assert Kind.AI_ORIGIN in kinds
    assert Kind.TEXT not in kinds


def test_a_workflow_longer_than_any_text_is_a_prompt_and_no_make() -> None:
    graph = (
        '"nodes": [], ' * 2000
        + '"3": {"class_type": "KSampler", "inputs": {"text": "a cat, in Bogor"}}'
    )
    data = block((0x010F, TEXT, f"workflow:{{{graph}}}".encode()))
    assert told(data, Kind.PROMPT) == [("Make", "a cat, in Bogor")]
    assert told(data, Kind.MAKE) == []


@pytest.mark.parametrize(
    ("tag", "text", "evidence"),
    [
        (0x0131, "Midjourney v6", "Midjourney"),
        (0x010F, "Black Forest Labs", "Black Forest Labs"),
        (0x010E, "Made with Google AI", "Made with Google AI"),
        (0x010E, "Grok and I in Bogor", None),  # words about a generator are not its own
        (0x0131, "GIMP 2.10", None),
    ],
)
def test_a_generator_that_names_itself_is_believed(
    tag: int, text: str, evidence: str | None
) -> None:
    found = [f for f in exif.read(block((tag, TEXT, text.encode()))) if f.kind is Kind.AI_ORIGIN]
    assert bool(found) == bool(evidence)
    assert all(evidence in str(f.value) for f in found if evidence)
    assert text in [value for _, value in told(block((tag, TEXT, text.encode())))]


def test_every_truncation_is_read() -> None:
    data = block((0x010F, TEXT, b"Apple Inc.\0"), exif=[(0x9286, BLOB, b"x" * 40)], gps=[])
    for length in range(len(data)):
        found = [*exif.read(data[:length])]
        assert found[0].value == length
        assert len(found) <= 6
