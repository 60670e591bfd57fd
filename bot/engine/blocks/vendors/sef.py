"""Samsung's records behind a photo: its moving half, sounds, edits, when, in which country.

Spec: none; what ExifTool found out. A list at the end counts back to each record.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.engine.binary.cursor import Cursor
from bot.engine.binary.text import decode
from bot.engine.blocks.vendors.ciff import moment
from bot.engine.errors import Damaged
from bot.engine.model import Embedded, Finding, Kind, clip

WHERE = "Samsung"
HEAD, END = b"SEFH", b"SEFT"
WINDOW = 64 * 1024  # bytes from the end in which the list stands: 5,000 records
MAX_RECORDS = 100  # phones write ten
LONGEST_NAME = 64

# The name, or how it begins -> what it is.
RECORD_KINDS = (
    ("Original_Path_Hash_Key", Kind.UNIQUE_ID),
    ("PhotoEditor_Re_Edit_Data", Kind.HISTORY),
    ("MCC_Data", Kind.GPS_DETAIL),  # the country of the phone network
)
HIDDEN = (
    ("MotionPhoto_Data", Embedded.MOTION_VIDEO),
    ("SoundShot_Meta_Info", ""),
    ("SoundShot_", Embedded.SOUND),
    ("DualShot_DepthMap", Embedded.DEPTH_MAP),
    ("SingeShot_DepthMap", Embedded.DEPTH_MAP),  # misspelt by Samsung
    ("SingleShot_DepthMap", Embedded.DEPTH_MAP),
    ("DualShot_1", Embedded.SECOND_PICTURE),
    ("DualShot_2", Embedded.SECOND_PICTURE),
    ("SurroundShot", Embedded.SECOND_PICTURE),
)
CLOCK = "Image_UTC_Data"

_MILLISECONDS = re.compile(rb"\d{12,13}")


class Record(NamedTuple):
    """One record: its name, and a view of its value."""

    name: str
    raw: memoryview


def read(raw: memoryview) -> Iterator[Finding]:
    """Yield what the records tell. Never raises."""
    for record in records(raw):
        yield from _tell(record)


def records(raw: memoryview) -> Iterator[Record]:
    """Yield the records whose list ends in `raw`, none where there is no list."""
    tail = bytes(raw[-WINDOW:])
    end = tail.rfind(END)
    start = tail.rfind(HEAD, 0, max(0, end))
    if start < 0:
        return
    first = len(raw) - len(tail) + start  # offsets count back from here
    table = Cursor(memoryview(tail)[:end], "little", at=start + 8)
    try:
        for _ in range(min(table.u32(), MAX_RECORDS)):
            table.take(4)
            back, size = table.pair()
            cursor = Cursor(raw, "little")
            cursor.seek(first - back)
            record = Cursor(cursor.take(size), "little", at=4)
            name = decode(record.take(record.u32())[:LONGEST_NAME])
            yield Record(name, record.take(record.left))
    except Damaged:
        return


def _tell(record: Record) -> Iterator[Finding]:
    name, raw = record
    kind = next((kind for start, kind in RECORD_KINDS if name.startswith(start)), None)
    hidden = next((what for start, what in HIDDEN if name.startswith(start)), "")
    if name == CLOCK and (clock := _MILLISECONDS.fullmatch(bytes(raw[:16]))):
        value = moment(int(clock[0]) // 1000) + "+00:00"
        yield Finding(Kind.DATETIME, WHERE, name, value)
    elif kind:
        if text := clip(decode(raw)):
            yield Finding(kind, WHERE, name, text)
    elif hidden:
        yield Finding(Kind.EMBEDDED, WHERE, name, hidden)
    elif name:
        yield Finding(Kind.SETTING, WHERE, clip(name), len(raw))
