"""Raw files in containers of their makers' own: CRW, MRW, RAF and Contax RAW.

Spec: none but CIFF 1.0r4 (CRW); for the others what ExifTool (CanonVRD, MinoltaRaw, FujiFilm,
KyoceraRaw), dcraw and LibRaw found out.

CRW         a heap of records, and XMP that programs put behind it
MRW         blocks in a row, one of them an Exif block
RAF         a JPEG that tells everything, and the sensor's data behind it
Contax RAW  a short header, the bytes of every text in it backwards
"""

import re
from collections.abc import Iterator

from bot.engine.binary.cursor import Cursor
from bot.engine.binary.text import decode
from bot.engine.blocks import exif, xmp
from bot.engine.blocks.vendors import ciff
from bot.engine.errors import Damaged
from bot.engine.formats.raw import preview
from bot.engine.limits import READ_BUDGET
from bot.engine.model import Finding, Kind, clip

CANON_TRAILER = b"CANON OPTIONAL DATA\0"
XMP_START, XMP_END = b"<?xpacket begin", b"<?xpacket end"


def read_crw(data: memoryview) -> Iterator[Finding]:
    """Yield what the file tells."""
    yield Finding(Kind.MAKER_NOTE, ciff.WHERE, "MakerNote", "Canon")
    yield from ciff.read(data)
    tail = bytes(data[-READ_BUDGET:])
    behind = tail.rfind(CANON_TRAILER)
    if behind < 0:
        return
    yield Finding(Kind.BLOCK, "CRW", "CanonVRD")
    start = tail.find(XMP_START, max(0, tail.find(CANON_TRAILER)))
    end = tail.rfind(XMP_END, start) if start >= 0 else -1
    if end >= 0:
        yield from xmp.read(tail[start : tail.find(b">", end) + 1 or end])


MRW_BLOCKS = 64


def read_mrw(data: memoryview) -> Iterator[Finding]:
    """Yield what the file tells."""
    for name, body in _mrw_blocks(data):
        if name == b"\0TTW":
            yield from exif.read(body)
        elif name == b"\0PRD" and (text := clip(decode(body[:8]))):
            yield Finding(Kind.SETTING, "MRW", "FirmwareID", text)


def mrw_dimensions(data: memoryview) -> tuple[int, int] | None:
    """Return width and height of the picture."""
    for name, body in _mrw_blocks(data):
        if name == b"\0PRD" and len(body) >= 16:
            cursor = Cursor(body, at=12)
            high, wide = cursor.u16(), cursor.u16()
            return wide, high
    return None


def _mrw_blocks(data: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    cursor = Cursor(data, at=8)
    try:
        for _ in range(MRW_BLOCKS):
            name = bytes(cursor.take(4))
            yield name, cursor.take(cursor.u32())
    except Damaged:
        return


RAF_MODEL = slice(0x1C, 0x3C)
RAF_JPEG, RAF_TABLES = 0x54, (0x5C, 0x78)  # where offset and length of them stand
RAF_SIZES = (0x0111, 0x0100)  # cropped, whole; the height first
RAF_RECORDS = 256


def read_raf(data: memoryview) -> Iterator[Finding]:
    """Yield what the file tells."""
    if model := clip(decode(data[RAF_MODEL])):
        yield Finding(Kind.MODEL, "RAF", "Model", model)
    yield from preview.read(_raf_block(data, RAF_JPEG), "RAF", "PreviewImage")


def raf_dimensions(data: memoryview) -> tuple[int, int] | None:
    """Return width and height of what the sensor saw, without its borders."""
    sizes: dict[int, tuple[int, int]] = {}
    for table in RAF_TABLES:
        for tag, raw in _raf_records(_raf_block(data, table)):
            if tag in RAF_SIZES and len(raw) >= 4:
                cursor = Cursor(raw)
                high, wide = cursor.u16(), cursor.u16()
                sizes.setdefault(tag, (wide, high))
    return next((sizes[tag] for tag in RAF_SIZES if tag in sizes), None)


def _raf_block(data: memoryview, at: int) -> memoryview:
    """Return what the pair of numbers at `at` points at, as much of it as is there."""
    cursor = Cursor(data, at=at)
    try:
        start, size = cursor.pair()
        cursor.seek(start)
    except Damaged:
        return data[:0]
    return cursor.take(min(size, cursor.left))


def _raf_records(table: memoryview) -> Iterator[tuple[int, memoryview]]:
    cursor = Cursor(table)
    try:
        for _ in range(min(cursor.u32(), RAF_RECORDS)):
            tag, size = cursor.u16(), cursor.u16()
            yield tag, cursor.take(size)
    except Damaged:
        return


KYOCERA = "Kyocera"
KYOCERA_FIELDS = (
    (slice(0x19, 0x20), Kind.MAKE, "Make"),
    (slice(0x0C, 0x18), Kind.MODEL, "Model"),
    (slice(0x01, 0x0B), Kind.SETTING, "FirmwareVersion"),
)
KYOCERA_CLOCK = slice(0x21, 0x35)

_MOMENT = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)")


def read_kyocera(data: memoryview) -> Iterator[Finding]:
    """Yield what the header tells."""
    for extent, kind, label in KYOCERA_FIELDS:
        if text := _reversed_text(data, extent):
            yield Finding(kind, KYOCERA, label, text)
    if moment := _MOMENT.match(_reversed_text(data, KYOCERA_CLOCK)):
        value = f"{moment[1]}-{moment[2]}-{moment[3]}T{moment[4]}"
        yield Finding(Kind.DATETIME, KYOCERA, "DateTimeOriginal", value)


def kyocera_dimensions(data: memoryview) -> None:
    """Return nothing: the header does not name them."""


def _reversed_text(data: memoryview, extent: slice) -> str:
    return clip(decode(bytes(data[extent])[::-1]))
