"""The file as it was, without its place.

Exif's GPS is emptied where it lies; a block that tells a place in another way goes whole.

Spec: Exif 3.0 §4.6.7. A signed history (C2PA) goes too: it would no longer hold.
"""

import struct
import zlib

from bot.engine.blocks.exif import ifd, tags
from bot.engine.blocks.exif.directories import walk
from bot.engine.errors import NotClean, NotOffered
from bot.engine.model import Kind, Part, Role
from bot.engine.plan import Plan, plan

PLACES = frozenset({Kind.GPS_POSITION, Kind.GPS_DETAIL, Kind.PLACE})
EXIF = {"Exif": 10, "eXIf": 8, "EXIF": 8}  # part -> where its block begins
SEALS = frozenset({Kind.C2PA})
# Blocks that are read to their last field; in any other a place may stand that nobody here reads.
READ = frozenset({
    "Exif", "JFIF", "ICC", "Adobe", "COM", "APP13", "DRI",
    "eXIf", "EXIF", "XMP ", "ICCP", "iCCP", "tEXt", "zTXt", "iTXt", "tIME", "pHYs",
    "RIFF", "VP8X", "ANMF", "padding",
})  # fmt: skip
XMP = b"http://ns.adobe.com/xap/1.0/\0"
OFFERED = frozenset({"JPEG", "PNG", "WebP"})
STAYS = frozenset({Role.PICTURE, Role.STRUCTURE})
FLAGS = {0x20: "ICCP", 0x08: "EXIF", 0x04: "XMP "}  # of VP8X, RFC 9649 §2.7.1


def without_place(before: Plan, _clean: bytes) -> bytes:
    """Return a file without its place; what tells nothing of it stays, byte for byte.

    Raises NotOffered for other types, and where blocks would have to move that point at others.
    """
    if before.format.NAME not in OFFERED:
        raise NotOffered(before.format.NAME)
    for strict in (False, True):
        out = _joined(before, [_kept(before, part, strict) for part in before.parts])
        if not any(finding.kind in PLACES for finding in plan(out).findings):
            return out
    raise NotClean("a place is left")


def _kept(before: Plan, part: Part, strict: bool) -> bytes:
    """Return what stays of a part; `strict` lets no block stay that is read with others."""
    if part.role in STAYS:
        return bytes(part.raw)
    if part.role is Role.DROPPED and not _is_read(part):
        return b""
    kinds = {finding.kind for finding in before.format.read((part,))}
    if part.name in EXIF and kinds & PLACES:
        emptied = _emptied(part)
        left = {f.kind for f in before.format.read((_as(part, emptied),))}
        return b"" if left & PLACES else emptied
    unsure = strict and part.role is Role.DROPPED and part.name not in EXIF
    return b"" if kinds & (PLACES | SEALS) or unsure else bytes(part.raw)


def _is_read(part: Part) -> bool:
    return part.name in READ or bytes(part.raw[4 : 4 + len(XMP)]) == XMP


def _as(part: Part, raw: bytes) -> Part:
    return Part(part.name, part.start, memoryview(raw), part.role)


def _emptied(part: Part) -> bytes:
    """Return a block's part with its GPS directories, and all that they point at, set to zero."""
    out = bytearray(part.raw)
    begin = EXIF[part.name]
    tiff = ifd.parse(part.raw[begin:])
    if tiff is None:
        return b""
    base = len(part.raw) - len(tiff.data)
    directories = walk(tiff)
    for directory in directories:
        if directory.ifd == "GPS":
            for entry in directory.entries:
                out[base + entry.at : base + entry.at + len(entry.raw)] = bytes(len(entry.raw))
        elif pointer := directory.find(tags.GPS):
            for at in pointer.whole()[:1]:
                _zero(out, base + at, tiff.order)
    if part.name == "eXIf":
        out[-4:] = zlib.crc32(out[4:-4]).to_bytes(4, "big")
    return bytes(out)


def _zero(out: bytearray, at: int, order: str) -> None:
    sign = "<" if order == "little" else ">"
    if at + 2 <= len(out):
        (count,) = struct.unpack_from(f"{sign}H", out, at)
        end = min(at + 2 + 12 * count, len(out))
        out[at:end] = bytes(end - at)


def _joined(before: Plan, kept: list[bytes]) -> bytes:
    moved = any(len(new) != len(part.raw) for new, part in zip(kept, before.parts, strict=True))
    if moved and any(_points(part) for part in before.parts):
        raise NotOffered(before.format.NAME)
    out = b"".join(kept)
    return _sized(out, before, kept) if before.format.NAME == "WebP" else out


def _points(part: Part) -> bool:
    """Tell a list of where a second picture lies."""
    return bytes(part.raw[4:8]) == b"MPF\0"


def _sized(out: bytes, before: Plan, kept: list[bytes]) -> bytes:
    """Set right what RIFF's header says of the length, and VP8X of the chunks that are there."""
    there = {p.name for p, new in zip(before.parts, kept, strict=True) if new}
    told = bytearray(out)
    trailer = sum(
        len(new) for p, new in zip(before.parts, kept, strict=True) if p.name == "trailer"
    )
    struct.pack_into("<I", told, 4, len(told) - 8 - trailer)
    if bytes(told[12:16]) == b"VP8X":
        for flag, name in FLAGS.items():
            if name not in there:
                told[20] &= ~flag
    return bytes(told)
