"""Where a maker's note keeps its directory, and what its offsets count from.

Spec: DNG 1.7.1 chapter 4 (DNGPrivateData); for the rest none:
what ExifTool, Exiv2 and metadata-extractor found out about each maker.
"""

from collections.abc import Callable

from bot.engine.binary.cursor import Cursor
from bot.engine.blocks import ifd
from bot.engine.blocks.ifd import Entry, Tiff
from bot.engine.errors import Damaged

ADOBE = b"Adobe\0"
MAKER_NOTE = b"MakN"
BYTE_ORDERS = {b"II": "little", b"MM": "big"}
UNDEFINED = 7
FAR = 1024 * 1024  # bytes of a note, and before it: a field may claim the whole file
# Returns the stream that the note's offsets count in, its first directory set.
Layout = Callable[[Entry, Tiff], Tiff | None]

MOST_ENTRIES = 255  # a count above it was read in the wrong byte order


def in_block(skip: int) -> Layout:
    """Open a directory `skip` bytes into the note; offsets count in the block."""
    return lambda note, tiff: _open(tiff.data, note.at + skip, note.order)


def in_note(skip: int) -> Layout:
    """Open a directory `skip` bytes into the note; offsets count from the note's start."""
    return lambda note, tiff: _open(_tail(note, tiff), skip, note.order)


def stream(skip: int) -> Layout:
    """Open a whole TIFF stream, header and all, `skip` bytes into the note."""
    return lambda note, tiff: ifd.parse(_tail(note, tiff)[skip:])


def fuji(note: Entry, tiff: Tiff) -> Tiff | None:
    """Open a directory at the offset behind eight letters; little-endian always."""
    cursor = Cursor(_tail(note, tiff), "little", at=8)
    try:
        return Tiff(cursor.data, "little", cursor.u32())
    except Damaged:
        return None


def either(note: Entry, tiff: Tiff) -> Tiff | None:
    """Open a directory that starts the note; Samsung counts offsets in either way."""
    near, far = in_note(0)(note, tiff), in_block(0)(note, tiff)
    if near is None or far is None:
        return None
    entries, _ = Tiff(near.data, near.order).directory(0) or ((), 0)
    end = 2 + 12 * len(entries)  # the first value follows the last entry
    first = min((entry.at for entry in entries if entry.at >= end), default=end)
    return near if abs(first - end) <= abs(first - note.at - end) else far


def _tail(note: Entry, tiff: Tiff) -> memoryview:
    """Return the note and all behind it: some makers put values after their note."""
    return tiff.view(note.at, len(tiff.data))


def _open(data: memoryview, first: int, order: str) -> Tiff | None:
    """Open a directory that does not name its byte order, which may differ from the block's."""
    cursor = Cursor(data, order)
    try:
        cursor.seek(first)
        count = cursor.u16()
    except Damaged:
        return None
    if count > MOST_ENTRIES:
        order = "big" if order == "little" else "little"
    return Tiff(data, order, first)


def private_note(block: memoryview) -> tuple[Entry, Tiff] | None:
    """Return the maker's note of a DNGPrivateData field, and a block in which it lies where it lay.

    Converters write "Adobe", then named records: the note as it stood in the raw file.
    None where there is no such note.
    """
    cursor = Cursor(block)
    try:
        if cursor.take(len(ADOBE)) != ADOBE:
            return None
        while cursor.left:
            kind, size = bytes(cursor.take(4)), cursor.u32()
            body = Cursor(cursor.take(size))
            if kind == MAKER_NOTE:
                order, at = BYTE_ORDERS.get(bytes(body.take(2))), body.u32()
                if order is None or at > FAR:
                    return None
                raw = body.take(min(body.left, FAR))
                tiff = Tiff(memoryview(bytes(at) + raw), order)
                return Entry(0x927C, UNDEFINED, tiff.view(at, len(raw)), at, order), tiff
            cursor.take(size % 2)
    except Damaged:
        return None
    return None
