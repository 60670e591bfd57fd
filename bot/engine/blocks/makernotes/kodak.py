"""Kodak's many notes, told apart by what stands at their start.

Spec: none; ExifTool's MakerNoteKodak1 to 12.
"""

import re

from bot.engine.blocks.exif.ifd import Entry, Tiff
from bot.engine.blocks.makernotes.forms import Tag, text_at
from bot.engine.blocks.makernotes.layouts import Layout, in_block, in_note
from bot.engine.model import Kind

Tags = tuple[Tag, ...]

SERIAL: Tags = (Tag(0, "SerialNumber", Kind.SERIAL, text_at(0, 16)),)
NAMED: Tags = (Tag(0, "OriginalFileName", Kind.UNIQUE_ID, text_at(32, 12)),)
FOUND: Tags = (
    Tag(0x0308, "LensSerialNumber", Kind.SERIAL),
    Tag(0x0309, "LensModel", Kind.LENS),
)
BELOW: tuple[tuple[int, Tags], ...] = (
    (0xFC00, (Tag(0xFA19, "SerialNumber", Kind.SERIAL),)),
    (0xFF00, (Tag(0xFA04, "SerialNumber", Kind.SERIAL),)),
)

_SERIAL_FIRST = re.compile(rb"[CK][A-Z\d]{3} ?[A-Z\d]{1,2}\d\d[A-Z\d]\d{4}[ \0]")
_NAME_WITHIN = re.compile(rb".{41}JPG", re.DOTALL)
_STREAM = re.compile(rb"MM\0\*\0\0\0\x08|II\*\0\x08\0\0\0")
_DIRECTORY = re.compile(
    rb"\0[\x02-\x7f]..\0[\x01-\x0c]\0\0|[\x02-\x7f]\0..[\x01-\x0c]\0..\0\0", re.DOTALL
)


def record(head: bytes) -> Tags:
    """Return what a note that is no directory tells at its fixed places."""
    if _SERIAL_FIRST.match(head):
        return SERIAL
    return NAMED if _NAME_WITHIN.match(head) and head[:2] not in (b"MM", b"II") else ()


def layout(note: Entry, tiff: Tiff) -> Tiff | None:
    """Open the directory of the notes that have one."""
    head = bytes(note.raw[:16])
    opens: Layout
    if _STREAM.match(head):
        opens = in_note(8)
        note = note._replace(order="little" if head[:1] == b"I" else "big")
    elif _DIRECTORY.match(head):
        opens = in_block(0)
    else:
        return None
    return opens(note, tiff)
