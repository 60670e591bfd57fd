"""IPTC and Photoshop: blocks inside blocks, in whatever character set they were typed."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.blocks import exif, iptc
from bot.engine.blocks.iptc.names import DATASETS
from bot.engine.model import Finding, Kind, Value
from tests.engine.exif_blocks import TEXT, block

UTF8 = (1, 90, b"\x1b%G")
words = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=40)

Told = tuple[Kind, str, Value]


def iim(*sets: tuple[int, int, bytes]) -> bytes:
    return b"".join(
        bytes((0x1C, record, number)) + len(raw).to_bytes(2, "big") + raw
        for record, number, raw in sets
    )


def resource(number: int, raw: bytes, name: bytes = b"") -> bytes:
    pascal = bytes((len(name),)) + name
    head = b"8BIM" + number.to_bytes(2, "big") + pascal.ljust(len(pascal) + len(pascal) % 2, b"\0")
    return head + len(raw).to_bytes(4, "big") + raw.ljust(len(raw) + len(raw) % 2, b"\0")


def told(raw: bytes, photoshop: bool = False) -> list[Told]:
    read = iptc.read_photoshop if photoshop else iptc.read_iim
    return [
        (f.kind, f.label, f.value)
        for f in read(raw, read_exif=exif.read)
        if f.kind is not Kind.BLOCK
    ]


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_an_error(raw: bytes) -> None:
    assert list(iptc.read_iim(raw, read_exif=exif.read))
    assert list(iptc.read_photoshop(raw, read_exif=exif.read))
    assert list(iptc.read_photoshop(resource(0x0404, raw), read_exif=exif.read))
    assert list(iptc.read_iim(iim((2, 5, b"x")) + raw, read_exif=exif.read))


@given(st.lists(st.tuples(st.just(2), st.sampled_from([5, 25, 80, 90, 120]), words)))
def test_every_word_is_told_in_order(rows: list[tuple[int, int, str]]) -> None:
    whole = iim(UTF8, *((record, number, word.encode()) for record, number, word in rows))
    found = [value for kind, label, value in told(whole) if label != "CodedCharacterSet"]
    assert found == [word for _, _, word in rows]


@given(words)
def test_words_without_a_declared_character_set_are_utf8_where_they_can_be(word: str) -> None:
    assert told(iim((2, 90, word.encode()))) == [(Kind.PLACE, "City", word)]


def test_words_that_are_no_utf8_are_the_old_code_page() -> None:
    assert told(iim((2, 80, "Müller".encode("latin-1")))) == [(Kind.OWNER, "By-line", "Müller")]


@given(st.lists(st.binary(max_size=12), max_size=8))
def test_resources_hold_what_was_put_into_them(bodies: list[bytes]) -> None:
    numbers = range(0x7D0, 0x7D0 + len(bodies))
    whole = b"".join(
        resource(n, raw, b"x" * (n % 3)) for n, raw in zip(numbers, bodies, strict=True)
    )
    assert [value for _, _, value in told(whole, photoshop=True)] == [*map(len, bodies)]


@pytest.mark.parametrize(
    ("number", "label", "kind"),
    [
        (5, "ObjectName", Kind.TEXT),
        (25, "Keywords", Kind.TEXT),
        (80, "By-line", Kind.OWNER),
        (90, "City", Kind.PLACE),
        (92, "Sub-location", Kind.PLACE),
        (95, "Province-State", Kind.PLACE),
        (101, "Country-PrimaryLocationName", Kind.PLACE),
        (105, "Headline", Kind.TEXT),
        (110, "Credit", Kind.OWNER),
        (116, "CopyrightNotice", Kind.OWNER),
        (65, "OriginatingProgram", Kind.SOFTWARE),
    ],
)
def test_each_dataset_tells_what_it_is_about(number: int, label: str, kind: Kind) -> None:
    assert told(iim((2, number, b"Mawar 7"))) == [(kind, label, "Mawar 7")]


@pytest.mark.parametrize(
    ("sets", "value"),
    [
        ([(2, 55, b"20261123")], "2026-11-23"),
        ([(2, 55, b"20261123"), (2, 60, b"071502+0700")], "2026-11-23T07:15:02+07:00"),
        ([(2, 60, b"071502"), (2, 55, b"20261123")], "2026-11-23T07:15:02"),
        ([(2, 55, b"2026:11:23"), (2, 60, b"07:15:02-08:00")], "2026-11-23T07:15:02-08:00"),
        ([(2, 55, b"20261123"), (2, 60, b"noon")], "2026-11-23"),
    ],
)
def test_a_day_and_its_clock_are_one_moment(sets: list[tuple[int, int, bytes]], value: str) -> None:
    found = [told for told in told(iim(*sets)) if told[0] is Kind.DATETIME]
    assert found == [(Kind.DATETIME, "DateCreated", value)]


def test_a_day_that_is_none_is_words() -> None:
    assert told(iim((2, 55, b"yesterday"))) == [(Kind.TEXT, "DateCreated", "yesterday")]
    assert told(iim((2, 55, b"00000000"))) == []


def test_a_length_may_have_a_length() -> None:
    long = bytes((0x1C, 2, 120, 0x80, 4)) + (40_000).to_bytes(4, "big") + b"x" * 40_000
    [(kind, label, value)] = told(long)
    assert (kind, label) == (Kind.TEXT, "Caption-Abstract")
    assert value == "x" * 2000


@pytest.mark.parametrize(
    "length", [b"\xff\xff", b"\x80\x08" + b"\xff" * 8, b"\x80\0", b"\x80\x04\0"]
)
def test_a_length_that_lies_hides_no_bytes(length: bytes) -> None:
    found = told(iim((2, 5, b"x")) + bytes((0x1C, 2, 120)) + length + b"secret")
    assert found[0] == (Kind.TEXT, "ObjectName", "x")
    assert found[-1][0] is Kind.UNKNOWN


def test_a_dataset_nobody_knows_is_told_as_such() -> None:
    assert told(iim((7, 77, b"abc"))) == [(Kind.UNKNOWN, "7:77", 3)]


def test_facebooks_tracker_is_an_id_and_no_words() -> None:
    assert told(iim((2, 40, b"FBMD01000abc"))) == [
        (Kind.UNIQUE_ID, "SpecialInstructions", "FBMD01000abc")
    ]


def test_a_caption_that_confesses_a_machine_is_evidence() -> None:
    assert Kind.AI_ORIGIN in [kind for kind, _, _ in told(iim((2, 110, b"Made with Google AI")))]


def test_all_sorts_of_blocks_lie_in_resources() -> None:
    whole = b"".join(
        (
            resource(0x0404, iim((2, 90, b"Depok"))),
            resource(0x0422, block((0x010F, TEXT, b"Maker\0"))),
            resource(0x0424, b'<a xmlns:dc="http://purl.org/dc/elements/1.1/" dc:creator="Siti"/>'),
            resource(0x040C, bytes(28) + b"thumb"),
            resource(0x03F0, b"words"),
        )
    )
    found = list(iptc.read_photoshop(whole, read_exif=exif.read))
    assert {(f.where, f.label) for f in found if f.kind is Kind.BLOCK} == {
        ("Photoshop", "Photoshop"),
        ("IPTC", "IPTC"),
        ("Exif", "Exif"),
        ("XMP", "XMP"),
    }
    assert Finding(Kind.PLACE, "IPTC", "City", "Depok") in found
    assert Finding(Kind.MAKE, "Exif", "Make", "Maker") in found
    assert Finding(Kind.OWNER, "XMP", "creator", "Siti") in found
    assert any(f.kind is Kind.THUMBNAIL and f.value == 5 for f in found)
    assert Finding(Kind.TEXT, "Photoshop", "Caption", "words") in found


def test_a_bare_record_is_read_where_resources_should_be_and_the_other_way_round() -> None:
    record = iim((2, 90, b"Depok"))
    assert told(record, photoshop=True) == told(record)
    assert told(resource(0x0404, record)) == told(record)


def test_bytes_behind_the_last_resource_are_told() -> None:
    assert told(resource(0x0404, iim((2, 5, b"x"))) + b"secret", photoshop=True) == [
        (Kind.TEXT, "ObjectName", "x"),
        (Kind.UNKNOWN, "Photoshop", 24),
    ]


def test_photoshops_version_and_slices_tell_their_words() -> None:
    name = len("Siti").to_bytes(4, "big") + "Siti".encode("utf-16-be")
    found = told(resource(0x0421, bytes(5) + name) + resource(0x041A, bytes(20) + name), True)
    assert found == [(Kind.SOFTWARE, "VersionInfo", "Siti"), (Kind.TEXT, "Slices", "Siti")]


def test_blocks_in_blocks_end() -> None:
    nested = b""
    for _ in range(300):
        nested = resource(0x0404, nested)
    assert list(iptc.read_photoshop(nested, read_exif=exif.read))
    for _ in range(40):
        nested = resource(0x0422, block((0x8649, 1, nested)))
    assert list(iptc.read_photoshop(nested, read_exif=exif.read))


def test_a_million_datasets_are_not_told() -> None:
    raw = iim((2, 25, b"")) * 500_000
    tracemalloc.start()
    found = list(iptc.read_iim(raw, read_exif=exif.read))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found) < 3000
    assert peak < 16 * 1024 * 1024


def test_no_dataset_has_two_names() -> None:
    labels = [label for label, _ in DATASETS.values()]
    assert len(labels) == len(set(labels))
