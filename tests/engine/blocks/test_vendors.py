"""Blocks of one maker outside of Exif: what each tells, and that none can hurt."""

import struct
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine import inspect
from bot.engine.blocks.vendors import app_segments, ciff, flir, gpmf, sef
from bot.engine.model import Finding, Position
from tests import corpus
from tests.engine import vendor_blocks
from tests.engine.exif_blocks import BLOB, block
from tests.engine.pictures import CLEAN, insert, segment

CAMERA = b"\0\2".ljust(0x0D4, b"\0") + b"FLIR T640".ljust(0x30, b"\0")
CAMERA += b"162682".ljust(0x9C, b"\0") + b"1175627".ljust(0x1E4, b"\0")
CAMERA += struct.pack(">IIh", 1467055782, 41, 240)
WEST = struct.pack(">I12xddf", 1, -6.1754, 106.8272, 12.0)
RECORDS = vendor_blocks.heap((0x0810, b"Rani Wijaya\0"), (0x080A, b"Canon\0Canon EOS 300D\0"))
PAIRS = {0x180B: 560018150, 0x180E: 1068485966, 0x1817: 1161602}
INLINE = [(tag, struct.pack("<I", value)) for tag, value in PAIRS.items()]
CIFF = vendor_blocks.ciff((0x2807, RECORDS), (0x0816, b"CRW_1602.CRW\0"), *INLINE)
EDITED = b'{"originalPath":"/storage/emulated/0/DCIM/Rani.jpg"}'
SEF = vendor_blocks.sef(
    ("MotionPhoto_Data", b"mpv2"),
    ("Image_UTC_Data", b"1680015209995"),
    ("MCC_Data", b"510"),
    ("PhotoEditor_Re_Edit_Data", EDITED),
    ("SoundShot_000", b"RIFF"),
    ("Watermark_Info", b"1"),
)
DEVICE = vendor_blocks.gpmf(b"CASN", b"c", b"C3221324545448") + vendor_blocks.gpmf(
    b"MINF", b"c", b"HERO6 Black"
)
GPMF = vendor_blocks.gpmf(b"DEVC", b"\0", DEVICE)
KODAK = block((0xC353, BLOB, b"ASCII\0\0\0Rani Wijaya"), (0xC354, BLOB, b"ASCII\0\0\0KCKCY1"))


def told(findings: Iterator[Finding]) -> list[str]:
    return [f"{f.kind} {f.label}: {f.value}" for f in findings]


def test_canons_heap_tells_owner_camera_and_moment() -> None:
    assert told(ciff.read(memoryview(CIFF))) == [
        "unique-id OriginalFileName: CRW_1602.CRW",
        "serial SerialNumber: 560018150",
        "datetime DateTimeOriginal: 2003-11-10T17:39:26",
        "setting FileNumber: 1161602",
        "owner OwnerName: Rani Wijaya",
        "make Make: Canon",
        "model Model: Canon EOS 300D",
    ]


def test_a_value_in_the_heaps_own_table_is_read() -> None:
    heap = struct.pack("<HH8sI", 1, 0x4000 | 0x180B, struct.pack("<I4x", 77), 0)
    data = b"II" + struct.pack("<I", 14) + b"HEAPCCDR" + heap
    assert told(ciff.read(memoryview(data))) == ["serial SerialNumber: 77"]


def test_samsungs_records_tell_what_was_edited_when_and_where() -> None:
    assert told(sef.read(memoryview(b"\0" * 9 + SEF))) == [
        "embedded MotionPhoto_Data: motion-video",
        "datetime Image_UTC_Data: 2023-03-28T14:53:29+00:00",
        "gps-detail MCC_Data: 510",
        f"history PhotoEditor_Re_Edit_Data: {EDITED.decode()}",
        "embedded SoundShot_000: sound",
        "setting Watermark_Info: 1",
    ]


