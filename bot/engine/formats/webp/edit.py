"""WebP files that keep or gain an Exif block, for copies that leave something in.

Spec: RFC 9649 §2.3 (RIFF), §2.7 (extended format), §3.4 (alpha of a lossless bitstream).
"""

import struct
from collections.abc import Iterator, Sequence

from bot.engine.formats import webp
from bot.engine.formats.webp import WebP
from bot.engine.model import Finding, Part

EXIF_PART = "EXIF"
RIFF_HEADER = 12  # bytes before the first chunk
BODY = 8  # bytes of a chunk before its body: name and size
FLAGS_OFFSET = RIFF_HEADER + BODY  # of VP8X, which stands first
FLAGS = {0x20: "ICCP", 0x08: "EXIF", 0x04: "XMP "}  # of VP8X, §2.7.1
# Parts whose every field is read: nothing can hide in them.
FULLY_READ = frozenset({EXIF_PART, "XMP ", "ICCP", "RIFF", "VP8X", "ANMF", "padding"})


def findings(part: Part) -> Iterator[Finding]:
    """Yield what one part tells by itself; never raises."""
    return WebP((part,)).findings()


def exif_block(part: Part) -> memoryview:
    """Return the Exif block of an EXIF_PART."""
    return part.raw[BODY : BODY + int.from_bytes(part.raw[4:8], "little")]


def with_block(part: Part, block: bytes) -> bytes:
    """Return an EXIF_PART with another block of the same length."""
    return bytes(part.raw[:BODY]) + block + bytes(part.raw[BODY + len(block) :])


def is_fully_read(part: Part) -> bool:
    """Return whether every field of a part is read."""
    return part.name in FULLY_READ


def joined(parts: Sequence[Part], pieces: Sequence[bytes]) -> bytes:
    """Return the file in which `pieces` stand in the place of its `parts`.

    RIFF's length, and VP8X's flags of the chunks that are there, are set right.
    """
    names = {part.name for part, piece in zip(parts, pieces, strict=True) if piece}
    trailers = (p for part, p in zip(parts, pieces, strict=True) if part.name == "trailer")
    out = bytearray(b"".join(pieces))
    # The length counts from behind itself, and stops before what follows RIFF's end.
    struct.pack_into("<I", out, 4, len(out) - 8 - sum(map(len, trailers)))
    if out[RIFF_HEADER : RIFF_HEADER + 4] == b"VP8X":
        for flag, name in FLAGS.items():
            if name not in names:
                out[FLAGS_OFFSET] &= ~flag
    return bytes(out)


def with_exif(parts: Sequence[Part], block: bytes) -> bytes:
    """Return a file with `block` as its only Exif block; a plain one becomes an extended one."""
    chunk = struct.pack("<4sI", b"EXIF", len(block)) + block + bytes(len(block) % 2)
    rest = [part.raw for part in parts[1:] if part.name not in (EXIF_PART, "VP8X")]
    chunks = b"".join((struct.pack("<4sI", b"VP8X", 10), _extended(parts), *rest, chunk))
    return struct.pack("<4sI4s", b"RIFF", 4 + len(chunks), b"WEBP") + chunks


def _extended(parts: Sequence[Part]) -> bytes:
    """Return the body of a VP8X chunk that announces an Exif block: flags, width, height."""
    for part in parts:
        if part.name == "VP8X":
            return bytes([part.raw[BODY] | webp.HAS_EXIF]) + bytes(part.raw[BODY + 1 : BODY + 10])
    width, height = WebP(tuple(parts)).dimensions() or (1, 1)
    flags = webp.HAS_EXIF | (webp.HAS_ALPHA if _has_alpha(parts) else 0)
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return bytes([flags, 0, 0, 0]) + sides


def _has_alpha(parts: Sequence[Part]) -> bool:
    """Return whether a lossless bitstream says that its alpha is used: bit 28 behind its 2F."""
    lossless = next((part.raw for part in parts if part.name == "VP8L"), None)
    return lossless is not None and bool(int.from_bytes(lossless[9:13], "little") >> 28 & 1)
