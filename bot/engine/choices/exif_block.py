"""Where a clean file carries an Exif block: JPEG, PNG and WebP.

Spec: CIPA DC-008 §4.5.4 (JPEG); W3C PNG third edition §11.3.4.5 (eXIf); RFC 9649 §2.7.
"""

import struct
import zlib
from collections.abc import Callable, Mapping

from bot.engine.errors import NotOffered, TooLarge
from bot.engine.plan import Plan, plan

EXIF = b"Exif\0\0"
MOST = 65_533 - len(EXIF) - 2  # bytes of a block in one JPEG segment
HAS_EXIF, HAS_ALPHA = 0x08, 0x10
SIGNATURE_AND_HEADER = 33  # bytes of a PNG before anything may be put in


def with_block(clean: bytes, block: bytes) -> bytes:
    """Return a clean file with an Exif block; the one that it has, of an orientation, goes.

    Raises NotOffered for other types of files, TooLarge for a block that no segment holds.
    """
    if len(block) > MOST:
        raise TooLarge("a block of words")
    before = plan(clean)
    if before.format.NAME not in WRITERS:
        raise NotOffered(before.format.NAME)
    return WRITERS[before.format.NAME](before, block)


def _jpeg(before: Plan, block: bytes) -> bytes:
    segment = b"\xff\xe1" + (len(EXIF) + len(block) + 2).to_bytes(2, "big") + EXIF + block
    at = 2
    out = [bytes(before.data[:2])]
    if bytes(before.data[2:4]) == b"\xff\xe0":
        at = 4 + int.from_bytes(before.data[4:6], "big")
        out.append(bytes(before.data[2:at]))
    rest = [(part.start, part.end) for part in before.parts if part.name == "Exif"]
    return b"".join([*out, segment, *_without(before, at, rest)])


def _png(before: Plan, block: bytes) -> bytes:
    body = b"eXIf" + block
    chunk = len(block).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
    rest = [(part.start, part.end) for part in before.parts if part.name == "eXIf"]
    head = bytes(before.data[:SIGNATURE_AND_HEADER])
    return b"".join([head, chunk, *_without(before, SIGNATURE_AND_HEADER, rest)])


def _webp(before: Plan, block: bytes) -> bytes:
    names = {part.name for part in before.parts}
    rest = [(p.start, p.end) for p in before.parts if p.name in ("EXIF", "VP8X")]
    head = next((p for p in before.parts if p.name == "VP8X"), None)
    if head:
        body = bytes([head.raw[8] | HAS_EXIF]) + bytes(head.raw[9:18])
    else:
        width, height = before.dimensions() or (1, 1)
        alpha = HAS_ALPHA if "VP8L" in names and _has_alpha(before) else 0
        sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
        body = bytes([HAS_EXIF | alpha, 0, 0, 0]) + sides
    chunk = b"EXIF" + struct.pack("<I", len(block)) + block + bytes(len(block) % 2)
    whole = b"".join([b"WEBPVP8X", struct.pack("<I", 10), body, *_without(before, 12, rest), chunk])
    return b"RIFF" + struct.pack("<I", len(whole)) + whole


def _has_alpha(before: Plan) -> bool:
    """Tell whether a lossless bitstream uses its alpha, RFC 9649 §3.4."""
    raw = next(part.raw for part in before.parts if part.name == "VP8L")
    return bool(int.from_bytes(raw[9:13], "little") >> 28 & 1)


def _without(before: Plan, at: int, rest: list[tuple[int, int]]) -> list[bytes]:
    """Return what follows an offset, without some runs of bytes."""
    out = []
    for start, end in sorted(rest):
        if start >= at:
            out.append(bytes(before.data[at:start]))
            at = end
    return [*out, bytes(before.data[at:])]


WRITERS: Mapping[str, Callable[[Plan, bytes], bytes]] = {"JPEG": _jpeg, "PNG": _png, "WebP": _webp}
