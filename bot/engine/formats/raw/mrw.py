"""Minolta's MRW: blocks in a row, one of them an Exif block.

Spec: none; what ExifTool and dcraw found out.
"""

from collections.abc import Iterator

from bot.engine.binary.cursor import Cursor
from bot.engine.binary.text import decode
from bot.engine.blocks import exif
from bot.engine.errors import Damaged
from bot.engine.model import Finding, Kind, clip

MAX_BLOCKS = 64


def read(data: memoryview) -> Iterator[Finding]:
    """Say what the file tells."""
    for name, body in _blocks(data):
        if name == b"\0TTW":
            yield from exif.read(body)
        elif name == b"\0PRD" and (text := clip(decode(body[:8]))):
            yield Finding(Kind.SETTING, "MRW", "FirmwareID", text)


def dimensions(data: memoryview) -> tuple[int, int] | None:
    """Return width and height of the picture."""
    for name, body in _blocks(data):
        if name == b"\0PRD" and len(body) >= 16:
            cursor = Cursor(body, at=12)
            high, wide = cursor.u16(), cursor.u16()
            return wide, high
    return None


def _blocks(data: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    cursor = Cursor(data, at=8)
    try:
        for _ in range(MAX_BLOCKS):
            name = bytes(cursor.take(4))
            yield name, cursor.take(cursor.u32())
    except Damaged:
        return
