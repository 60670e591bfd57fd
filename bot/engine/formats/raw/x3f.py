"""Sigma's X3F: sections that a directory at the end lists.

Spec: none; "X3F raw image file format" as Foveon published it, and what ExifTool found out.
"""

from collections.abc import Iterator

from bot.engine.binary.cursor import Cursor
from bot.engine.blocks.vendors.ciff import moment
from bot.engine.errors import Damaged
from bot.engine.formats.raw import preview
from bot.engine.model import Finding, Kind, clip

WHERE = "X3F"
UNIQUE_ID = slice(8, 24)  # of the header, up to version 3
SIZE, SIZE_4 = 28, 40  # offsets of width and height; in version 4 they stand later
VERSION_4 = 4
MAX_SECTIONS, MAX_PROPERTIES = 64, 256
MAX_PREVIEWS = 4  # cameras write two; sections may overlap, each of them the whole file
HEADER = 24  # bytes of a list of properties before its table
IMAGE_HEADER = 28
LONGEST = 500  # characters of a property

PROPERTIES = {
    "CAMMANUF": (Kind.MAKE, "Make"),
    "CAMMODEL": (Kind.MODEL, "Model"),
    "CAMNAME": (Kind.TEXT, "CameraName"),
    "CAMSERIAL": (Kind.SERIAL, "SerialNumber"),
    "FIRMVERS": (Kind.SETTING, "FirmwareVersion"),
    "IMAGERBOARDID": (Kind.SERIAL, "ImagerBoardID"),
    "IMAGEBOARDID": (Kind.SERIAL, "ImageBoardID"),
    "SENSORID": (Kind.SERIAL, "SensorID"),
}


def read(data: memoryview) -> Iterator[Finding]:
    """Yield what the file tells."""
    unique = bytes(data[UNIQUE_ID])
    if _version(data) < VERSION_4 and any(unique):
        yield Finding(Kind.UNIQUE_ID, WHERE, "ImageUniqueID", unique.hex())
    previews = 0
    for name, raw in _sections(data):
        if name == b"PROP":
            yield from _properties(raw)
        elif name in (b"IMAG", b"IMA2") and previews < MAX_PREVIEWS:
            previews += 1
            yield from preview.read(raw[IMAGE_HEADER:], WHERE, "PreviewImage")


def dimensions(data: memoryview) -> tuple[int, int] | None:
    """Return width and height as the header names them."""
    cursor = Cursor(data, "little", SIZE if _version(data) < VERSION_4 else SIZE_4)
    try:
        return cursor.pair()
    except Damaged:
        return None


def _version(data: memoryview) -> int:
    return int.from_bytes(data[6:8], "little")


def _sections(data: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    cursor, table = Cursor(data, "little"), Cursor(data, "little")
    try:
        cursor.seek(len(data) - 4)
        table.seek(cursor.u32())
        table.take(8)
        for _ in range(min(table.u32(), MAX_SECTIONS)):
            start, size = table.pair()
            name = bytes(table.take(4))
            cursor.seek(start)
            yield name, cursor.take(size)
    except Damaged:
        return


def _properties(raw: memoryview) -> Iterator[Finding]:
    """Read pairs of words: a table of places, counted in characters behind it."""
    cursor = Cursor(raw, "little", at=8)
    try:
        count = cursor.u32()
        cursor.seek(HEADER)
        table = Cursor(cursor.take(count * 8), "little")
        texts = Cursor(raw, "little", at=cursor.at)
        for _ in range(min(count, MAX_PROPERTIES)):
            name, value = (_text(texts, place) for place in table.pair())
            yield from _property(name, clip(value))
    except Damaged:
        return


def _text(texts: Cursor, index: int) -> str:
    cursor = Cursor(texts.data, "little", at=texts.at)
    cursor.take(index * 2)
    raw = bytes(cursor.take(min(LONGEST * 2, cursor.left // 2 * 2)))
    return raw.decode("utf-16-le", "replace").partition("\0")[0]


def _property(name: str, value: str) -> Iterator[Finding]:
    if name in PROPERTIES and value.strip("0"):
        kind, label = PROPERTIES[name]
        yield Finding(kind, WHERE, label, value)
    elif name == "TIME" and value.isdecimal() and value.isascii() and len(value) <= 10:
        yield Finding(Kind.DATETIME, WHERE, "DateTimeOriginal", moment(int(value)))
