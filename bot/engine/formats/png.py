"""PNG and APNG: a signature, then chunks. Listed chunks are copied, all others dropped.

Spec: W3C PNG, third edition: §5.3 chunk layout, §5.6 order, §11 chunk by chunk.
"""

import struct
import zlib
from collections.abc import Iterator, Sequence

from bot.engine import deflate, exif, icc
from bot.engine.cursor import Cursor
from bot.engine.errors import Damaged, TooLarge, Unsupported
from bot.engine.formats import png_text
from bot.engine.model import Caution, Finding, Part, Role, ratio

NAME = "PNG"
EXTENSION = "png"
SIGNATURE = b"\x89PNG\r\n\x1a\n"  # §5.2
CHUNK_LIMIT = 100_000  # a part costs memory; real files of 800 MB stay below

# What a decoder needs to draw the same picture, and how long it may be. A chunk not named
# here, known or not yet invented, is metadata; so is a listed one of any other length.
PIXELS = {"IHDR": (13,), "IDAT": None, "IEND": (0,), "acTL": (8,), "fcTL": (26,), "fdAT": None}
COLOUR = {
    "PLTE": range(3, 769, 3),
    "tRNS": range(1, 257),
    "gAMA": (4,),
    "cHRM": (32,),
    "sRGB": (1,),
    "sBIT": range(1, 5),
    "bKGD": (1, 2, 6),
    "cICP": (4,),
    "mDCV": (24,),
    "cLLI": (8,),
}
STREAMS = {"IDAT": 0, "fdAT": 4}  # bytes before the zlib data: fdAT counts its chunks, §11.3.7
REWRITTEN = {"iCCP", "eXIf", "pHYs"}  # kept in part, see _patch
ANY_PLACE = {"eXIf"}  # §5.6: all other ancillary chunks stand before the first IDAT

SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # §11.2.1: colour type -> samples per pixel
ADAM7 = ((8, 0, 8, 0), (8, 4, 8, 0), (4, 0, 8, 4), (4, 2, 4, 0), (2, 0, 4, 2), (2, 1, 2, 0),
         (1, 0, 2, 1))  # fmt: skip
ICC_NAME = b"ICC\0\0"  # profile name, terminator, compression method


def matches(head: bytes) -> bool:
    """Tell whether a file that starts with `head` is ours."""
    return head.startswith(SIGNATURE)


def split(data: memoryview) -> Iterator[Part]:
    """Yield every byte of the file once, in order, as named parts."""
    parts = tuple(_chunks(data))
    cuts = dict(_surplus(parts))
    for number, part in enumerate(parts):
        yield from _cut(part, cuts[number]) if number in cuts else (part,)


def rebuild(parts: Sequence[Part]) -> Iterator[Part | bytes]:
    """Yield the kept chunks, and small ones in place of those that must change."""
    for number, part in enumerate(parts):
        if part.role is Role.PATCHED:
            patch = _patch(part, parts, number)
            yield part if patch == part.raw else patch
        elif part.role is not Role.DROPPED:
            yield part


def coded(parts: Sequence[Part]) -> Iterator[memoryview]:
    """Yield the zlib streams of IDAT and fdAT, without their chunk frames."""
    for part in parts:
        if part.role is Role.PICTURE:
            yield part.raw[8:-4] if part.name in STREAMS else part.raw


def cautions(parts: Sequence[Part]) -> Iterator[Caution]:
    """Name what shows and will be missing from the copy."""
    if not any(part.name == "IEND" for part in parts[-2:]):
        yield Caution.ENDS_EARLY
    for part in parts:
        if part.name == "iCCP" and part.role is Role.PATCHED and not _patch(part, parts, 0):
            yield Caution.COLOURS_MAY_SHIFT


def read(parts: Sequence[Part]) -> Iterator[Finding]:
    """Say what the parts that must go would have told a stranger; never raise."""
    for part in parts:
        if part.role in {Role.DROPPED, Role.PATCHED}:
            yield from png_text.read(part)


