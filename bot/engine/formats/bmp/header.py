"""BMP's headers: what a decoder needs of them, and how they are written.

Spec: Microsoft, BITMAPCOREHEADER, BITMAPINFOHEADER, BITMAPV4HEADER, BITMAPV5HEADER.
"""

import struct
from dataclasses import dataclass

from bot.engine.binary.cursor import Cursor
from bot.engine.blocks import icc
from bot.engine.errors import Damaged, Unsupported
from bot.engine.model import ratio

FILE = 14
CORE, INFO, OS2, V4, V5 = 12, 40, 64, 108, 124
SIZES = frozenset({CORE, 16, INFO, 52, 56, OS2, V4, V5})
RGB, RLE8, RLE4, FIELDS, JPEG, PNG, ALPHA_FIELDS = range(7)
DEPTHS = {  # bits of a pixel, by coding
    RGB: {1, 2, 4, 8, 16, 24, 32},
    RLE8: {8},
    RLE4: {4},
    FIELDS: {16, 32},
    ALPHA_FIELDS: {16, 32},
}
EMBEDDED, LINKED = b"DEBM", b"KNIL"  # of V5's colour spaces, written backwards
CALIBRATED, S_RGB = bytes(4), b"BGRs"
PATH = 1024  # bytes of a linked profile's name that are reported


@dataclass(frozen=True, slots=True)
class Header:
    """A BMP's headers: `end` is the first byte behind masks and palette."""

    size: int
    width: int
    height: int  # below zero: the first row is the top one
    depth: int  # bits of a pixel
    coding: int
    dots: tuple[int, int]  # to the metre
    masks: bytes
    palette: bytes
    colours: bytes  # of V4 and V5: colour space, primaries, gamma, intent
    profile_at: tuple[int, int]
    linked: bytes
    raw_profile: memoryview
    end: int

    @property
    def packed(self) -> bool:
        """Return whether rows are run-length coded."""
        return self.coding in (RLE8, RLE4)

    @property
    def shape(self) -> tuple[int, int]:
        """Dots to the metre that only say how wide a pixel is: none where it is square."""
        shape = ratio(*self.dots)
        return (0, 0) if shape == (1, 1) else shape

    @property
    def foreign_colours(self) -> bool:
        """Return whether a profile defines the colours, here or in another file."""
        return bool(self.linked) or self.profile_at != (0, 0)


def parse(data: memoryview) -> Header:
    """Read the headers of a file.

    Raises Damaged or Unsupported.
    """
    cursor = Cursor(data, "little", at=FILE)
    size = cursor.u32()
    if size == CORE:
        width, height = cursor.u16(), cursor.u16()
    else:
        width, height = (int.from_bytes(cursor.take(4), "little", signed=True) for _ in range(2))
    cursor.u16()
    depth = cursor.u16()
    coding, dots, used = RGB, (0, 0), 0
    if size >= INFO:
        coding = cursor.u32()
        cursor.u32()
        dots, used = cursor.pair(), cursor.u32()
        cursor.u32()
    if coding in (JPEG, PNG) and size != OS2:
        raise Unsupported("BMP (JPEG)" if coding == JPEG else "BMP (PNG)")
    if depth not in DEPTHS.get(coding, ()) or width <= 0 or not height:
        raise Damaged(f"BMP of {depth} bits")
    cursor.seek(FILE + size)
    masks = _masks(data, cursor, size, coding)
    space = int.from_bytes(data[10:14], "little") - cursor.at  # up to the pixels
    palette = _palette(cursor, size, depth, used, space)
    colours, profile, linked = _colours(data, size)
    return Header(size, width, height, depth, coding, dots, masks, palette, colours,
                  profile, linked, data[slice(*profile)], cursor.at)  # fmt: skip


def profile(header: Header) -> bytes:
    """Return the embedded colour profile without its words, b"" where there is none."""
    return icc.sanitise(bytes(header.raw_profile)) or b""


def written(header: Header, pixels: int, profile: bytes) -> bytes:
    """Return the headers of a clean file with that many bytes of pixels."""
    size = INFO if header.size in (16, OS2) else header.size
    body = struct.pack("<I", size)
    if size == CORE:
        body += struct.pack("<HHHH", header.width, header.height, 1, header.depth)
    else:
        entries = len(header.palette) // 4 if header.size != CORE else 0
        used = entries if entries != 1 << header.depth else 0
        body += struct.pack("<iiHHIIIIII", header.width, header.height, 1, header.depth,
                            header.coding, pixels, *header.shape, used, 0)  # fmt: skip
        body += header.masks if size > INFO else b""
        body += header.colours
    if size == V5:
        at = size + len(header.palette) + pixels if profile else 0
        body += struct.pack("<III", at, len(profile), 0)
    body += header.masks if size == INFO else b""
    body += header.palette
    start = FILE + len(body)
    return b"BM" + struct.pack("<IHHI", start + pixels + len(profile), 0, 0, start) + body


def _masks(data: memoryview, cursor: Cursor, size: int, coding: int) -> bytes:
    if size > INFO and size != OS2:
        return bytes(data[FILE + INFO : FILE + min(size, 56)])
    if coding in (FIELDS, ALPHA_FIELDS):
        return bytes(cursor.take(12 if coding == FIELDS else 16))
    return b""


def _palette(cursor: Cursor, size: int, depth: int, used: int, space: int) -> bytes:
    if depth > 8:
        return b""
    count = min(used or 1 << depth, 1 << depth)
    if size == CORE:
        if 0 < space < 3 * count:
            count = space // 3  # OS/2 counts no colours: it leaves out those that no pixel has
        return bytes(cursor.take(3 * count))
    entries = bytearray(cursor.take(4 * count))
    entries[3::4] = bytes(count)  # reserved
    return bytes(entries)


def _colours(data: memoryview, size: int) -> tuple[bytes, tuple[int, int], bytes]:
    """Return colour space, primaries, gamma and intent; where a profile is; or its file's name."""
    if size not in (V4, V5):
        return b"", (0, 0), b""
    cursor = Cursor(data, "little", at=FILE + 56)
    space, primaries = bytes(cursor.take(4)), bytes(cursor.take(48))
    if size == V4:
        return space + primaries, (0, 0), b""
    intent = cursor.u32()
    at, length = cursor.pair()
    at += FILE
    intent_bytes = (intent if intent in (1, 2, 4, 8) else 0).to_bytes(4, "little")
    if space == LINKED:
        return S_RGB + bytes(48) + intent_bytes, (0, 0), bytes(data[at : at + min(length, PATH)])
    if space == EMBEDDED:
        there = (at, at + length) if length else (0, 0)
        clean = icc.sanitise(bytes(data[slice(*there)]))
        return (EMBEDDED if clean else S_RGB) + bytes(48) + intent_bytes, there, b""
    primaries = primaries if space == CALIBRATED else bytes(48)
    return space + primaries + intent_bytes, (0, 0), b""
