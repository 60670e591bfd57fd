"""Notes that are no plain directory: Kodak's, Phase One's, and what Sony enciphers.

Spec: none; ExifTool's MakerNoteKodak1 to 12 (distinguished by their first bytes), its
PhaseOne (a directory of sixteen bytes an entry), its Tag9050a to Tag9050d (a byte's cube,
modulo 249, hides it; each family of cameras keeps its serial number elsewhere).
"""

import re
from functools import cache

from bot.engine.binary.cursor import Cursor
from bot.engine.binary.text import decode
from bot.engine.blocks.ifd import Entry, Tiff
from bot.engine.blocks.makernotes.layouts import Layout, in_block, in_note
from bot.engine.blocks.makernotes.values import Decoder, Tag, Tags, clean_text, text_at
from bot.engine.errors import Damaged
from bot.engine.model import Kind, Value

KODAK_SERIAL: Tags = (Tag(0, "SerialNumber", Kind.SERIAL, text_at(0, 16)),)
KODAK_FILE_NAME: Tags = (Tag(0, "OriginalFileName", Kind.UNIQUE_ID, text_at(32, 12)),)
KODAK_TAGS: Tags = (
    Tag(0x0308, "LensSerialNumber", Kind.SERIAL),
    Tag(0x0309, "LensModel", Kind.LENS),
)
KODAK_SUBDIRECTORIES: tuple[tuple[int, Tags], ...] = (
    (0xFC00, (Tag(0xFA19, "SerialNumber", Kind.SERIAL),)),
    (0xFF00, (Tag(0xFA04, "SerialNumber", Kind.SERIAL),)),
)

_KODAK_SERIAL = re.compile(rb"[CK][A-Z\d]{3} ?[A-Z\d]{1,2}\d\d[A-Z\d]\d{4}[ \0]")
_KODAK_NAME = re.compile(rb".{41}JPG", re.DOTALL)
_KODAK_STREAM = re.compile(rb"MM\0\*\0\0\0\x08|II\*\0\x08\0\0\0")
_KODAK_DIRECTORY = re.compile(
    rb"\0[\x02-\x7f]..\0[\x01-\x0c]\0\0|[\x02-\x7f]\0..[\x01-\x0c]\0..\0\0", re.DOTALL
)

PHASE_ONE_ORDERS = {b"IIII": "little", b"MMMM": "big"}
PHASE_ONE_ENTRIES = 300  # backs write a hundred
PHASE_ONE_INLINE = 4  # bytes that fit where an offset would stand

SONY_RECORD = 0x9050
SONY_MODULUS = 249  # bytes from here on are as they are

# The model that the block names -> where the number starts, and how many bytes it has. The first
# that fits counts; () where nobody knows.
Offsets = tuple[tuple[str, tuple[int, ...]], ...]
SONY_SERIALS: Offsets = (
    (r"DSC-|Stellar|Lunar|NEX-(?:5N|7|VG20E)", ()),
    (r"ILCE-(?:7M4|7RM5|7SM3)|ILME-FX3", (0x88, 6)),
    (r"ILCE-1(?!M|\d)", (0x8A, 6)),
    (r"(?:ILCE-(?:6700|7CM2|7CR)|ILME-FX2|ZV-E1)\b", (0x38, 6)),
    (r"(?:ILCE-(?:6100A?|6300|6400A?|6500|6600|7C|7M3|7RM2|7RM3A?|7RM4A?|7SM2|9|9M2)"
     r"|ILCA-99M2|ZV-E10)\b", (0x88, 6)),
    (r"ZV-|ILME-|ILCE-(?:1|6[13-7]00|7C|7M[35]|7RM[2-6]|7SM|9)", ()),
    (r"SLT-|HV|ILCA-", (0xF0, 5)),
    (r"ILCE-|NEX-", (0x7C, 4)),
)  # fmt: skip
SONY_COUNTS: Offsets = (
    (r"DSC-|Stellar", ()),
    (r"(?:ILCE-(?:1M2|6700|7CM2|7CR|7M5|7RM6)|ILME-FX2)\b", (0x0A,)),
    (r"(?:ILCE-(?:1|7M4|7RM5|7SM3)|ILME-FX3"
     r"|ILCE-(?:6100A?|6300|6400A?|6500|6600|7C|7M3|7RM2|7RM3A?|7RM4A?|7SM2|9|9M2)"
     r"|ILCA-99M2|ZV-E10)\b", (0x3A,)),
    (r"ZV-|ILME-|ILCE-(?:1|6[13-7]00|7C|7M[35]|7RM[2-6]|7SM|9)", ()),
    (r"SLT-|HV|ILCA-|ILCE-|NEX-|Lunar", (0x32,)),
)  # fmt: skip


