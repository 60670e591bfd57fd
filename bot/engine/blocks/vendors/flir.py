"""FLIR's own file inside the APP1 segments of a thermal camera's JPEG.

Spec: none; what ExifTool found out.
"""

import struct
from collections.abc import Iterator, Sequence
from math import isfinite

from bot.engine.binary.cursor import Cursor
from bot.engine.binary.text import decode
from bot.engine.blocks.vendors.ciff import moment
from bot.engine.errors import Damaged
from bot.engine.model import Finding, Kind, Position, clip

WHERE = "FLIR"
PREFIX = b"FLIR\0"
NUMBER, BODY = 6, 8  # offsets in a segment: which piece it is; where the piece starts
MAGIC = (b"FFF\0", b"AFF\0")
ENTRY = 32  # bytes of an entry of the list
MAX_RECORDS = 64  # cameras write ten
CAMERA, PLACE = 0x20, 0x2B

# Offset in the camera's record, bytes, what it is.
WORDS = (
    (0x0D4, 32, Kind.MODEL, "CameraModel"),
    (0x0F4, 16, Kind.SETTING, "CameraPartNumber"),
    (0x104, 16, Kind.SERIAL, "CameraSerialNumber"),
    (0x114, 16, Kind.SETTING, "CameraSoftware"),
    (0x170, 32, Kind.LENS, "LensModel"),
    (0x190, 16, Kind.SETTING, "LensPartNumber"),
    (0x1A0, 16, Kind.SERIAL, "LensSerialNumber"),
    (0x21C, 32, Kind.SERIAL, "FilterSerialNumber"),
)
CLOCK = 0x384  # seconds, milliseconds, minutes west of Greenwich
DAY = 24 * 60  # minutes


def join(bodies: Sequence[bytes]) -> memoryview:
    """Return the file that segments hold in pieces."""
    pieces = sorted(bodies, key=lambda body: body[NUMBER : NUMBER + 1])
    return memoryview(b"".join(body[BODY:] for body in pieces))


def read(data: memoryview) -> Iterator[Finding]:
    """Yield what the file tells. Never raises."""
    for kind, raw in _records(data):
        try:
            if kind == CAMERA:
                yield from _camera(raw)
            elif kind == PLACE:
                yield from _place(raw)
        except (Damaged, struct.error):
            continue


def _records(data: memoryview) -> Iterator[tuple[int, memoryview]]:
    if bytes(data[:4]) not in MAGIC:
        return
    try:
        version = Cursor(data, "big", at=0x14).u32()
        order = "big" if 100 <= version < 200 else "little"
        start, count = Cursor(data, order, at=0x18).pair()
        for number in range(min(count, MAX_RECORDS)):
            entry = Cursor(data, order)
            entry.seek(start + number * ENTRY)
            kind = entry.u16()
            entry.take(10)
            cursor = Cursor(data)
            at, size = entry.pair()
            cursor.seek(at)
            yield kind, cursor.take(size)
    except Damaged:
        return


def _camera(raw: memoryview) -> Iterator[Finding]:
    for at, length, kind, label in WORDS:
        if text := clip(decode(raw[at : at + length])):
            yield Finding(kind, WHERE, label, text)
    cursor = Cursor(raw, "little" if raw[0] else "big", at=CLOCK)
    seconds, _ = cursor.pair()
    west = int.from_bytes(cursor.take(2), "little" if raw[0] else "big", signed=True)
    if seconds and abs(west) < DAY:
        hours, minutes = divmod(abs(west), 60)
        offset = f"{'-' if west > 0 else '+'}{hours:02}:{minutes:02}"
        value = moment(max(0, seconds - west * 60)) + offset
        yield Finding(Kind.DATETIME, WHERE, "DateTimeOriginal", value)


def _place(raw: memoryview) -> Iterator[Finding]:
    order = "<" if bytes(raw[:1]) == b"\1" else ">"
    valid, lat, lon, alt = struct.unpack_from(order + "I12xddf", raw)
    if valid == 1 and abs(lat) <= 90 and abs(lon) <= 180 and (lat or lon):
        height = alt if isfinite(alt) and alt != -1 else None
        yield Finding(Kind.GPS_POSITION, WHERE, "GPSLatitude", Position(lat, lon, height))
