"""Maker notes: whose they are, and what in them points at one camera or person."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.blocks import exif
from bot.engine.blocks.makernotes.makers import MAKES, SIGNATURES
from bot.engine.model import Kind
from tests.engine.exif_blocks import BLOB, BYTE, LONG, RATIO, SHORT, TEXT, Field, block, directory

UUID = "1745E022-9712-43C7-B024-F308EC6413CB"

# The Make, and the first bytes of its notes.
APPLE = ("Apple", b"Apple iOS\0\0\1MM")
CANON = ("Canon", b"")
CASIO = ("CASIO COMPUTER CO.,LTD", b"QVC\0\0\0")
DJI = ("DJI", b"")
LEICA = ("Leica Camera AG", b"LEICA\0\1\0")
LEICA_Q = ("LEICA CAMERA AG", b"LEICA\0\x08\0")
MOTOROLA = ("motorola", b"MOT\0\0\0\0\0")
NIKON = ("NIKON", b"")
NINTENDO = ("Nintendo", b"")
OLYMP = ("OLYMPUS OPTICAL CO.,LTD", b"OLYMP\0\1\0")
OLYMPUS = ("OLYMPUS IMAGING CORP.", b"OLYMPUS\0MM\3\0")
PANASONIC = ("Panasonic", b"Panasonic\0\0\0")
PENTAX = ("PENTAX Corporation", b"AOC\0II")
PENTAX_Q = ("PENTAX", b"PENTAX \0MM")
RICOH = ("RICOH", b"Ricoh\0\0\0")
RICOH_GR = ("RICOH IMAGING COMPANY, LTD.", b"RICOH\0MM")
SAMSUNG = ("samsung", b"")
SIGMA = ("SIGMA", b"SIGMA\0\0\0\1\0")
SONY = ("SONY", b"SONY DSC \0\0\0")


def noted(make: str, note: bytes, order: str = ">") -> bytes:
    """Build a block that holds a note and nothing else but the Make."""
    return block((0x010F, TEXT, make.encode() + b"\0"), exif=[(0x927C, BLOB, note)], order=order)


def inside(maker: tuple[str, bytes], *fields: Field) -> bytes:
    """Build a block whose note counts offsets from its own first byte."""
    make, magic = maker
    return noted(make, magic + directory(len(magic), fields))


def outside(maker: tuple[str, bytes], *fields: Field, order: str = ">") -> bytes:
    """Build a block whose note counts offsets from the block's first byte."""
    make, magic = maker
    room = b"\xaa" * len(magic + directory(0, fields, order))
    data = noted(make, room, order)
    return data.replace(room, magic + directory(data.index(room) + len(magic), fields, order))


def told(data: bytes) -> list[str]:
    """Return what the note tells, a line each."""
    found = [f for f in exif.read(data) if f.kind not in (Kind.BLOCK, Kind.MAKE)]
    assert found[0].label == "MakerNote"
    return [f"{f.kind} {f.label}: {f.value}" for f in found[1:]]


def name(data: bytes) -> object:
    """Return whose the one note is."""
    (found,) = (f.value for f in exif.read(data) if f.kind is Kind.MAKER_NOTE)
    return found


def test_a_note_is_named_by_its_first_bytes() -> None:
    for magic, maker in SIGNATURES:
        assert name(noted("Nobody", magic + bytes(9))) == maker.name


def test_a_note_without_a_signature_is_named_by_the_make() -> None:
    for make, maker in MAKES:
        assert name(noted(make.upper() + " Co.", b"\0\0\0\0\0")) == maker.name


def test_a_note_that_nobody_knows_is_said_to_be_unknown() -> None:
    assert name(noted("Kamera Budi", b"\1\2\3\4\5")) == "unknown"


