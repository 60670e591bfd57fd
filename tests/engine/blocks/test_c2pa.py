"""Content credentials: CBOR in boxes in segments, and what is declared there."""

import json
import math
import struct
import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.blocks import c2pa
from bot.engine.blocks.c2pa import cbor
from bot.engine.errors import Damaged
from bot.engine.model import Kind, Value

TRAINED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"


def head(major: int, count: int) -> bytes:
    for code, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if count < 24:
            return bytes((major << 5 | count,))
        if count < 1 << 8 * size:
            return bytes((major << 5 | code,)) + count.to_bytes(size, "big")
    raise ValueError(count)


def dumps(value: object) -> bytes:
    """Encode a value as CBOR: RFC 8949 §3."""
    match value:
        case bool():
            return b"\xf5" if value else b"\xf4"
        case None:
            return b"\xf6"
        case int():
            return head(0, value) if value >= 0 else head(1, -1 - value)
        case float():
            return b"\xfb" + struct.pack(">d", value)
        case bytes():
            return head(2, len(value)) + value
        case str():
            return head(3, len(value.encode())) + value.encode()
        case list():
            return head(4, len(value)) + b"".join(map(dumps, value))
        case dict():
            pairs = (dumps(key) + dumps(item) for key, item in value.items())
            return head(5, len(value)) + b"".join(pairs)
    raise TypeError(value)


def box(kind: bytes, data: bytes) -> bytes:
    return (8 + len(data)).to_bytes(4, "big") + kind + data


def superbox(label: str, *inside: bytes) -> bytes:
    return box(b"jumb", box(b"jumd", bytes(16) + b"\3" + label.encode() + b"\0") + b"".join(inside))


def store(*assertions: bytes, claim: object = None, label: str = "urn:uuid:1") -> bytes:
    claim = {"claim_generator": "Foto/1"} if claim is None else claim
    return superbox(
        "c2pa",
        superbox(
            label,
            superbox("c2pa.assertions", *assertions),
            superbox("c2pa.claim", box(b"cbor", dumps(claim))),
        ),
    )


def assertion(label: str, value: object, kind: bytes = b"cbor") -> bytes:
    raw = dumps(value) if kind == b"cbor" else json.dumps(value).encode()
    return superbox(label, box(kind, raw))


def told(stream: bytes) -> list[tuple[Kind, str, Value]]:
    return [(f.kind, f.label, f.value) for f in c2pa.read(stream)]


plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False)
    | st.binary(max_size=9)
    | st.text(max_size=9),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(max_size=5), below),
    max_leaves=12,
)


@given(plain)
def test_what_was_written_as_cbor_is_read_again(value: object) -> None:
    assert cbor.loads(dumps(value)) == value


@given(st.binary(max_size=60))
def test_any_bytes_are_cbor_or_damage(raw: bytes) -> None:
    with suppress(Damaged):
        cbor.loads(raw)


@pytest.mark.parametrize(  # RFC 8949, appendix A
    ("raw", "value"),
    [
        ("1bffffffffffffffff", 2**64 - 1),
        ("3bffffffffffffffff", -(2**64)),
        ("f90001", 5.960464477539063e-8),
        ("fa47c35000", 100000.0),
        ("f97c00", math.inf),
        ("f7", None),
        ("82f8ff01", [None, 1]),
        ("c074323031332d30332d32315432303a30343a30305a", "2013-03-21T20:04:00Z"),
        ("d74401020304", b"\1\2\3\4"),
        ("5f42010243030405ff", b"\1\2\3\4\5"),
        ("7f657374726561646d696e67ff", "streaming"),
        ("9f018202039f0405ffff", [1, [2, 3], [4, 5]]),
        ("bf6346756ef563416d7421ff", {"Fun": True, "Amt": -2}),
        ("a201020304", {"1": 2, "3": 4}),
    ],
)
def test_cbor_is_read_as_its_specification_says(raw: str, value: object) -> None:
    assert cbor.loads(bytes.fromhex(raw)) == value


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x18",
        b"\x1c",
        b"\x62a",
        b"\x9f\x01",
        b"\x81" * 10_000,
        b"\xc1" * 10_000,
        b"\x9f" * 10_000,
        b"\x9b" + b"\xff" * 8,
        b"\xbb" + b"\xff" * 8,
        b"\x5b" + b"\xff" * 8,
        b"\x9a\x00\x10\x00\x00" + bytes(1 << 20),
    ],
    ids=lambda raw: raw[:4].hex(),
)
def test_cbor_that_lies_is_damage_and_takes_no_memory(raw: bytes) -> None:
    tracemalloc.start()
    with pytest.raises(Damaged):
        cbor.loads(raw)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * 1024 * 1024


