"""Canon's heap of records: its first raw files, and a block in the JPEGs beside them.

Spec: CIFF 1.0r4 §2-5; names as ExifTool has them.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from bot.engine.binary.cursor import Cursor
from bot.engine.binary.text import decode
from bot.engine.errors import Damaged
from bot.engine.model import Finding, Kind, clip

MAGIC = b"HEAP"  # behind the byte order and the header's length
WHERE = "CIFF"
MAX_RECORDS = 2000  # heaps inside heaps may share bytes; a camera writes sixty
MAX_DEPTH = 8
HEAPS = (0x2800, 0x3000)  # types of record that hold records, §4
KIND, TYPE, INLINE = 0x3FFF, 0x3800, 0x4000
TEXT_ROOM = 512  # bytes of a word that are read

MAKE_MODEL, IMAGE_INFO, SERIAL, MOMENT = 0x080A, 0x1810, 0x180B, 0x180E
WORDS = {
    0x0805: (Kind.TEXT, "UserComment"),
    0x080B: (Kind.SETTING, "CanonFirmwareVersion"),
    0x0810: (Kind.OWNER, "OwnerName"),
    0x0816: (Kind.UNIQUE_ID, "OriginalFileName"),
    0x0817: (Kind.UNIQUE_ID, "ThumbnailFileName"),
}
NUMBERS = {SERIAL: (Kind.SERIAL, "SerialNumber"), 0x1817: (Kind.SETTING, "FileNumber")}
PICTURES = {0x2007: "JpgFromRaw", 0x2008: "ThumbnailImage"}


class Record(NamedTuple):
    """One record: its number, and a view of its value."""

    tag: int
    raw: memoryview


def matches(head: bytes | memoryview) -> bool:
    """Return whether a heap starts here."""
    return bytes(head[:2]) in (b"II", b"MM") and bytes(head[6:10]) == MAGIC


def read(data: memoryview) -> Iterator[Finding]:
    """Yield what a heap tells. Never raises."""
    order = _order(data)
    for record in records(data):
        yield from _tell(record, order)


def dimensions(data: memoryview) -> tuple[int, int] | None:
    """Return width and height as the heap names them."""
    for tag, raw in records(data):
        if tag == IMAGE_INFO and len(raw) >= 8:
            return Cursor(raw, _order(data)).pair()
    return None


def records(data: memoryview) -> Iterator[Record]:
    """Yield every record of the heap that can be reached."""
    cursor = Cursor(data, _order(data), at=2)
    try:
        waiting = [(data[cursor.u32() :], 0)]
    except Damaged:
        return
    left = MAX_RECORDS
    while waiting:
        heap, depth = waiting.pop(0)
        for record in _heap(heap, cursor.order):
            if left == 0:
                return
            left -= 1
            yield record
            if record.tag & TYPE in HEAPS and depth < MAX_DEPTH:
                waiting.append((record.raw, depth + 1))


def _order(data: memoryview) -> str:
    return "big" if bytes(data[:2]) == b"MM" else "little"


def _heap(heap: memoryview, order: str) -> Iterator[Record]:
    """Yield the records of one heap: its table stands where its last four bytes say, §3."""
    cursor = Cursor(heap, order)
    try:
        cursor.seek(len(heap) - 4)
        cursor.seek(cursor.u32())
        for _ in range(cursor.u16()):
            tag = cursor.u16()
            inside = Cursor(heap, order, at=cursor.at)
            size, start = cursor.pair()
            if tag & INLINE:  # the value stands in the table
                yield Record(tag & KIND, inside.take(8))
                continue
            inside.seek(start)
            yield Record(tag & KIND, inside.take(size))
    except Damaged:
        return


def _tell(record: Record, order: str) -> Iterator[Finding]:
    tag, raw = record
    if tag in WORDS:
        yield from _word(*WORDS[tag], raw)
    elif tag == MAKE_MODEL:
        make, _, model = bytes(raw[:TEXT_ROOM]).partition(b"\0")
        yield from _word(Kind.MAKE, "Make", make)
        yield from _word(Kind.MODEL, "Model", model)
    elif tag in PICTURES and bytes(raw[:2]) == b"\xff\xd8":
        yield Finding(Kind.THUMBNAIL, WHERE, PICTURES[tag], len(raw))
    elif tag in NUMBERS or tag == MOMENT:
        yield from _number(tag, int.from_bytes(raw[:4], "big" if order == "big" else "little"))


def _word(kind: Kind, label: str, raw: memoryview | bytes) -> Iterator[Finding]:
    if text := clip(decode(raw[:TEXT_ROOM])):
        yield Finding(kind, WHERE, label, text)


def _number(tag: int, value: int) -> Iterator[Finding]:
    if not value:
        return
    if tag == MOMENT:
        yield Finding(Kind.DATETIME, WHERE, "DateTimeOriginal", moment(value))
    else:
        kind, label = NUMBERS[tag]
        yield Finding(kind, WHERE, label, str(value))


def moment(seconds: int) -> str:
    """Return a clock's seconds since 1970, which know no time zone, as a date."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")