@given(
    st.sampled_from([make for make, _ in MAKES]),
    st.sampled_from([b"", *(magic for magic, _ in SIGNATURES)]),
    st.binary(max_size=200),
)
def test_any_note_is_read_without_an_error(make: str, magic: bytes, body: bytes) -> None:
    assert name(noted(make, magic + body))


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize(
    ("maker", "field", "line"),
    [
        (CANON, (0x07, TEXT, b"Firmware 1.1\0"), "setting CanonFirmwareVersion: Firmware 1.1"),
        (CANON, (0x09, TEXT, b"Budi S.\0\0\0"), "owner OwnerName: Budi S."),
        (CANON, (0x0C, LONG, (620620599,)), "serial SerialNumber: 620620599"),
        (CANON, (0x28, BYTE, b"\x30\x69" * 8), f"unique-id ImageUniqueID: {'3069' * 8}"),
        (CANON, (0x95, TEXT, b"EF50mm\0"), "lens LensModel: EF50mm"),
        (CANON, (0x96, TEXT, b"FA0381304\0"), "serial InternalSerialNumber: FA0381304"),
        (CANON, (0x4019, BLOB, b"\0\0\x21\x4e\x1c\1\1"), "serial LensSerialNumber: 0000214e1c"),
        (CASIO, (0x2000, BLOB, bytes(50)), "thumbnail PreviewImage: 50"),
        (DJI, (0x0A, TEXT, b"+93.5\0"), "gps-detail CameraYaw: +93.5"),
        (LEICA_Q, (0x305, LONG, (4958123,)), "serial SerialNumber: 4958123"),
        (NIKON, (0x1D, TEXT, b"2033335\0"), "serial SerialNumber: 2033335"),
        (NIKON, (0x39, BLOB, b"0100\1IDN\0Bogor".ljust(79, b"\0")), "place Location: Bogor"),
        (NIKON, (0x84, RATIO, (18, 1, 70, 1, 35, 10, 45, 10)), "lens Lens: 18 70 3.5 4.5"),
        (NIKON, (0xA0, TEXT, b"NO= 00002539\0"), "serial SerialNO: NO= 00002539"),
        (NIKON, (0xA7, LONG, (1234,)), "setting ShutterCount: 1234"),
        (NINTENDO, (0x1101, BLOB, bytes(24) + b"\x57\x5b"), "serial InternalSerialNumber: 575b"),
        (OLYMP, (0x101A, TEXT, b"115332808    \0"), "serial SerialNumber: 115332808"),
        (PANASONIC, (0x25, BLOB, b"F56051\0\0\0"), "serial InternalSerialNumber: F56051"),
        (PANASONIC, (0x61, BLOB, b"\1\0\0\0Sari".ljust(52)), "person Face1Name: Sari"),
        (PANASONIC, (0x65, BLOB, b"Liburan".ljust(64, b"\0")), "text Title: Liburan"),
        (PANASONIC, (0x66, BLOB, b"Sari".ljust(64, b"\0")), "person BabyName: Sari"),
        (PANASONIC, (0x67, BLOB, b"Kebun Raya\0"), "place Location: Kebun Raya"),
        (PANASONIC, (0x69, BLOB, b"Indonesia\0"), "place Country: Indonesia"),
        (PANASONIC, (0x6B, BLOB, b"Jawa Barat\0"), "place State: Jawa Barat"),
        (PANASONIC, (0x6D, BLOB, b"Bogor\0"), "place City: Bogor"),
        (PANASONIC, (0x6F, BLOB, b"Tugu Kujang\0"), "place Landmark: Tugu Kujang"),
        (PENTAX, (0x215, LONG, (1, 2, 3, 4, 6188)), "serial InternalSerialNumber: 6188"),
        (PENTAX, (0x229, TEXT, b"3456789\0"), "serial SerialNumber: 3456789"),
        (RICOH, (0x05, BLOB, b"(PA)00012345\0\0"), "serial SerialNumber: (PA)00012345"),
        (SAMSUNG, (0xA002, TEXT, b"R58M123ABC\0"), "serial SerialNumber: R58M123ABC"),
        (SAMSUNG, (0x31, BLOB, b"Bogor\0"), "place LocationName: Bogor"),
        (SIGMA, (0x02, TEXT, b"01005551\0"), "serial SerialNumber: 01005551"),
        (SONY, (0x2001, BLOB, bytes(99)), "thumbnail PreviewImage: 99"),
        (SONY, (0x2031, TEXT, b"4211234\0"), "serial SerialNumber: 4211234"),
    ],
)
def test_a_note_that_counts_in_the_block_is_read(
    order: str, maker: tuple[str, bytes], field: Field, line: str
) -> None:
    assert told(outside(maker, field, order=order)) == [line]