def dimensions(parts: Sequence[Part]) -> tuple[int, int] | None:
    """Return width and height in pixels."""
    return _Header(parts[1].raw[8:-4]).size


class _Header:
    """IHDR, §11.2.1."""

    def __init__(self, body: memoryview) -> None:
        cursor = Cursor(body)
        self.size = cursor.u32(), cursor.u32()
        self.depth, self.colour = cursor.u8(), cursor.u8()
        cursor.take(2)
        self.interlaced = cursor.u8() == 1
        if 0 in self.size or max(self.size) >> 31 or self.colour not in SAMPLES:
            raise Damaged("IHDR")

    def inflated(self, width: int, height: int) -> int:
        """Return how many bytes a picture of this size has before compression, §7.2, §8.1."""
        bits = SAMPLES[self.colour] * self.depth
        if not self.interlaced:
            return height * (1 + (width * bits + 7) // 8)
        total = 0
        for step_x, from_x, step_y, from_y in ADAM7:
            columns = (width - from_x + step_x - 1) // step_x
            rows = (height - from_y + step_y - 1) // step_y
            if columns > 0 and rows > 0:
                total += rows * (1 + (columns * bits + 7) // 8)
        return total


def _chunks(data: memoryview) -> Iterator[Part]:
    cursor = Cursor(data)
    yield Part("signature", 0, cursor.take(len(SIGNATURE)), Role.STRUCTURE)
    seen: set[str] = set()
    count = 0
    while cursor.left:
        start = cursor.at
        if "IDAT" in seen and cursor.left < 12:
            break  # cut short behind the picture
        part = _chunk(cursor, start, seen)
        seen.add(part.name)
        yield part
        count += 1
        if count > CHUNK_LIMIT:
            raise TooLarge("too many chunks")
        if part.name == "IEND":
            break
    if "IDAT" not in seen:
        raise Damaged("no IDAT")
    if cursor.left:
        # No decoder draws this: a second photo, a phone's note, or what a crop left
        # behind (CVE-2023-21036).
        yield Part("trailer", cursor.at, cursor.take(cursor.left), Role.DROPPED)


def _chunk(cursor: Cursor, start: int, seen: set[str]) -> Part:
    length = cursor.u32()
    kind = bytes(cursor.take(4))
    body = cursor.take(length)
    crc = cursor.u32()
    if not kind.isalpha():
        raise Damaged(f"chunk type at {start}")
    name = kind.decode("ascii")
    if not seen and name != "IHDR":
        raise Unsupported("CgBI PNG") if name == "CgBI" else Damaged("no IHDR")
    role = _role(name, length, seen)
    if role is not Role.DROPPED and zlib.crc32(body, zlib.crc32(kind)) != crc:
        if name in PIXELS or name == "PLTE":
            raise Damaged(f"CRC of {name} at {start}")
        role = Role.DROPPED  # decoders pass over it, and so do we
    return Part(name, start, cursor.data[start : cursor.at], role)


def _role(name: str, length: int, seen: set[str]) -> Role:
    if name in PIXELS:
        lengths = PIXELS[name]
        if lengths and length not in lengths:
            raise Damaged(f"{name} of {length} bytes")
        return Role.PICTURE if lengths is None else Role.STRUCTURE
    if name[0].isupper() and name != "PLTE":
        raise Unsupported("PNG")  # critical and unknown: no decoder may draw it, §5.4
    if name in seen or ("IDAT" in seen and name not in ANY_PLACE):
        return Role.DROPPED
    if name in REWRITTEN:
        return Role.PATCHED
    return Role.STRUCTURE if length in COLOUR.get(name, ()) else Role.DROPPED


def _surplus(parts: Sequence[Part]) -> Iterator[tuple[int, int]]:
    """Yield (part number, bytes of its body to keep) where a zlib stream ends early."""
    header = _Header(parts[1].raw[8:-4])
    streams = tuple(_streams(parts, header))
    exact = sum(len(parts[n].raw) for numbers, _ in streams for n in numbers) <= deflate.ALWAYS
    for numbers, expected in streams:
        skip = STREAMS[parts[numbers[0]].name]
        pieces = [parts[number].raw[8 + skip : -4] for number in numbers]
        if not (exact or _irregular(pieces) or deflate.looks_foreign(_tail(pieces))):
            continue
        left = deflate.stream_length(pieces, expected)
        if left is None:
            continue
        for number, piece in zip(numbers, pieces, strict=True):
            if left < len(piece):
                yield number, skip + left if left else 0
            left = max(0, left - len(piece))


def _streams(parts: Sequence[Part], header: _Header) -> Iterator[tuple[list[int], int]]:
    """Yield the part numbers of each zlib stream, and how many bytes it should inflate to."""
    numbers: list[int] = []
    expected = header.inflated(*header.size)
    for number, part in enumerate(parts):
        if part.name == "fcTL":
            if numbers:
                yield numbers, expected
            numbers = []
            expected = header.inflated(*Cursor(part.raw[12:20]).pair())
        elif part.name in STREAMS:
            if numbers and parts[numbers[0]].name != part.name:
                yield numbers, expected
                numbers = []
            numbers.append(number)
    if numbers:
        yield numbers, expected


def _irregular(pieces: Sequence[memoryview]) -> bool:
    """Tell whether a writer's rhythm of equal chunks breaks before the last one."""
    first = len(pieces[0])
    return len(pieces) > 1 and (
        first % 1024 != 0
        or any(len(piece) != first for piece in pieces[1:-1])
        or len(pieces[-1]) > first
    )


def _tail(pieces: Sequence[memoryview]) -> bytes:
    size = deflate.WINDOWS[-1][0]
    tail = b""
    for piece in reversed(pieces):
        tail = bytes(piece[-(size - len(tail)) :]) + tail
        if len(tail) >= size:
            break
    return tail


def _cut(part: Part, keep: int) -> Iterator[Part]:
    """Take apart a chunk whose zlib stream ends after `keep` bytes of its body."""
    if not keep:
        yield Part(part.name, part.start, part.raw, Role.DROPPED)
        return
    end = 8 + keep
    yield Part(f"{part.name} head", part.start, part.raw[:8], Role.PATCHED)
    yield Part(f"{part.name} data", part.start + 8, part.raw[8:end], Role.PICTURE)
    yield Part(f"{part.name} tail", part.start + end, part.raw[end:], Role.PATCHED)


def _patch(part: Part, parts: Sequence[Part], number: int) -> bytes:
    """Return the bytes that take the place of a patched part."""
    if part.name.endswith(" head"):
        return len(parts[number + 1].raw).to_bytes(4, "big") + bytes(part.raw[4:])
    if part.name.endswith(" tail"):
        kind = part.name[:4].encode()
        return zlib.crc32(parts[number - 1].raw, zlib.crc32(kind)).to_bytes(4, "big")
    body = bytes(part.raw[8:-4])
    if part.name == "pHYs":
        return _ratio(body)
    if part.name == "eXIf":
        value = exif.orientation(body) or 1
        return _chunk_bytes(b"eXIf", exif.orientation_block(value)) if value > 1 else b""
    profile = png_text.profile(body)
    clean = icc.sanitise(profile) if profile else None
    return _chunk_bytes(b"iCCP", ICC_NAME + deflate.store(clean)) if clean else b""


def _ratio(body: bytes) -> bytes:
    """Keep the shape of a pixel where it is not square; resolution is the scanner's or camera's."""
    if len(body) != 9:
        return b""
    x, y = ratio(*Cursor(memoryview(body)).pair())
    return _chunk_bytes(b"pHYs", struct.pack(">IIB", x, y, 0)) if x != y else b""


def _chunk_bytes(kind: bytes, body: bytes) -> bytes:
    crc = zlib.crc32(body, zlib.crc32(kind))
    return len(body).to_bytes(4, "big") + kind + body + crc.to_bytes(4, "big")