@given(st.binary(max_size=200))
def test_any_bytes_are_read_without_an_error(raw: bytes) -> None:
    list(c2pa.read(raw))
    list(c2pa.read(store(superbox("c2pa.actions", box(b"cbor", raw)))))
    list(c2pa.read(store(superbox("x", box(b"json", raw)))))


@given(st.integers(0, 500), st.binary(max_size=5), st.booleans())
def test_any_damage_is_read_without_an_error(at: int, patch: bytes, cut: bool) -> None:
    whole = store(assertion("c2pa.actions", {"actions": [{"action": "c2pa.created"}]}))
    list(c2pa.read(whole[:at] + patch + (b"" if cut else whole[at + len(patch) :])))


@given(st.dictionaries(st.text(max_size=8), plain, max_size=5))
def test_any_assertion_is_read_without_an_error(value: dict[str, object]) -> None:
    for label in ("c2pa.actions", "c2pa.ingredient", "c2pa.soft-binding", "cawg.identity", "x"):
        assert (Kind.C2PA, "manifest", "Foto/1") in told(store(assertion(label, value)))
    list(c2pa.read(store(claim=value)))


@pytest.mark.parametrize("length", [0, 1, 7, 9, 0xFFFFFFFF])
def test_a_box_whose_length_lies_ends_the_walk(length: int) -> None:
    whole = superbox("c2pa", length.to_bytes(4, "big") + b"cborrest", box(b"cbor", b"\1"))
    assert len(list(c2pa.boxes(memoryview(whole)))) <= 1


def test_a_long_box_and_one_up_to_the_end_are_boxes() -> None:
    long = b"\0\0\0\1cbor" + (18).to_bytes(8, "big") + b"ab"
    last = b"\0\0\0\0jsoncd"
    found = c2pa.boxes(memoryview(long + last))
    assert [(b.kind, bytes(b.data)) for b in found] == [(b"cbor", b"ab"), (b"json", b"cd")]


def test_boxes_in_boxes_and_a_million_of_them_end() -> None:
    deep = b""
    for _ in range(2000):
        deep = superbox("c2pa", deep)
    assert list(c2pa.boxes(memoryview(deep)))
    many = box(b"free", b"") * 1_000_000
    assert len(list(c2pa.boxes(memoryview(many)))) <= c2pa.MAX_BOXES
    assert list(c2pa.read(many))


def test_a_store_of_huge_assertions_is_not_read_whole() -> None:
    value = {"x": ["a" * 100] * 8000}
    whole = store(*(assertion(f"x{n}", value) for n in range(10)))
    tracemalloc.start()
    assert (Kind.C2PA, "manifest", None) in told(whole)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 40 * 1024 * 1024


