"""PNG files that keep or gain an Exif block, for copies that leave something in.

Spec: W3C PNG third edition §5.3 (chunks), §11.3.4.5 (eXIf).
"""

import zlib
from collections.abc import Iterator, Sequence

from bot.engine.formats.png import Png
from bot.engine.model import Finding, Part

EXIF_PART = "eXIf"
BODY = 8  # bytes of a chunk before its body: length and type
CRC = 4  # bytes behind it
LEADING = 2  # parts that stand before any other: signature, IHDR
# Parts whose every field is read: nothing can hide in them.
FULLY_READ = frozenset({EXIF_PART, "iCCP", "tEXt", "zTXt", "iTXt", "tIME", "pHYs"})


def findings(part: Part) -> Iterator[Finding]:
    """Yield what one part tells by itself; never raises."""
    return Png((part,)).findings()


def exif_block(part: Part) -> memoryview:
    """Return the Exif block of an EXIF_PART."""
    return part.raw[BODY:-CRC]


def with_block(part: Part, block: bytes) -> bytes:  # noqa: ARG001 - a chunk is all block
    """Return an EXIF_PART with another block."""
    kind_and_body = EXIF_PART.encode() + block
    crc = zlib.crc32(kind_and_body).to_bytes(4, "big")
    return len(block).to_bytes(4, "big") + kind_and_body + crc


def is_fully_read(part: Part) -> bool:
    """Return whether every field of a part is read."""
    return part.name in FULLY_READ


def joined(parts: Sequence[Part], pieces: Sequence[bytes]) -> bytes:  # noqa: ARG001 - as Editor
    """Return the file of `pieces`: chunks do not point at each other."""
    return b"".join(pieces)


def with_exif(parts: Sequence[Part], block: bytes) -> bytes:
    """Return a file with `block` as its only Exif block, behind its header."""
    rest = (part.raw for part in parts[LEADING:] if part.name != EXIF_PART)
    head = (part.raw for part in parts[:LEADING])
    return b"".join((*head, with_block(parts[0], block), *rest))
