"""Strips and tiles: how long each may be, which of its bytes draw, and where its code ends.

Spec: TIFF 6.0 §3 (strips), §9 (PackBits), §13 (LZW: codes from the highest bit on, one early),
§15 (tiles), §21 (YCbCr), §22; Technical Note 2 (JPEG in TIFF).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.engine.binary import deflate
from bot.engine.binary.cursor import Cursor
from bot.engine.binary.plain_text import has_foreign_end, has_identifier_at_end, has_text_at_end
from bot.engine.binary.ranges import joined
from bot.engine.errors import Damaged, Unsupported
from bot.engine.formats import webp
from bot.engine.formats.jpeg import segments
from bot.engine.formats.jpeg import tables as jpeg_tables
from bot.engine.model import Part, Role
from bot.engine.reference import Reference

Ranges = Iterator[tuple[int, int]]

PLAIN, LZW, OLD_JPEG, JPEG, PACKBITS, LOSSY = 1, 5, 6, 7, 32773, 34892
DEFLATE = frozenset({8, 32946, 32909})  # the last is Pixar's: zlib behind a change of numbers
WEBP = 50001
FILES = frozenset({JPEG, LOSSY, WEBP})  # each strip is one
OTHERS = frozenset({  # followed no further: fax, packed bits, newer coders
    2, 3, 4, LZW, 32766, 32771, PACKBITS, 34676, 34677, 34887, 34925, 50000, 50002, 52546,
})  # fmt: skip
NAMED = {OLD_JPEG: "TIFF (old JPEG)", 33003: "TIFF (JPEG 2000)", 33005: "TIFF (JPEG 2000)",
         34712: "TIFF (JPEG 2000)"}  # fmt: skip
FOLLOWED = 4 << 20  # bytes of a strip of PackBits: a hostile one takes a quarter of a second
TAIL = 4096  # bytes at a strip's end that are looked at where following it costs too much
JFIF, MOST_DOTS = 18, 4800  # bytes of the segment; dots an inch: above it letters begin
ADOBE = 16  # bytes of the segment that only says how colours are meant


@dataclass(frozen=True, slots=True)
class Coder:
    """How a page is coded: `expected` bytes of numbers come out of a whole strip or tile."""

    compression: int
    exact: bool  # follow every stream to its end

    def drawing(self, raw: memoryview, expected: int) -> Ranges:
        """Yield the runs of a strip that draw.

        Raises Damaged where it hides something, Unsupported where nobody here can tell.
        """
        if self.compression == PLAIN:
            return iter(((0, min(len(raw), expected)),))
        if self.compression in (JPEG, LOSSY):  # the latter is DNG's
            return file(raw)
        if self.compression == WEBP:
            return _webp(raw)
        if self.compression in DEFLATE:
            return self._deflate(raw, expected)
        if self.compression == LZW and self.exact:
            return _ended(raw, lzw_end(raw))
        if self.compression == PACKBITS:
            return self._pack_bits(raw, expected)
        if self.compression in OTHERS:
            return followed_no_further(raw)
        raise Unsupported(NAMED.get(self.compression, f"TIFF (compression {self.compression})"))

    def _pack_bits(self, raw: memoryview, expected: int) -> Ranges:
        """Follow what ends in words: pixels that stand as they are can look like them."""
        if self.exact or (len(raw) <= FOLLOWED and has_text_at_end(raw)):
            return _ended(raw, pack_bits_end(raw, expected))
        return followed_no_further(raw)

    def _deflate(self, raw: memoryview, expected: int) -> Ranges:
        end = None
        if self.exact or has_foreign_end(bytes(raw[-TAIL:])):
            end = deflate.stream_length([raw], expected)
        yield 0, len(raw) if end is None else end


def _ended(raw: memoryview, end: int | None) -> Ranges:
    if end is None:
        return followed_no_further(raw)
    size = end if any(raw[end:]) else len(raw)  # zeros fill up, and say nothing
    return iter(((0, size),))


def tables(raw: memoryview) -> bytes:
    """Return the tables that all strips share, and nothing else.

    Raises Damaged.
    """
    cursor = Cursor(raw)
    if cursor.u16() != 0xFFD8:
        raise Damaged("JPEG tables")
    out = b"\xff\xd8"
    while cursor.left >= 4:
        at, marker = cursor.at, cursor.u16()
        if marker == 0xFFD9:
            break
        cursor.take(cursor.u16() - 2)
        if marker & 0xFF in jpeg_tables.NAMES:
            tuple(jpeg_tables.parts(marker & 0xFF, at, raw[at : cursor.at]))  # whole, or Damaged
            out += raw[at : cursor.at]
    return out + b"\xff\xd9"


def followed_no_further(raw: memoryview) -> Ranges:
    """Yield all of a strip.

    Raises Damaged where it ends in words.
    """
    if has_text_at_end(raw) or has_identifier_at_end(raw):
        raise Damaged("words behind a strip")
    yield 0, len(raw)


def file(raw: memoryview) -> Ranges:
    """Yield what of a JPEG file draws. Raises Damaged or Unsupported."""
    parts = segments.parse_picture(raw, Reference())
    drawn = (part for number, part in enumerate(parts) if _draws(parts, number))
    return joined((part.start, part.end) for part in drawn)


def _draws(parts: tuple[Part, ...], number: int) -> bool:
    part = parts[number]
    if part.name in jpeg_tables.TABLES and part.role is Role.PATCHED:
        if jpeg_tables.head(parts, number) != part.raw:
            raise Unsupported("TIFF (JPEG)")
        return True
    if part.role is Role.PATCHED:
        return (part.name == "Adobe" and len(part.raw) == ADOBE) or _plain_jfif(part)
    return part.role is not Role.DROPPED


def _plain_jfif(part: Part) -> bool:
    """Return whether a segment is JFIF's without a thumbnail; some decoders ask for it."""
    raw = bytes(part.raw)
    dots = int.from_bytes(raw[12:14], "big"), int.from_bytes(raw[14:16], "big")
    return part.name == "JFIF" and len(raw) == JFIF and raw[11] <= 2 and max(dots) <= MOST_DOTS