def kodak_record(head: bytes) -> Tags:
    """Return what a note that is no directory tells at its fixed places."""
    if _KODAK_SERIAL.match(head):
        return KODAK_SERIAL
    return KODAK_FILE_NAME if _KODAK_NAME.match(head) and head[:2] not in (b"MM", b"II") else ()


def kodak_directory(note: Entry, tiff: Tiff) -> Tiff | None:
    """Open the directory of the notes that have one."""
    head = bytes(note.raw[:16])
    opens: Layout
    if _KODAK_STREAM.match(head):
        opens = in_note(8)
        note = note._replace(order="little" if head[:1] == b"I" else "big")
    elif _KODAK_DIRECTORY.match(head):
        opens = in_block(0)
    else:
        return None
    return opens(note, tiff)


def phase_one_text(tag: int) -> Decoder:
    """Return what reads the text of one entry of a Phase One note."""

    def decode_value(entry: Entry) -> Value:
        order = PHASE_ONE_ORDERS.get(bytes(entry.raw[:4]))
        try:
            return _phase_one_entry(entry.raw, order, tag) if order else None
        except Damaged:
            return None

    return decode_value


def _phase_one_entry(raw: memoryview, order: str, tag: int) -> str | None:
    cursor = Cursor(raw, order, at=8)
    cursor.seek(cursor.u32())
    count, _ = cursor.pair()
    for _ in range(min(count, PHASE_ONE_ENTRIES)):
        number, _ = cursor.pair()
        size, at = cursor.u32(), cursor.at
        if number == tag:
            value = Cursor(raw, order)
            value.seek(at if size <= PHASE_ONE_INLINE else cursor.u32())
            return clean_text(decode(value.take(size)))
        cursor.take(4)
    return None


def sony_tags(model: str) -> tuple[Tag, ...]:
    """Return what an enciphered record of a model tells."""
    tags = []
    if offset := _first(SONY_SERIALS, model):
        tags.append(Tag(SONY_RECORD, "InternalSerialNumber", Kind.SERIAL, _deciphered(*offset)))
    if offset := _first(SONY_COUNTS, model):
        tags.append(Tag(SONY_RECORD, "ShutterCount", Kind.SETTING, _count(*offset)))
    return tuple(tags)


def _first(table: Offsets, model: str) -> tuple[int, ...]:
    return next((at for name, at in table if re.match(name, model)), ())


def _count(start: int) -> Decoder:
    """Return how often the shutter was released: 24 bits of it."""

    def decode_value(entry: Entry) -> Value:
        raw = bytes(entry.raw[start : start + 3]).translate(_sony_cipher())
        return int.from_bytes(raw, "little") or None if len(raw) == 3 else None

    return decode_value


def _deciphered(start: int, length: int) -> Decoder:
    """Return the numbers at a place of a record, deciphered."""

    def decode_value(entry: Entry) -> Value:
        raw = bytes(entry.raw[start : start + length]).translate(_sony_cipher())
        return " ".join(map(str, raw)) if any(raw) and len(raw) == length else None

    return decode_value


@cache  # not at import: few photos need it
def _sony_cipher() -> bytes:
    """Return the table that deciphers: no two bytes have one cube."""
    table = bytearray(range(256))
    for byte in range(SONY_MODULUS):
        table[byte**3 % SONY_MODULUS] = byte
    return bytes(table)