@pytest.mark.parametrize(
    ("claim", "tool"),
    [
        ({"claim_generator": "Foto/1"}, "Foto/1"),
        ({"claim_generator": "a", "claim_generator_info": [{"name": "Foto", "version": "1"}]},
         "Foto 1"),
        ({"claim_generator_info": {"name": "Foto"}}, "Foto"),
        ({"claim_generator_info": []}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_a_manifest_names_the_tool_that_made_it(claim: object, tool: str | None) -> None:
    assert told(store(claim=claim))[0] == (Kind.C2PA, "manifest", tool)


ACTION = {"action": "c2pa.created", "softwareAgent": "GPT-4o", "digitalSourceType": TRAINED}


@pytest.mark.parametrize(
    ("label", "value", "expected"),
    [
        ("c2pa.actions", {"actions": [ACTION]}, [
            (Kind.HISTORY, "action", "c2pa.created, GPT-4o"),
            (Kind.AI_ORIGIN, "DigitalSourceType", "DigitalSourceType trainedAlgorithmicMedia"),
            (Kind.AI_ORIGIN, "softwareAgent", "GPT-4o")]),
        ("c2pa.actions.v2", {"actions": [{"action": "c2pa.edited",
                                          "softwareAgent": {"name": "Foto", "version": "2"}}]},
         [(Kind.HISTORY, "action", "c2pa.edited, Foto 2")]),
        ("c2pa.actions__1", {"actions": [1, None, {}]}, [(Kind.HISTORY, "action", "")]),
        ("c2pa.ingredient", {"dc:title": "a.jpg", "relationship": "parentOf",
                             "instanceID": "xmp:iid:1"},
         [(Kind.HISTORY, "ingredient", "parentOf, a.jpg"), (Kind.TEXT, "title", "a.jpg"),
          (Kind.UNIQUE_ID, "instanceID", "xmp:iid:1")]),
        ("c2pa.soft-binding", {"alg": "x", "blocks": [{"value": "abc"}]},
         [(Kind.UNIQUE_ID, "soft-binding", "abc")]),
        ("stds.exif", {"exif:GPSLatitude": "6,12S", "exif:GPSLongitude": "106,45E"}, None),
        ("stds.iptc.photo-metadata", {"@context": {"q": "http://purl.org/dc/elements/1.1/"},
                                      "q:creator": ["Siti"]}, [(Kind.OWNER, "creator", "Siti")]),
        ("stds.schema-org.CreativeWork", {"author": [{"name": "Siti"}]},
         [(Kind.OWNER, "name", "Siti")]),
        ("org.example.new", {"a": 1}, [(Kind.UNKNOWN, "org.example.new", 4)]),
    ],
)  # fmt: skip
def test_assertions_tell_what_they_are_about(
    label: str, value: object, expected: list[tuple[Kind, str, Value]] | None
) -> None:
    found = told(store(assertion(label, value)))
    if expected is None:
        assert Kind.GPS_POSITION in [kind for kind, _, _ in found]
    else:
        assert [f for f in found if f in expected] == expected


def test_names_deep_in_an_assertion_are_told() -> None:
    value: object = {"name": "Siti"}
    for _ in range(8):
        value = {"x": [value]}
    found = told(store(assertion("stds.schema-org.CreativeWork", value)))
    assert (Kind.OWNER, "name", "Siti") in found


def test_json_and_cbor_tell_the_same() -> None:
    value = {"author": [{"name": "Siti"}]}
    one, two = (
        told(store(assertion("stds.schema-org.CreativeWork", value, kind)))
        for kind in (b"cbor", b"json")
    )
    assert one == two


def test_the_last_manifest_speaks_for_the_file() -> None:
    inner = [
        superbox(f"urn:{n}", superbox("c2pa.claim", box(b"cbor", dumps({"claim_generator": n}))))
        for n in ("old", "new")
    ]
    found = told(superbox("c2pa", *inner))
    assert [value for kind, _, value in found if kind is Kind.C2PA] == ["new", "old"]


def test_a_signer_is_named_by_the_subject_and_not_by_the_issuer() -> None:
    def name(oid: bytes, text: bytes) -> bytes:
        return b"\x06\x03\x55\x04" + oid + b"\x0c" + bytes((len(text),)) + text

    dates = b"\x17\x0d260101000000Z\x17\x0d270101000000Z"
    certificate = name(b"\x03", b"Issuer") + dates + name(b"\x03", b"Siti") + name(b"\x0a", b"PT")
    cose: list[object] = [dumps({"33": [certificate]}), {}, None, b"signature"]
    whole = superbox("c2pa", superbox("urn", assertion("c2pa.signature", cose)))
    assert (Kind.TEXT, "signer", "Siti, PT") in told(whole)


def test_a_thumbnail_in_a_manifest_is_told() -> None:
    whole = store(superbox("c2pa.thumbnail.claim.jpeg", box(b"bfdb", b"x"), box(b"bidb", b"1234")))
    assert (Kind.THUMBNAIL, "c2pa.thumbnail.claim.jpeg", 4) in told(whole)


def test_boxes_that_are_no_credentials_are_told_as_unknown() -> None:
    assert told(superbox("other", box(b"json", b"{}")))[0][:2] == (Kind.UNKNOWN, "JUMBF")


@given(st.binary(min_size=20, max_size=200), st.integers(1, 60), st.randoms())
def test_a_store_in_many_segments_is_joined_in_any_order(
    data: bytes, step: int, shuffled: object
) -> None:
    whole = box(b"jumb", data)
    bodies = [
        b"JP\0\1" + number.to_bytes(4, "big") + whole[:8] + data[at : at + step]
        for number, at in enumerate(range(0, len(data), step), 1)
    ]
    shuffled.shuffle(bodies)  # type: ignore[attr-defined]
    assert c2pa.join_app11(bodies) == whole


@given(st.lists(st.binary(max_size=30).map(lambda body: b"JP" + body), max_size=20))
def test_joining_any_segments_is_no_error_and_adds_nothing(bodies: list[bytes]) -> None:
    assert len(c2pa.join_app11(bodies)) <= sum(map(len, bodies))
