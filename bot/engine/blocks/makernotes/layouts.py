"""Where a maker's note keeps its directory, and what its offsets count from.

Spec: none; what ExifTool, Exiv2 and metadata-extractor found out about each maker.
"""

from collections.abc import Callable

from bot.engine.binary.cursor import Cursor
from bot.engine.blocks.exif import ifd
from bot.engine.blocks.exif.ifd import Entry, Tiff
from bot.engine.errors import Damaged

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
