"""Cameras' raw files by hand: what no camera of ours writes, a few lines each."""

import struct

from bot.engine.formats.isobmff.boxes import make
from bot.engine.formats.raw.cr3 import CANON, PREVIEW, XMP
from tests.engine.exif_blocks import BLOB, LONG, SHORT, TEXT, Field, block, directory
from tests.engine.pictures import CLEAN

SENSOR = bytes(range(256)) * 8
NIKON_NOTE = b"Nikon\0\2\x10\0\0" + block((0x001D, TEXT, b"2012345\0"), order="<")
PACKET = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>'
)
OWNER = block(
    (0x010F, TEXT, b"Canon\0"),
    (0x0110, TEXT, b"Canon EOS R6\0"),
    (0x013B, TEXT, b"Rani Wijaya\0"),
    (0x9003, TEXT, b"2025:09:10 14:03:12\0"),
)
JAKARTA: tuple[Field, ...] = (
    (1, TEXT, b"S\0"),
    (2, 5, (6, 1, 12, 1, 30, 1)),
    (3, TEXT, b"E\0"),
    (4, 5, (106, 1, 49, 1, 0, 1)),
)


def tiff(
    make: str, sensor: tuple[Field, ...], *fields: Field, magic: bytes = b"", order: str = "<"
) -> bytes:
    """Build a TIFF with a small picture first and the sensor's in a directory below."""
    named: tuple[Field, ...] = (
        (0x00FE, LONG, (1,)),
        (0x010F, TEXT, make.encode() + b"\0"),
        (0x0111, LONG, (8,)),
        (0x0117, LONG, (40,)),
        *fields,
    )
    exif: list[Field] = [(0x9003, TEXT, b"2025:09:10 14:03:12\0")]
    if make.startswith("NIKON"):
        exif.append((0x927C, BLOB, NIKON_NOTE))
    at = len(block(*named, (0x014A, LONG, (0,)), exif=exif, gps=JAKARTA, order=order))
    data = block(*named, (0x014A, LONG, (at,)), exif=exif, gps=JAKARTA, order=order)
    size: tuple[Field, ...] = (
        (0x0100, LONG, (6000,)),
        (0x0101, LONG, (4000,)),
        (0x0111, LONG, (at + 400,)),
        (0x0117, LONG, (len(SENSOR),)),
    )
    data = (data + directory(at, (*sensor, *size), order)).ljust(at + 400, b"\0") + SENSOR
    return magic + data[len(magic) :]


CFA: tuple[Field, ...] = ((0x00FE, LONG, (0,)), (0x0106, SHORT, (32803,)))
PACKED: tuple[Field, ...] = ((0x0103, SHORT, (34713,)),)


def cr2() -> bytes:
    """Build a Canon file of directories: a preview's, and the sensor's, which says it nowhere."""
    strips: tuple[Field, ...] = ((0x0111, LONG, (300,)), (0x0117, LONG, (len(SENSOR),)))
    main: tuple[Field, ...] = (
        (0x0100, SHORT, (6000,)),
        (0x0101, SHORT, (4000,)),
        (0x010F, TEXT, b"Canon\0"),
        (0x0132, TEXT, b"2025:09:10 14:03:12\0"),
    )
    at = 16 + len(directory(16, main, "<"))
    head = b"II*\0\x10\0\0\0CR\2\0" + bytes(4)
    tail = directory(at, strips, "<")
    return (head + directory(16, main, "<", at) + tail).ljust(300, b"\0") + SENSOR


def jpeg_with(exif: bytes) -> bytes:
    """Build a JPEG that holds an Exif block."""
    body = b"Exif\0\0" + exif
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(body) + 2) + body + CLEAN["jpeg"][2:]


def raf() -> bytes:
    """Build a Fujifilm file: a header, a JPEG, a table of records."""
    picture = jpeg_with(OWNER)
    records = struct.pack(">IHHHH", 1, 0x0111, 4, 3000, 4500)
    head = b"FUJIFILMCCD-RAW 0201FF129502X-T3".ljust(0x1C, b"\0")[:0x1C] + b"X-T3".ljust(
        0x38, b"\0"
    )
    places = struct.pack(">IIIIII", 0xA0, len(picture), 0xA0 + len(picture), len(records), 0, 0)
    return (head + places).ljust(0xA0, b"\0") + picture + records + SENSOR


