"""Sony's cipher, and where behind it each family of cameras keeps its serial number.

Spec: none; ExifTool's tables Tag9050a to Tag9050d. A byte's cube, modulo 249, hides it.
"""

import re
from functools import cache

from bot.engine.blocks.exif.ifd import Entry
from bot.engine.blocks.makernotes.forms import Form, Tag
from bot.engine.model import Kind, Value

RECORD = 0x9050
MODULUS = 249  # bytes from here on are as they are

# The model that the block names -> where the number starts, and how many bytes it has. The first
# that fits counts; () where nobody knows.
Places = tuple[tuple[str, tuple[int, ...]], ...]
PLACES: Places = (
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
COUNTS: Places = (
    (r"DSC-|Stellar", ()),
    (r"(?:ILCE-(?:1M2|6700|7CM2|7CR|7M5|7RM6)|ILME-FX2)\b", (0x0A,)),
    (r"(?:ILCE-(?:1|7M4|7RM5|7SM3)|ILME-FX3"
     r"|ILCE-(?:6100A?|6300|6400A?|6500|6600|7C|7M3|7RM2|7RM3A?|7RM4A?|7SM2|9|9M2)"
     r"|ILCA-99M2|ZV-E10)\b", (0x3A,)),
    (r"ZV-|ILME-|ILCE-(?:1|6[13-7]00|7C|7M[35]|7RM[2-6]|7SM|9)", ()),
    (r"SLT-|HV|ILCA-|ILCE-|NEX-|Lunar", (0x32,)),
)  # fmt: skip


def tags(model: str) -> tuple[Tag, ...]:
    """Return what an enciphered record of a model tells."""
    found = []
    if place := _first(PLACES, model):
        found.append(Tag(RECORD, "InternalSerialNumber", Kind.SERIAL, _behind(*place)))
    if place := _first(COUNTS, model):
        found.append(Tag(RECORD, "ShutterCount", Kind.SETTING, _count(*place)))
    return tuple(found)


def _first(table: Places, model: str) -> tuple[int, ...]:
    return next((at for name, at in table if re.match(name, model)), ())


def _count(start: int) -> Form:
    """Tell how often the shutter was released: 24 bits of it."""

    def form(entry: Entry) -> Value:
        raw = bytes(entry.raw[start : start + 3]).translate(_plain())
        return int.from_bytes(raw, "little") or None if len(raw) == 3 else None

    return form


def _behind(start: int, length: int) -> Form:
    """Tell the numbers at a place of a record, deciphered."""

    def form(entry: Entry) -> Value:
        raw = bytes(entry.raw[start : start + length]).translate(_plain())
        return " ".join(map(str, raw)) if any(raw) and len(raw) == length else None

    return form


@cache  # not at import: few photos need it
def _plain() -> bytes:
    """Return the table that deciphers: no two bytes have one cube."""
    table = bytearray(range(256))
    for byte in range(MODULUS):
        table[byte**3 % MODULUS] = byte
    return bytes(table)