@pytest.mark.parametrize("order", ["<", ">"])
def test_flirs_file_tells_camera_lens_moment_and_place(order: str) -> None:
    data = vendor_blocks.flir((0x20, CAMERA), (0x2B, WEST), order=order)
    assert told(flir.read(memoryview(data))) == [
        "model CameraModel: FLIR T640",
        "serial CameraSerialNumber: 162682",
        "serial LensSerialNumber: 1175627",
        "datetime DateTimeOriginal: 2016-06-27T15:29:42-04:00",
        f"gps-position GPSLatitude: {Position(-6.1754, 106.8272, 12.0)}",
    ]


def test_flirs_pieces_are_joined_in_their_order() -> None:
    pieces = [b"FLIR\0\1\1\1" + b"CD", b"FLIR\0\1\0\1" + b"AB"]
    assert bytes(flir.join(pieces)) == b"ABCD"


def test_gopros_records_tell_the_camera() -> None:
    assert told(gpmf.read(memoryview(GPMF)))[1:] == [
        "serial CameraSerialNumber: C3221324545448",
        "model Model: HERO6 Black",
    ]


def test_kodaks_directory_tells_owner_and_camera() -> None:
    assert told(app_segments.read_kodak(memoryview(KODAK)))[1:] == [
        "owner CameraOwner: Rani Wijaya",
        "serial SerialNumber: KCKCY1",
    ]


@pytest.mark.parametrize(
    ("marker", "body", "line"),
    [
        (0xE0, CIFF, "serial SerialNumber: 560018150"),
        (
            0xE1,
            b"FLIR\0\1\0\0" + vendor_blocks.flir((0x20, CAMERA)),
            "serial CameraSerialNumber: 162682",
        ),
        (0xE3, b"Meta\0\0" + KODAK, "serial SerialNumber: KCKCY1"),
        (0xE5, b"ssuniqueid\0" + b"\xab" * 4, "unique-id UniqueID: abababab"),
        (0xE6, b"GoPro\0" + GPMF, "serial CameraSerialNumber: C3221324545448"),
        (0xEC, b"21\r\n[picture info]\r\nSerial#=#00000001\r\n", "serial SerialNumber: #00000001"),
        (0xEC, b"Ducky\0\1", "setting Ducky: 7"),
    ],
)
def test_a_jpeg_tells_its_makers_blocks(marker: int, body: bytes, line: str) -> None:
    assert line in told(iter(inspect(insert(CLEAN["jpeg"], 2, segment(marker, body))).findings))


def test_a_jpeg_tells_samsungs_records_behind_it() -> None:
    assert "gps-detail MCC_Data: 510" in told(iter(inspect(CLEAN["jpeg"] + SEF).findings))


def test_real_files_tell_samsungs_records() -> None:
    folder = corpus.need(corpus.OPEN) / "files"
    seen = 0
    for start, country in (("8deae321", "248"), ("3dfb0d48", "460")):
        (path,) = folder.glob(f"{start}*")
        assert f"gps-detail MCC_Data: {country}" in told(iter(inspect(path.read_bytes()).findings))
        seen += 1
    assert seen == 2


@given(
    st.sampled_from([CIFF, SEF, vendor_blocks.flir((0x20, CAMERA), (0x2B, WEST)), GPMF]), st.data()
)
def test_no_damage_is_too_much(good: bytes, draw: st.DataObject) -> None:
    data = bytearray(good)
    for _ in range(draw.draw(st.integers(0, 6))):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    view = memoryview(bytes(data[: draw.draw(st.integers(0, len(data)))]))
    for reads in (ciff.read, sef.read, flir.read, gpmf.read, app_segments.read_kodak):
        assert len(list(reads(view))) < 500


def test_a_heap_that_holds_itself_ends() -> None:
    data = bytearray(vendor_blocks.ciff(*[(0x2807, b"")] * 40))
    start = len(data) - 26 - 4  # the table: forty heaps, each of them the whole heap
    for number in range(40):
        at = 26 + 2 + 10 * number
        struct.pack_into("<HII", data, at, 0x2807, start + 4, 0)
    assert len(list(ciff.records(memoryview(bytes(data))))) == ciff.MAX_RECORDS
