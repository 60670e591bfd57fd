"""Phase One's note: a directory of its own kind, sixteen bytes an entry.

Spec: none; ExifTool's PhaseOne.
"""

from bot.engine.binary.cursor import Cursor
from bot.engine.binary.text import decode
from bot.engine.blocks.exif.ifd import Entry
from bot.engine.blocks.makernotes.forms import Form, told
from bot.engine.errors import Damaged
from bot.engine.model import Value

ORDERS = {b"IIII": "little", b"MMMM": "big"}
MAX_ENTRIES = 300  # backs write a hundred
INLINE = 4  # bytes that fit where an offset would stand


def word(tag: int) -> Form:
    """Tell the text of one entry."""

    def form(entry: Entry) -> Value:
        order = ORDERS.get(bytes(entry.raw[:4]))
        try:
            return _find(entry.raw, order, tag) if order else None
        except Damaged:
            return None

    return form


def _find(raw: memoryview, order: str, tag: int) -> str | None:
    cursor = Cursor(raw, order, at=8)
    cursor.seek(cursor.u32())
    count, _ = cursor.pair()
    for _ in range(min(count, MAX_ENTRIES)):
        number, _ = cursor.pair()
        size, at = cursor.u32(), cursor.at
        if number == tag:
            value = Cursor(raw, order)
            value.seek(at if size <= INLINE else cursor.u32())
            return told(decode(value.take(size)))
        cursor.take(4)
    return None
