"""XMP: the same facts in every spelling that RDF allows, and nothing that costs more than it is."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.blocks import xmp
from bot.engine.blocks.xmp import tree as xmp_tree
from bot.engine.blocks.xmp.names import PREFIXES
from bot.engine.model import Finding, Kind, Position, Value

URIS = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "exifEX": "http://cipa.jp/exif/1.0/",
    "tiff": "http://ns.adobe.com/tiff/1.0/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "stEvt": "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#",
    "stRef": "http://ns.adobe.com/xap/1.0/sType/ResourceRef#",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "aux": "http://ns.adobe.com/exif/1.0/aux/",
    "crs": "http://ns.adobe.com/camera-raw-settings/1.0/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "mwg-rs": "http://www.metadataworkinggroup.com/schemas/regions/",
    "MPRI": "http://ns.microsoft.com/photo/1.2/t/RegionInfo#",
    "MPReg": "http://ns.microsoft.com/photo/1.2/t/Region#",
    "lr": "http://ns.adobe.com/lightroom/1.0/",
    "GCamera": "http://ns.google.com/photos/1.0/camera/",
    "Container": "http://ns.google.com/photos/1.0/container/",
    "Item": "http://ns.google.com/photos/1.0/container/item/",
    "GDepth": "http://ns.google.com/photos/1.0/depthmap/",
    "hdrgm": "http://ns.adobe.com/hdr-gain-map/1.0/",
    "drone-dji": "http://www.dji.com/drone-dji/1.0/",
    "new": "http://example.org/not-yet-invented/",
}
DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in URIS.items())
LI = '<rdf:li rdf:parseType="Resource">'
JAKARTA = Position(-6.2, 106.75)

words = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=40)
charsets = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32",
                            "utf-32-be", "utf-32-le"])  # fmt: skip


def packet(inside: str = "", attributes: str = "") -> str:
    """The smallest packet there is, plus whatever the test adds."""
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {DECLARED} {attributes}>{inside}</rdf:Description>'
        "</rdf:RDF></x:xmpmeta>"
    )


def told(text: str | bytes) -> list[tuple[Kind, str, Value]]:
    raw = text.encode() if isinstance(text, str) else text
    found = xmp.read(raw, "XMP")
    return [(f.kind, f.label, f.value) for f in found if f.kind is not Kind.BLOCK]


@given(st.binary(max_size=400))
def test_any_bytes_are_read_without_an_error(raw: bytes) -> None:
    assert next(xmp.read(raw)) == Finding(Kind.BLOCK, "XMP", "XMP", len(raw))


@given(st.integers(0, 1500), st.binary(max_size=6), st.booleans())
def test_any_damage_is_read_without_an_error(at: int, patch: bytes, cut: bool) -> None:
    whole = packet("<dc:title>x</dc:title>", 'exif:GPSLatitude="6,12S"').encode()
    assert list(xmp.read(whole[:at] + patch + (b"" if cut else whole[at + len(patch) :])))


@given(words, charsets)
def test_a_word_is_told_in_every_encoding(word: str, charset: str) -> None:
    assert (Kind.OWNER, "creator", word) in told(
        packet(f"<dc:creator>{word}</dc:creator>").encode(charset)
    )


@pytest.mark.parametrize("charset", ["utf-8", "utf-16-be", "utf-32-le"])
def test_a_packet_instruction_and_padding_around_it_change_nothing(charset: str) -> None:
    whole = (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        f"{packet('<dc:title>x</dc:title>')}{' ' * 2000}<?xpacket end='w'?>"
    )
    assert told(whole.encode(charset)) == [(Kind.TEXT, "title", "x")]


@given(words)
def test_an_attribute_and_an_element_tell_the_same(word: str) -> None:
    as_attribute = told(packet(attributes=f'photoshop:City="{word}"'))
    assert as_attribute == told(packet(f"<photoshop:City>{word}</photoshop:City>"))
    assert as_attribute == [(Kind.PLACE, "City", word)]


@pytest.mark.parametrize("box", ["Bag", "Seq", "Alt"])
@given(st.lists(words, min_size=1, max_size=5, unique=True))
def test_every_item_of_an_array_is_told(box: str, items: list[str]) -> None:
    row = "".join(f'<rdf:li xml:lang="x-{n}">{item}</rdf:li>' for n, item in enumerate(items))
    found = told(packet(f"<dc:subject><rdf:{box}>{row}</rdf:{box}></dc:subject>"))
    assert found == [(Kind.TEXT, "subject", item) for item in items]


@given(words)
def test_a_prefix_is_only_a_name(word: str) -> None:
    other = packet(attributes=f'dc:title="{word}"').replace("dc:", "q:").replace(":dc=", ":q=")
    assert told(other) == [(Kind.TEXT, "title", word)]


@given(words)
def test_a_broken_packet_still_tells_what_stands_before_the_break(word: str) -> None:
    whole = packet(f"<dc:creator><rdf:Seq><rdf:li>{word}</rdf:li></rdf:Seq></dc:creator>")
    for broken in (
        whole.partition("</rdf:Seq>")[0],
        whole.replace("</rdf:Seq>", "&nbsp;<b>"),
        whole.replace(f'xmlns:dc="{URIS["dc"]}"', ""),
        '<!DOCTYPE x [<!ENTITY a "b">]>' + whole,
    ):
        assert (Kind.OWNER, "creator", word) in told(broken)


def ways(lat: str, lon: str) -> list[str]:
    """Return the two coordinates as attributes and as elements."""
    names = "exif:GPSLatitude", "exif:GPSLongitude"
    values = lat, lon
    pairs = list(zip(names, values, strict=True))
    return [
        packet(attributes=" ".join(f"{name}='{value}'" for name, value in pairs)),
        packet("".join(f"<{name}>{value}</{name}>" for name, value in pairs)),
    ]


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        ("6,12.0S", "106,45.0E"),
        ("6,12,0S", "106,45,0E"),
        ("6,12.000000S", "106,45.000000E"),
        ("6, 12, 0S", "106, 45, 0E"),
        ("-6.2", "106.75"),
        ("-6.2000000000", "+106.75"),
        ("6.2S", "106.75E"),
        ("6.2 S", "106.75 E"),
        ("S6.2", "E106.75"),
        ("s 6,12", "e 106,45"),
        ("6/1,12/1,0/1S", "106/1,45/1,0/1E"),
        ("6/1 12/1 0/100S", "106/1 45/1 0/100E"),
        ("-620/100", "10675/100"),
    ],
)
def test_a_place_is_found_in_every_spelling(lat: str, lon: str) -> None:
    for whole in ways(lat, lon):
        [(kind, label, value)] = told(whole)
        assert (kind, label) == (Kind.GPS_POSITION, "GPSLatitude")
        assert isinstance(value, Position)
        assert (value.lat, value.lon) == pytest.approx((-6.2, 106.75))


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('exif:GPSLatitude="6,12S" exif:GPSLongitude="106,45E" exif:GPSAltitude="35/2" '
         'exif:GPSAltitudeRef="1"', (Kind.GPS_POSITION, "GPSLatitude", Position(-6.2, 106.75,
                                                                               -17.5))),
        ('exif:GPSLatitude="6.2" exif:GPSLatitudeRef="S" exif:GPSLongitude="106.75" '
         'exif:GPSLongitudeRef="E"', (Kind.GPS_POSITION, "GPSLatitude", JAKARTA)),
        ('drone-dji:GpsLatitude="-6.2" drone-dji:GpsLongtitude="106.75" '
         'drone-dji:AbsoluteAltitude="+12.5"',
         (Kind.GPS_POSITION, "GpsLatitude", Position(-6.2, 106.75, 12.5))),
        ('drone-dji:Latitude="-6.2" drone-dji:Longitude="106.75"',
         (Kind.GPS_POSITION, "Latitude", JAKARTA)),
        ('new:latitude="-6.2" new:longitude="106.75"', (Kind.GPS_POSITION, "latitude", JAKARTA)),
        ('exif:GPSLatitude="0,0.0N" exif:GPSLongitude="0,0.0E"',
         (Kind.GPS_BLANKED, "GPSLatitude", None)),
        ('exif:GPSLatitude="6,12.0S"', (Kind.GPS_DETAIL, "GPSLatitude", "6,12.0S")),
        ('exif:GPSLatitude="96,12.0S" exif:GPSLongitude=""',
         (Kind.GPS_DETAIL, "GPSLatitude", "96,12.0S")),
        ('exif:GPSAltitude="35/1"', (Kind.GPS_DETAIL, "GPSAltitude", "35/1")),
    ],
)  # fmt: skip
def test_half_a_place_or_none_is_told_as_such(
    attributes: str, expected: tuple[Kind, str, Value]
) -> None:
    assert told(packet(attributes=attributes)) == [expected]


@pytest.mark.parametrize("lat", ["6,61S", "6,12,61S", "96,12S", "181", "6,1,2,3S", "south"])
def test_a_latitude_that_cannot_be_is_no_place(lat: str) -> None:
    found = told(packet(attributes=f'exif:GPSLatitude="{lat}" exif:GPSLongitude="106,45E"'))
    assert {kind for kind, _, _ in found} == {Kind.GPS_DETAIL}


def test_places_deep_in_structures_are_found() -> None:
    where = '<exif:GPSLatitude>6,12S</exif:GPSLatitude><exif:GPSLongitude rdf:resource="106,45E"/>'
    shown = f"<Iptc4xmpExt:LocationShown><rdf:Bag>{LI}{where}</rdf:li></rdf:Bag>"
    found = told(packet(f"{shown}</Iptc4xmpExt:LocationShown>"))
    assert found == [(Kind.GPS_POSITION, "GPSLatitude", JAKARTA)]


FACE = (
    '<mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList><rdf:Bag>'
    '<rdf:li><rdf:Description mwg-rs:Name="Siti" mwg-rs:Type="Face">'
    '<mwg-rs:Area stArea:x="0.1" xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#"/>'
    "</rdf:Description></rdf:li>"
    '<rdf:li mwg-rs:Type="Face"/><rdf:li mwg-rs:Type="Face"/>'
    '<rdf:li mwg-rs:Type="Pet" mwg-rs:Name="Kopi"/>'
    "</rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>"
)


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (FACE, [(Kind.FACE_REGION, "RegionList", "Siti"), (Kind.PERSON, "RegionList", "Siti"),
                (Kind.FACE_REGION, "RegionList", None), (Kind.FACE_REGION, "RegionList", None),
                (Kind.TEXT, "RegionList", "Kopi")]),
        ('<MPRI:Regions><rdf:Bag><rdf:li MPReg:PersonDisplayName="Siti" '
         'MPReg:Rectangle="0, 0, 1, 1" MPReg:PersonEmailDigest="abc"/></rdf:Bag></MPRI:Regions>',
         [(Kind.FACE_REGION, "Regions", "Siti"), (Kind.PERSON, "Regions", "Siti"),
          (Kind.UNIQUE_ID, "PersonEmailDigest", "abc")]),
        ("<Iptc4xmpExt:PersonInImage><rdf:Bag><rdf:li>Siti</rdf:li></rdf:Bag>"
         "</Iptc4xmpExt:PersonInImage>", [(Kind.PERSON, "PersonInImage", "Siti")]),
        ("<lr:hierarchicalSubject><rdf:Bag><rdf:li>People|Siti</rdf:li><rdf:li>a|b</rdf:li>"
         "</rdf:Bag></lr:hierarchicalSubject>",
         [(Kind.PERSON, "hierarchicalSubject", "Siti"),
          (Kind.TEXT, "hierarchicalSubject", "a|b")]),
        ('<xmpMM:History><rdf:Seq><rdf:li stEvt:action="saved" '
         'stEvt:softwareAgent="Photoshop"/></rdf:Seq></xmpMM:History>',
         [(Kind.HISTORY, "History", "saved, Photoshop")]),
        ('<xmpMM:DerivedFrom stRef:documentID="xmp.did:1"/>',
         [(Kind.HISTORY, "DerivedFrom", "xmp.did:1")]),
        ("<photoshop:DocumentAncestors><rdf:Bag><rdf:li>a</rdf:li><rdf:li>b</rdf:li></rdf:Bag>"
         "</photoshop:DocumentAncestors>", [(Kind.HISTORY, "DocumentAncestors", 2)]),
        ('<Container:Directory><rdf:Seq><rdf:li rdf:parseType="Resource">'
         '<Container:Item Item:Mime="image/jpeg" Item:Semantic="Primary"/></rdf:li>'
         '<rdf:li rdf:parseType="Resource"><Container:Item Item:Semantic="GainMap"/></rdf:li>'
         '<rdf:li rdf:parseType="Resource"><Container:Item Item:Semantic="MotionPhoto"/></rdf:li>'
         "</rdf:Seq></Container:Directory>",
         [(Kind.GAIN_MAP, "GainMap", None), (Kind.EMBEDDED, "MotionPhoto", "motion-video")]),
        ("<GCamera:MotionPhoto>1</GCamera:MotionPhoto>",
         [(Kind.EMBEDDED, "MotionPhoto", "motion-video")]),
        ("<GCamera:MicroVideo>0</GCamera:MicroVideo>", []),
        ("<GDepth:Data>AAAA</GDepth:Data>", [(Kind.EMBEDDED, "Data", "depth-map")]),
        ("<new:thing>abc</new:thing>", [(Kind.UNKNOWN, "new:thing", 3)]),
    ],
)  # fmt: skip
def test_structures_tell_what_they_are_about(
    inside: str, expected: list[tuple[Kind, str, Value]]
) -> None:
    assert told(packet(inside)) == expected


@pytest.mark.parametrize(
    ("attribute", "kind"),
    [
        ("tiff:Make", Kind.MAKE),
        ("tiff:Model", Kind.MODEL),
        ("tiff:Artist", Kind.OWNER),
        ("tiff:HostComputer", Kind.HOST),
        ("xmp:CreatorTool", Kind.SOFTWARE),
        ("exifEX:BodySerialNumber", Kind.SERIAL),
        ("exifEX:LensModel", Kind.LENS),
        ("exifEX:CameraOwnerName", Kind.OWNER),
        ("aux:SerialNumber", Kind.SERIAL),
        ("aux:LensSerialNumber", Kind.SERIAL),
        ("aux:Lens", Kind.LENS),
        ("aux:OwnerName", Kind.OWNER),
        ("exif:ImageUniqueID", Kind.UNIQUE_ID),
        ("xmpMM:DocumentID", Kind.UNIQUE_ID),
        ("xmpMM:InstanceID", Kind.UNIQUE_ID),
        ("xmpMM:OriginalDocumentID", Kind.UNIQUE_ID),
        ("crs:RawFileName", Kind.UNIQUE_ID),
        ("Iptc4xmpCore:Location", Kind.PLACE),
        ("photoshop:Country", Kind.PLACE),
        ("photoshop:Headline", Kind.TEXT),
        ("drone-dji:DroneSerialNumber", Kind.SERIAL),
    ],
)
def test_each_property_tells_what_it_is_about(attribute: str, kind: Kind) -> None:
    found = told(packet(attributes=f'{attribute}="Mawar 7"'))
    assert (kind, attribute.partition(":")[2], "Mawar 7") in found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-11-23T07:15:02+07:00", "2026-11-23T07:15:02+07:00"),
        ("2026-11-23T07:15:02.123Z", "2026-11-23T07:15:02Z"),
        ("2026:11:23 07:15:02", "2026-11-23T07:15:02"),
        ("2026-11-23T07:15", "2026-11-23T07:15:00"),
        ("2026-11-23", "2026-11-23"),
    ],
)
def test_a_moment_is_told_in_one_form(text: str, value: str) -> None:
    assert told(packet(attributes=f'exif:DateTimeOriginal="{text}"')) == [
        (Kind.DATETIME, "DateTimeOriginal", value)
    ]


@pytest.mark.parametrize("text", ["0000-00-00T00:00:00", "", "    :  :     :  :  "])
def test_a_clock_that_was_never_set_tells_nothing(text: str) -> None:
    assert told(packet(attributes=f'exif:DateTimeOriginal="{text}"')) == []


def test_the_shutter_stands_before_the_last_touch() -> None:
    dates = 'xmp:ModifyDate="2026-01-02" exif:DateTimeOriginal="2025-01-02"'
    assert [label for _, label, _ in told(packet(attributes=dates))] == [
        "DateTimeOriginal",
        "ModifyDate",
    ]


@pytest.mark.parametrize(
    "term", ["trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia"]
)
@pytest.mark.parametrize("uri", ["", "http://cv.iptc.org/newscodes/digitalsourcetype/"])
def test_a_source_type_declares_a_machine(term: str, uri: str) -> None:
    for whole in (
        packet(attributes=f'Iptc4xmpExt:DigitalSourceType="{uri}{term}"'),
        packet(f'<Iptc4xmpExt:DigitalSourceType rdf:resource="{uri}{term}"/>'),
    ):
        assert told(whole) == [(Kind.AI_ORIGIN, "DigitalSourceType", f"DigitalSourceType {term}")]


def test_a_camera_as_source_is_no_machine() -> None:
    found = told(packet(attributes='Iptc4xmpExt:DigitalSourceType="digitalCapture"'))
    assert [kind for kind, _, _ in found] == [Kind.HISTORY]


def chunk(guid: bytes, whole: bytes, start: int, end: int) -> bytes:
    size, at = len(whole).to_bytes(4, "big"), start.to_bytes(4, "big")
    return guid.ljust(32, b"0") + size + at + whole[start:end]


@given(st.binary(min_size=1, max_size=200), st.integers(1, 50), st.randoms())
def test_a_long_packet_is_joined_in_any_order(whole: bytes, step: int, shuffled: object) -> None:
    pieces = [chunk(b"A", whole, at, at + step) for at in range(0, len(whole), step)]
    shuffled.shuffle(pieces)  # type: ignore[attr-defined]
    assert xmp.join_extended(pieces) == (whole,)


def test_pieces_that_overlap_are_told_once() -> None:
    whole = b"abcdef"
    pieces = [chunk(b"A", whole, 0, 4), chunk(b"A", whole, 2, 6), chunk(b"A", whole, 0, 4)]
    assert xmp.join_extended(pieces) == (whole,)


def test_many_long_packets_are_not_read_one_by_one() -> None:
    pieces = [chunk(str(n).encode(), b"x", 0, 1) for n in range(10_000)]
    assert len(xmp.join_extended(pieces)) == xmp.MAX_PACKETS


def test_two_long_packets_are_kept_apart() -> None:
    pieces = [chunk(b"A", b"one", 0, 3), chunk(b"B", b"two", 0, 2), chunk(b"B", b"two", 2, 3)]
    assert xmp.join_extended(pieces) == (b"one", b"two")


@given(st.lists(st.binary(max_size=60), max_size=40))
def test_joining_any_chunks_is_no_error_and_adds_nothing(chunks: list[bytes]) -> None:
    joined = xmp.join_extended(chunks)
    assert len(joined) <= xmp.MAX_PACKETS
    assert sum(map(len, joined)) <= sum(map(len, chunks))


BOMBS = {
    "entities": '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 50}">' for a, b in zip("abcdefg", "bcdefgh", strict=True))
    + "]>"
    + packet("<dc:title>&h;</dc:title>"),
    "depth": packet("<new:a>" * 200_000),
    "elements": packet("<dc:title>x</dc:title>" * 100_000),
    "attributes": packet(attributes=" ".join(f'dc:a{n}="x"' for n in range(300_000))),
    "brackets": "<" * 3_000_000,
    "quotes": packet("<a '\"" * 300_000),
    "one long text": packet(f"<dc:title>{'x' * 8_000_000}</dc:title>"),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_read_within_bounds(bomb: str) -> None:
    raw = BOMBS[bomb].encode()
    tracemalloc.start()
    found = list(xmp.read(raw))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert 0 < len(found) < 2000
    assert peak < 10 * len(raw) + 64 * 1024 * 1024
    assert all(len(f.value) <= 2000 for f in found if isinstance(f.value, str))


def test_no_entity_is_expanded() -> None:
    inside = '<!DOCTYPE a [<!ENTITY p "secret">]>'
    bare = f"<a {DECLARED}><dc:title>&p;</dc:title></a>"  # no root that XMP knows
    for whole in (packet("<dc:title>&p;</dc:title>"), bare):
        assert not any("secret" in str(finding) for finding in told(inside + whole))
    outside = '<!DOCTYPE a [<!ENTITY p SYSTEM "file:///etc/passwd">]>'
    found = told(outside + packet("<dc:title>&p;</dc:title>"))
    assert not any("root:" in str(value) for _, _, value in found)


def test_the_tree_of_a_deep_packet_is_shallow() -> None:
    deepest, level = 0, [xmp_tree.parse(BOMBS["depth"])]
    while level:
        deepest, level = deepest + 1, [part for node in level for part in node.parts]
    assert deepest <= xmp_tree.MAX_DEPTH + 2


def test_every_prefix_is_of_one_namespace() -> None:
    for prefix, uri in URIS.items():
        assert PREFIXES.get(prefix, uri.rstrip("/#")) == uri.rstrip("/#")