@pytest.mark.parametrize(
    ("maker", "field", "line"),
    [
        (APPLE, (0x0B, TEXT, UUID.encode()), f"unique-id BurstUUID: {UUID}"),
        (APPLE, (0x11, TEXT, UUID.encode()), f"unique-id ContentIdentifier: {UUID}"),
        (APPLE, (0x15, TEXT, UUID.encode()), f"unique-id ImageUniqueID: {UUID}"),
        (APPLE, (0x20, TEXT, UUID.encode()), f"unique-id ImageCaptureRequestID: {UUID}"),
        (APPLE, (0x2B, TEXT, UUID.encode()), f"unique-id PhotoIdentifier: {UUID}"),
        (LEICA, (0x303, TEXT, b"Elmarit\0"), "lens LensType: Elmarit"),
        (MOTOROLA, (0x5501, TEXT, b"ZY22ABCD\0"), "serial SerialNumber: ZY22ABCD"),
        (OLYMPUS, (0x404, TEXT, b"B9V508278\0"), "serial SerialNumber: B9V508278"),
        (PENTAX_Q, (0x22E, TEXT, b"Budi S.\0"), "owner Artist: Budi S."),
        (RICOH_GR, (0x229, TEXT, b"3456789\0"), "serial SerialNumber: 3456789"),
        (SAMSUNG, (0xA002, TEXT, b"R58M123ABC\0"), "serial SerialNumber: R58M123ABC"),
    ],
)
def test_a_note_that_counts_from_its_own_start_is_read(
    maker: tuple[str, bytes], field: Field, line: str
) -> None:
    assert told(inside(maker, field)) == [line]


def test_a_nikon_note_is_a_stream_of_its_own() -> None:
    stream = block((0x1D, TEXT, b"4138072\0"), order="<")
    data = noted("NIKON CORPORATION", b"Nikon\0\2\x10\0\0" + stream)
    assert told(data) == ["serial SerialNumber: 4138072"]


def test_a_fujifilm_note_is_little_endian_in_any_block() -> None:
    fields: list[Field] = [(0x10, TEXT, b"FFDT23587711\0")]
    data = noted("FUJIFILM", b"FUJIFILM\x0c\0\0\0" + directory(12, fields, "<"))
    assert told(data) == ["serial InternalSerialNumber: FFDT23587711"]


def test_a_note_may_be_written_in_the_other_byte_order() -> None:
    data = noted("NIKON", directory(0, [(0x1D, TEXT, b"777\0")], "<"), order=">")
    assert told(data) == ["serial SerialNumber: 777"]


def test_equipment_tells_the_serial_numbers_of_body_lens_and_flash() -> None:
    make, magic = OLYMPUS
    top = directory(len(magic), [(0x2010, LONG, (len(magic) + 18,))])
    equipment = directory(
        len(magic + top),
        [
            (0x101, TEXT, b"B9V508278".ljust(32)),
            (0x102, TEXT, b"4124207000283102\0"),
            (0x202, TEXT, b"ABG366769\0"),
            (0x203, TEXT, b"OLYMPUS M.14-42mm\0"),
            (0x1003, TEXT, b"         \0"),
        ],
    )
    assert told(noted(make, magic + top + equipment)) == [
        "serial SerialNumber: B9V508278",
        "serial InternalSerialNumber: 4124207000283102",
        "serial LensSerialNumber: ABG366769",
        "lens LensModel: OLYMPUS M.14-42mm",
    ]


def test_older_equipment_lies_inside_its_own_tag() -> None:
    data = outside(OLYMP, (0x2010, BLOB, directory(0, [(0x202, TEXT, b"77\0")])))
    assert told(data) == ["serial LensSerialNumber: 77"]


@pytest.mark.parametrize(
    ("start", "length", "size"), [(0, 20, 20), (30, 900, 12), (900, 20, 0), (0, 0, 0)]
)
def test_a_preview_is_told_as_far_as_it_is_there(start: int, length: int, size: int) -> None:
    data = inside(OLYMPUS, (0x1036, LONG, (start,)), (0x1037, LONG, (length,)))
    assert told(data) == [f"thumbnail PreviewImageLength: {size}"][: bool(size)]