def _webp(raw: memoryview) -> Ranges:
    picture = webp.parse(raw, Reference())
    parts = picture.parts
    if any(piece not in parts for piece in picture.rebuild() if isinstance(piece, Part)):
        raise Unsupported("TIFF (WebP)")
    if sum(len(part.raw) for part in parts if part.role is not Role.DROPPED) != len(raw):
        raise Unsupported("TIFF (WebP)")
    yield 0, len(raw)


LZW_CLEAR, LZW_END, LZW_FIRST = 256, 257, 258
NARROW, WIDE = 9, 12  # bits of a code
REPEAT = 128  # a head byte above it repeats; itself it says nothing


def lzw_end(raw: memoryview) -> int | None:
    """Return the bytes up to the end code, None where there is none.

    Files of before 1992 write codes from the lowest bit on, and widen them one later.
    """
    old = len(raw) > 1 and raw[0] == 0 and raw[1] & 1 == 1
    return _old_lzw_end(raw) if old else _new_lzw_end(raw)


def pack_bits_end(raw: memoryview, expected: int) -> int | None:
    """Return the bytes that unfold to `expected` ones, or all where they are fewer.

    None where the last run unfolds to more: what it says too much is not drawn.
    """
    at = out = 0
    while at < len(raw) and out < expected:
        head = raw[at]
        if head < REPEAT:
            at, out = at + 2 + head, out + 1 + head
        elif head > REPEAT:
            at, out = at + 2, out + 257 - head
        else:
            at += 1
    return min(at, len(raw)) if out <= expected else None


def _new_lzw_end(raw: memoryview) -> int | None:
    bits = count = last_code = 0
    width = NARROW
    for at, byte in enumerate(raw, 1):
        bits = bits << 8 | byte
        count += 8
        while count >= width:
            count -= width
            code = bits >> count
            bits &= (1 << count) - 1
            if code == LZW_END:
                return at
            if code == LZW_CLEAR:
                width, last_code = (
                    NARROW,
                    LZW_FIRST - 1,
                )  # the first code behind it names nothing new
                continue
            last_code += 1
            if last_code == (1 << width) - 1 and width < WIDE:
                width += 1
    return None


def _old_lzw_end(raw: memoryview) -> int | None:
    bits = count = last_code = 0
    width = NARROW
    for at, byte in enumerate(raw, 1):
        bits |= byte << count
        count += 8
        while count >= width:
            code = bits & ((1 << width) - 1)
            bits >>= width
            count -= width
            if code == LZW_END:
                return at
            if code == LZW_CLEAR:
                width, last_code = NARROW, LZW_FIRST - 1
                continue
            last_code += 1
            if last_code == 1 << width and width < WIDE:
                width += 1
    return None
