"""Adobe's private block of a DNG: the maker's note as it stood in the raw file it was made from.

Spec: DNG 1.7.1 chapter 4, DNGPrivateData; what converters write: "Adobe", then named records.
"""

from bot.engine.binary.cursor import Cursor
from bot.engine.blocks.exif.ifd import Entry, Tiff
from bot.engine.errors import Damaged

HEAD = b"Adobe\0"
NOTE = b"MakN"
ORDERS = {b"II": "little", b"MM": "big"}
UNDEFINED = 7
FAR = 1024 * 1024  # bytes of a note, and before it: a field may claim the whole file


def note(block: memoryview) -> tuple[Entry, Tiff] | None:
    """Return the maker's note, and a block in which it lies where it lay."""
    cursor = Cursor(block)
    try:
        if cursor.take(len(HEAD)) != HEAD:
            return None
        while cursor.left:
            kind, size = bytes(cursor.take(4)), cursor.u32()
            body = Cursor(cursor.take(size))
            if kind == NOTE:
                order, at = ORDERS.get(bytes(body.take(2))), body.u32()
                if order is None or at > FAR:
                    return None
                raw = body.take(min(body.left, FAR))
                tiff = Tiff(memoryview(bytes(at) + raw), order)
                return Entry(0x927C, UNDEFINED, tiff.view(at, len(raw)), at, order), tiff
            cursor.take(size % 2)
    except Damaged:
        return None
    return None