@pytest.mark.parametrize(
    ("magic", "at", "raw", "line"),
    [
        (b"RECONYXH2\0", 0x7E, "HLP0901".encode("utf-16-le"), "serial SerialNumber: HLP0901"),
        (b"RECONYXH2\0", 0x68, b"KEBUN\0", "text UserLabel: KEBUN"),
        (b"RECONYXUF\0", 0x4B, b"UXR0123\0", "serial SerialNumber: UXR0123"),
        (b"RECONYXUF\0", 0x5A, b"KEBUN\0", "text UserLabel: KEBUN"),
        (b"\x01\xf1\3\0", 0x2A, "H500GJ".encode("utf-16-le"), "serial SerialNumber: H500GJ"),
        (b"\x01\xf1\3\0", 0x56, b"KEBUN\0", "text UserLabel: KEBUN"),
        (b"IIII\4\0", 0x5C, b"SERIAL NUMBER:CN69NC2\0", "serial SerialNumber: CN69NC2"),
        (b"610\0", 0x90, b"Serial Number: CN1\0", "serial SerialNumber: CN1"),
    ],
)
def test_a_record_without_tags_is_read_at_its_places(
    magic: bytes, at: int, raw: bytes, line: str
) -> None:
    note = (magic.ljust(at, b"\0") + raw).ljust(200, b"\0")
    assert told(noted("Nobody", note)) == [line]


@pytest.mark.parametrize(
    "field",
    [
        (0x0C, LONG, (0,)),
        (0x0C, LONG, ()),
        (0x09, TEXT, b"\0" * 32),
        (0x09, BLOB, b"\1\2\3\4\5\6\7\x08"),
        (0x28, BYTE, bytes(16)),
        (0x96, TEXT, b"0000000000\0"),
        (0x96, SHORT, ()),
    ],
)
def test_a_field_that_the_maker_left_blank_tells_nothing(field: Field) -> None:
    assert told(outside(CANON, field)) == []


def test_of_two_notes_the_first_is_read() -> None:
    data = block(exif=[(0x927C, BLOB, b"Apple iOS\0"), (0x927C, BLOB, b"FUJIFILM\0\0")])
    assert name(data) == "Apple"


def sony(model: str, record: bytes) -> bytes:
    """Build a block with Sony's note and its enciphered record."""
    make, magic = SONY
    fields = [(0x9050, BLOB, record)]
    head = ((0x010F, TEXT, make.encode() + b"\0"), (0x0110, TEXT, model.encode() + b"\0"))
    room = b"\xaa" * len(magic + directory(0, fields))
    data = block(*head, exif=[(0x927C, BLOB, room)])
    return data.replace(room, magic + directory(data.index(room) + len(magic), fields))


def enciphered(raw: bytes) -> bytes:
    return bytes(byte**3 % 249 if byte < 249 else byte for byte in raw)


@pytest.mark.parametrize(
    ("model", "start", "length"),
    [
        ("ILCE-7", 0x7C, 4),
        ("ILCE-7M2", 0x7C, 4),
        ("ILCE-6000", 0x7C, 4),
        ("NEX-6", 0x7C, 4),
        ("SLT-A58", 0xF0, 5),
        ("ILCA-77M2", 0xF0, 5),
        ("ILCA-99M2", 0x88, 6),
        ("ILCE-6500", 0x88, 6),
        ("ILCE-7M3", 0x88, 6),
        ("ILCE-7RM4A", 0x88, 6),
        ("ILCE-7M4", 0x88, 6),
        ("ILME-FX30", 0x88, 6),
        ("ILCE-1", 0x8A, 6),
        ("ILCE-7CM2", 0x38, 6),
        ("ZV-E1", 0x38, 6),
        ("ZV-E10", 0x88, 6),
    ],
)
def test_each_family_of_sonys_hides_its_serial_elsewhere(
    model: str, start: int, length: int
) -> None:
    number = bytes((49, 0, 124, 12, 7, 250)[:length])
    record = enciphered(b"\xff" * start + number + b"\xff" * 40)
    assert _serials(sony(model, record)) == [" ".join(map(str, number))]
    assert _serials(sony(model, record[: start + length - 1])) == []
    assert _serials(sony(model, enciphered(bytes(400)))) == []


@pytest.mark.parametrize(
    "model", ["DSC-RX100", "NEX-7", "ZV-E10M2", "ZV-1", "ILCE-9M3", "ILCE-1M2"]
)
def test_what_nobody_found_out_about_a_sony_is_not_guessed(model: str) -> None:
    assert _serials(sony(model, bytes(range(2, 250)) * 2)) == []


@given(st.binary(min_size=4, max_size=4))
def test_sonys_cipher_is_undone(raw: bytes) -> None:
    found = _serials(sony("ILCE-7", enciphered(bytes(0x7C) + raw)))
    assert found == ([" ".join(map(str, raw))] if any(raw) else [])


