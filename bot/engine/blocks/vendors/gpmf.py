"""GoPro's records: which camera, and how it was set.

Spec: GoPro, "GPMF Introduction": key, type, size of one value, how many, values, to four bytes.
"""

from collections.abc import Iterator

from bot.engine.binary.cursor import Cursor
from bot.engine.binary.text import decode
from bot.engine.errors import Damaged
from bot.engine.model import Finding, Kind, clip

WHERE = "GoPro"
PREFIX = b"GoPro\0"
MAX_RECORDS = 2000  # nested lists may share no bytes, but each costs a call
MAX_DEPTH = 6
NESTED = 0

WORDS = {
    b"CASN": (Kind.SERIAL, "CameraSerialNumber"),
    b"MINF": (Kind.MODEL, "Model"),
    b"FMWR": (Kind.SOFTWARE, "FirmwareVersion"),
    b"MUID": (Kind.UNIQUE_ID, "MediaUniqueID"),
}
IDS = (b"MUID",)


def read(data: memoryview) -> Iterator[Finding]:
    """Yield what the records tell. Never raises."""
    yield Finding(Kind.MAKER_NOTE, WHERE, "GPMF", "GoPro")
    waiting, left = [(data, 0)], MAX_RECORDS
    while waiting:
        block, depth = waiting.pop(0)
        for key, kind, raw in _records(block):
            if left == 0:
                return
            left -= 1
            if kind == NESTED and depth < MAX_DEPTH:
                waiting.append((raw, depth + 1))
            elif key in WORDS:
                yield from _tell(key, raw)


def _records(block: memoryview) -> Iterator[tuple[bytes, int, memoryview]]:
    cursor = Cursor(block)
    try:
        while cursor.left >= 8:
            key, kind = bytes(cursor.take(4)), cursor.u8()
            size = cursor.u8() * cursor.u16()
            yield key, kind, cursor.take(size)
            cursor.take(min(-size % 4, cursor.left))
    except Damaged:
        return


def _tell(key: bytes, raw: memoryview) -> Iterator[Finding]:
    kind, label = WORDS[key]
    text = bytes(raw[:32]).hex() if key in IDS else clip(decode(raw))
    if text.strip("0"):
        yield Finding(kind, WHERE, label, text)
