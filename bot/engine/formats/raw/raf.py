"""Fujifilm's RAF: a JPEG that tells everything, and the sensor's data behind it.

Spec: none; what ExifTool and LibRaw found out.
"""

from collections.abc import Iterator

from bot.engine.binary.cursor import Cursor
from bot.engine.binary.text import decode
from bot.engine.errors import Damaged
from bot.engine.formats.raw import preview
from bot.engine.model import Finding, Kind, clip

MODEL = slice(0x1C, 0x3C)
JPEG, TABLES = 0x54, (0x5C, 0x78)  # where offset and length of them stand
SIZES = (0x0111, 0x0100)  # cropped, whole; the height first
MAX_RECORDS = 256


def read(data: memoryview) -> Iterator[Finding]:
    """Say what the file tells."""
    if model := clip(decode(data[MODEL])):
        yield Finding(Kind.MODEL, "RAF", "Model", model)
    yield from preview.read(_block(data, JPEG), "RAF", "PreviewImage")


def dimensions(data: memoryview) -> tuple[int, int] | None:
    """Return width and height of what the sensor saw, without its borders."""
    found: dict[int, tuple[int, int]] = {}
    for table in TABLES:
        for tag, raw in _records(_block(data, table)):
            if tag in SIZES and len(raw) >= 4:
                cursor = Cursor(raw)
                high, wide = cursor.u16(), cursor.u16()
                found.setdefault(tag, (wide, high))
    return next((found[tag] for tag in SIZES if tag in found), None)


def _block(data: memoryview, at: int) -> memoryview:
    """Return what the pair of numbers at `at` points at, as much of it as is there."""
    cursor = Cursor(data, at=at)
    try:
        start, size = cursor.pair()
        cursor.seek(start)
    except Damaged:
        return data[:0]
    return cursor.take(min(size, cursor.left))


def _records(table: memoryview) -> Iterator[tuple[int, memoryview]]:
    cursor = Cursor(table)
    try:
        for _ in range(min(cursor.u32(), MAX_RECORDS)):
            tag, size = cursor.u16(), cursor.u16()
            yield tag, cursor.take(size)
    except Damaged:
        return