def test_a_number_of_eight_bytes_is_read() -> None:
    data = inside(APPLE, (0x0017, 16, (1112547328).to_bytes(8, "big")))
    assert told(data) == ["unique-id LivePhotoVideoIndex: 1112547328"]


def _serials(data: bytes) -> list[object]:
    return [f.value for f in exif.read(data) if f.kind is Kind.SERIAL]


KODAK = "EASTMAN KODAK COMPANY"
PHASE_ONE = b"IIII" + struct.pack("<IIIIIIII", 0, 12, 1, 0, 0x0102, 1, 9, 36) + b"EH012345\0"


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (outside(CANON, (0x0096, BLOB, b"AB0123456\xff\xff\xff")), "AB0123456"),
        (outside(CANON, (0x0096, BLOB, b"\0" * 9 + b"ZZ0110111\0")), "ZZ0110111"),
        (outside(SONY, (0x2031, TEXT, b"45678901\0")), "1896745"),
        (outside(RICOH, (0x0005, BLOB, bytes(range(16)))), bytes(range(16)).hex()),
        (outside(RICOH, (0x0005, BLOB, b"0000000012345678")), "0000000012345678"),
        (noted(KODAK, b"KCXGA62500346 \0" + b"\1" * 40), "KCXGA62500346"),
        (noted("FAR EAST", b"RECONYXMF\0".ljust(0x8C, b"\0") + "H500".encode("utf-16-le")), "H500"),
        (noted("FAR EAST", b"RECONYXHF4K\0".ljust(0x84, b"\0") + b"HF2X1234\0"), "HF2X1234"),
        (noted("Phase One", PHASE_ONE), "EH012345"),
    ],
)
def test_a_serial_number_is_read_however_it_is_written(data: bytes, line: str) -> None:
    assert f"serial {'Internal' if b'Canon' in data else ''}SerialNumber: {line}" in told(data)


def test_a_kodak_of_its_own_byte_order_tells_its_lens() -> None:
    note = b"II*\0\x08\0\0\0" + directory(8, [(0x0309, TEXT, b"PIXPRO 12-45mm\0")], "<")
    assert told(noted("JK Imaging, Ltd.", note)) == ["lens LensModel: PIXPRO 12-45mm"]


def test_a_kodak_may_hold_the_files_name() -> None:
    note = bytes(range(1, 33)) + b"DCP15614.JPG" + bytes(28)
    assert told(noted(KODAK, note)) == ["unique-id OriginalFileName: DCP15614.JPG"]


def test_leicas_numbers_are_read() -> None:
    m8 = outside(("Leica Camera AG", b"LEICA\0\0\0"), (0x0303, LONG, (3100012,)))
    assert told(m8) == ["serial SerialNumber: 3100012"]
    head = b"LEICA0\3\0"
    sub = directory(len(head) + 18, [(0x3103, TEXT, b"4001234\0")])
    m9 = noted("Leica Camera AG", head + directory(8, [(0x3100, LONG, (26,))]) + sub)
    assert told(m9) == ["serial SerialNumber: 4001234"]


@pytest.mark.parametrize(
    ("model", "start"), [("ILCE-7M3", 0x3A), ("ILCE-6700", 0x0A), ("SLT-A77V", 0x32)]
)
def test_sonys_shutter_is_counted(model: str, start: int) -> None:
    plain = bytearray(0x200)
    plain[start : start + 4] = b"\x39\x05\1\7"
    hidden = bytes(pow(byte, 3, 249) if byte < 249 else byte for byte in plain)
    room = b"\xaa" * len(SONY[1] + directory(0, [(0x9050, BLOB, hidden)]))
    data = block((0x0110, TEXT, model.encode() + b"\0"), exif=[(0x927C, BLOB, room)])
    note = SONY[1] + directory(data.index(room) + len(SONY[1]), [(0x9050, BLOB, hidden)])
    found = exif.read(data.replace(room, note))
    assert [f.value for f in found if f.label == "ShutterCount"] == [0x010539]


def test_djis_sensor_is_told() -> None:
    note = b"[ae_dbg_info:1 2][sensor_id:ZZ0A1B]"
    assert told(noted("DJI", note)) == ["unique-id SensorID: ZZ0A1B"]