def mrw() -> bytes:
    """Build a Minolta file: a list of blocks, and the sensor's data."""
    size = b"21860002" + struct.pack(">HHHH", 1936, 2576, 1920, 2560) + bytes(8)
    blocks = b"".join(
        name + struct.pack(">I", len(body)) + body
        for name, body in ((b"\0PRD", size), (b"\0TTW", OWNER))
    )
    return b"\0MRM" + struct.pack(">I", len(blocks)) + blocks + SENSOR


def cr3() -> bytes:
    """Build a Canon file of boxes."""
    picture = CLEAN["jpeg"]
    canon = make(
        b"uuid",
        CANON,
        make(b"CNCV", b"CanonCR3_001/00.10.00/00.00.00"),
        make(b"CMT1", block((0x010F, TEXT, b"Canon\0"))),
        make(b"CMT2", block((0xA431, TEXT, b"093022004357\0"))),
        make(b"CMT3", block((0x0096, TEXT, b"KQ0121813\0"))),
        make(b"CMT4", block(*JAKARTA)),
        make(b"THMB", bytes(16), picture),
    )
    tracks = b""
    for wide, high in ((160, 120), (6000, 4000)):
        entry = make(b"CRAW", bytes(82), make(b"CMP1", bytes(16) + struct.pack(">II", wide, high)))
        table = make(b"stbl", make(b"stsd", bytes(8), entry))
        tracks += make(b"trak", make(b"mdia", make(b"minf", table)))
    return (
        make(b"ftyp", b"crx \0\0\0\1crx isom")
        + make(b"moov", canon, tracks)
        + make(b"uuid", XMP, PACKET)
        + make(b"uuid", PREVIEW, bytes(8), make(b"PRVW", bytes(16), picture))
        + make(b"mdat", SENSOR)
    )


RAWS = {
    "NEF": tiff("NIKON CORPORATION", PACKED),
    "ARW": tiff("SONY", CFA),
    "PEF": tiff("RICOH IMAGING COMPANY, LTD.", CFA, order=">"),
    "SRW": tiff("SAMSUNG", CFA),
    "DCR": tiff("Kodak", ((0x0103, SHORT, (65000,)),)),
    "3FR": tiff("Hasselblad", CFA, order=">"),
    "TIFF/EP": tiff("Kamera Buatan Sendiri", CFA),
    "CR2": cr2(),
    "ORF": tiff("OLYMPUS CORPORATION", (), magic=b"IIRO"),
    "RW2": tiff("Panasonic", (), (0x000B, SHORT, (34316,)), magic=b"IIU\0"),
    "RAF": raf(),
    "MRW": mrw(),
    "CR3": cr3(),
}


def x3f(*sections: tuple[bytes, bytes]) -> bytes:
    """Build a Sigma file: a header, sections, and the list of them at the end."""
    data, listed = b"FOVb\0\0\2\0" + b"02001234".ljust(16, b"\1") + bytes(4), b""
    data += struct.pack("<II", 2268, 1512) + bytes(40)
    for name, body in sections:
        listed += struct.pack("<II", len(data), len(body)) + name
        data += body
    at = len(data)
    return (
        data + b"SECd\0\0\2\0" + struct.pack("<I", len(sections)) + listed + struct.pack("<I", at)
    )


def properties(**told: str) -> bytes:
    """Build a section of words."""
    table, words = b"", ""
    for name, value in told.items():
        table += struct.pack("<II", len(words), len(words) + len(name) + 1)
        words += f"{name}\0{value}\0"
    head = b"SECp\0\0\2\0" + struct.pack("<IIII", len(told), 0, 0, len(words))
    return head + table + words.encode("utf-16-le")


SHOWN = (b"IMA2", b"SECi".ljust(28, b"\0") + jpeg_with(OWNER))
RAWS["X3F"] = x3f(SHOWN, (b"PROP", properties(CAMSERIAL="02001234", TIME="978309395")))
