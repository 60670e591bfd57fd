"""WebP, still and animated: a RIFF file whose listed chunks stay and whose numbers are set right.

Spec: RFC 9649 (WebP container) §2.3 RIFF, §2.7 extended format; RFC 6386 §9.1, WebP lossless §2.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from bot.engine.binary.cursor import Cursor
from bot.engine.binary.plain_text import has_text_at_end
from bot.engine.blocks import c2pa, exif, icc, trailer, xmp
from bot.engine.errors import Damaged, TooLarge
from bot.engine.limits import ReadBudget
from bot.engine.model import Caution, Finding, Kind, Part, Role, rebuilt
from bot.engine.reference import Reference

NAME = "WebP"
EXTENSION = "webp"

CHUNK_LIMIT = 60_000  # a part costs memory; about 20,000 frames
FRAME = 16  # bytes of ANMF before its own chunks, §2.7.1.1
EXTENDED = 10  # bytes of VP8X
STILL = {"VP8 ", "VP8L"}
ANIMATED = "animated"  # among the names seen: VP8X said so, and decoders heed nothing else
BITSTREAM = {"VP8 ", "VP8L", "ALPH"}
REWRITTEN = {"VP8X", "ICCP", "EXIF"}
HAS_ICC, HAS_ALPHA, HAS_EXIF, HAS_ANIMATION = 0x20, 0x10, 0x08, 0x02  # §2.7, first byte


def matches(head: bytes) -> bool:
    """Return whether a file that starts with `head` is of this format."""
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


def parse(data: memoryview, reference: Reference) -> "WebP":
    """Return a WebP taken apart. Raises Damaged, TooLarge or Unsupported."""
    parts = tuple(islice(_parts(data), CHUNK_LIMIT + 2))
    if len(parts) > CHUNK_LIMIT + 1:
        raise TooLarge("too many chunks")
    for part in parts:
        if part.role is Role.PICTURE:
            reference.part(data, part.start)  # compared here, so not again
    return WebP(parts)


@dataclass(frozen=True)
class WebP:
    """A WebP taken apart."""

    parts: tuple[Part, ...]

    def rebuild(self) -> Iterator[Part | bytes]:
        """Yield the clean file: RIFF and frame sizes, VP8X flags and words set right."""
        pieces = tuple(rebuilt(self.parts, self._patch, first=1))
        size = sum(len(piece) if isinstance(piece, bytes) else len(piece.raw) for piece in pieces)
        head = b"RIFF" + (size + 4).to_bytes(4, "little") + b"WEBP"
        yield self.parts[0] if self.parts[0].raw == head else head
        yield from pieces

    def coded(self) -> Iterator[memoryview]:
        """Yield the bitstream chunks, without padding."""
        for part in self.parts:
            if part.role is Role.PICTURE:
                yield part.raw[8 : 8 + int.from_bytes(part.raw[4:8], "little")]

    def cautions(self) -> Iterator[Caution]:
        """Yield what shows and will be missing from the copy."""
        if 8 + int.from_bytes(self.parts[0].raw[4:8], "little") > self.parts[-1].end:
            yield Caution.ENDS_EARLY
        if self._patched("ICCP") and not self._profile:
            yield Caution.COLOURS_MAY_SHIFT

    def findings(self) -> Iterator[Finding]:
        """Yield what the parts that must go tell; never raises."""
        budget = ReadBudget()
        for part in self.parts:
            if part.name == "trailer":
                yield from trailer.read(part.raw)
            elif part.role in {Role.DROPPED, Role.PATCHED}:
                body = bytes(part.raw[8 : 8 + int.from_bytes(part.raw[4:8], "little")])
                yield from _read_chunk(part.name, body, budget)

    def dimensions(self) -> tuple[int, int] | None:
        """Return width and height of the canvas in pixels."""
        for part in self.parts:
            body = bytes(part.raw[8:24])
            if part.name == "VP8X":
                wide, high = body[4:7], body[7:10]
                return int.from_bytes(wide, "little") + 1, int.from_bytes(high, "little") + 1
            if part.name == "VP8 " and body[3:6] == b"\x9d\x01\x2a":  # RFC 6386 §9.1
                width, height = struct.unpack_from("<HH", body, 6)
                return width & 0x3FFF, height & 0x3FFF
            if part.name == "VP8L" and body[:1] == b"\x2f":
                bits = int.from_bytes(body[1:5], "little")
                return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        return None

    def _patch(self, number: int) -> bytes:
        """Return the bytes that take the place of a patched part."""
        part = self.parts[number]
        body = bytes(part.raw[8:])
        match part.name:
            case "ANMF":
                return self._frame_head(number)
            case "VP8X":
                return _chunk_bytes(b"VP8X", bytes([self._flags(body[0]), 0, 0, 0]) + body[4:10])
            case "ICCP":
                return self._profile
            case "EXIF":
                return self._orientation
            case _:
                return b"\0"  # padding

    def _flags(self, flags: int) -> int:
        """Return VP8X's flags: alpha and animation as they were, the others as they will be."""
        flags &= HAS_ALPHA | HAS_ANIMATION
        flags |= HAS_ICC if self._profile else 0
        return flags | (HAS_EXIF if self._orientation else 0)

    def _frame_head(self, number: int) -> bytes:
        """Return the header of a frame, with the size of what stays in it."""
        size = FRAME
        for inner in self.parts[number + 1 :]:
            if not inner.name.startswith("ANMF/") and inner.name != "padding":
                break
            if inner.role is not Role.DROPPED:
                size += len(inner.raw)
        return b"ANMF" + size.to_bytes(4, "little") + bytes(self.parts[number].raw[8:])

    def _patched(self, name: str) -> Part | None:
        """Return the chunk of a kind that stays in part, if there is one."""
        chunks = (p for p in self.parts if p.name == name and p.role is Role.PATCHED)
        return next(chunks, None)

    @cached_property
    def _profile(self) -> bytes:
        """The sanitised colour profile as a chunk, empty where nobody can read it."""
        part = self._patched("ICCP")
        clean = icc.sanitise(bytes(_body(part))) if part else None
        return _chunk_bytes(b"ICCP", clean) if clean else b""

    @cached_property
    def _orientation(self) -> bytes:
        """An Exif chunk that holds the orientation alone, empty where it is upright."""
        part = self._patched("EXIF")
        value = exif.orientation(bytes(part.raw[8:])) if part else None
        return _chunk_bytes(b"EXIF", exif.orientation_block(value)) if value and value > 1 else b""


def _body(part: Part) -> memoryview:
    """Return a chunk's body, without its padding."""
    return part.raw[8 : 8 + int.from_bytes(part.raw[4:8], "little")]


def _parts(data: memoryview) -> Iterator[Part]:
    cursor = Cursor(data, "little")
    cursor.take(4)
    end = min(len(data), 8 + cursor.u32())  # a size that lies is set right
    cursor.take(4)
    if end < cursor.at:
        raise Damaged("RIFF size")
    yield Part("RIFF", 0, data[:12], Role.PATCHED)
    riff = Cursor(data[:end], "little", at=12)
    seen: set[str] = set()
    while riff.left >= 8:
        if (
            ANIMATED not in seen
            and seen & STILL
            and int.from_bytes(riff.data[riff.at + 4 : riff.at + 8], "little") > (riff.left - 8)
        ):
            break  # no chunk, and no decoder looks behind a still picture
        for part in _chunk(riff, seen, ""):
            seen.add(part.name)
            if part.name == "VP8X" and part.role is Role.PATCHED and part.raw[8] & HAS_ANIMATION:
                seen.add(ANIMATED)
            yield part
    if not seen & ({"ANMF"} if ANIMATED in seen else STILL):
        raise Damaged("no picture")
    if riff.at < len(data):
        yield Part("trailer", riff.at, data[riff.at :], Role.DROPPED)


def _chunk(cursor: Cursor, seen: set[str], prefix: str) -> Iterator[Part]:
    start = cursor.at
    name = bytes(cursor.take(4)).decode("latin-1")
    size = cursor.u32()
    if name == "ANMF" and not prefix:
        yield from _frame(cursor, start, size, seen)
        return
    cursor.take(size)
    role = _role(prefix + name, size, seen)
    if role is Role.PICTURE and has_text_at_end(cursor.data[cursor.at - size : cursor.at]):
        raise Damaged("words behind a bitstream")
    if size % 2 and cursor.left:
        if cursor.data[cursor.at]:  # the padding byte must be zero
            yield Part(prefix + name, start, cursor.data[start : cursor.at], role)
            role = Role.PATCHED if role is not Role.DROPPED else role
            start, name = cursor.at, "padding"
        cursor.take(1)
    yield Part(prefix + name, start, cursor.data[start : cursor.at], role)


def _frame(cursor: Cursor, start: int, size: int, outer: set[str]) -> Iterator[Part]:
    if ANIMATED not in outer:
        cursor.take(size)
        yield Part("ANMF", start, cursor.data[start : cursor.at], Role.DROPPED)
        return
    inner = Cursor(cursor.data[: cursor.at + size], "little", at=cursor.at)
    cursor.take(size + size % 2 if cursor.left > size else size)
    inner.take(FRAME)
    yield Part("ANMF", start, inner.data[start : inner.at], Role.PATCHED)
    seen = {ANIMATED}
    while inner.left >= 8:
        for part in _chunk(inner, seen, "ANMF/"):
            seen.add(part.name)
            yield part
    if inner.at < cursor.at:
        yield Part("ANMF/tail", inner.at, cursor.data[inner.at : cursor.at], Role.DROPPED)


def _role(name: str, size: int, seen: set[str]) -> Role:
    if name in seen and name != "ANMF":
        return Role.DROPPED
    plain = name.removeprefix("ANMF/")
    if plain in BITSTREAM:
        return Role.PICTURE if _is_drawn(name, plain, seen) else Role.DROPPED
    if name == "ANIM" and size == 6 and ANIMATED in seen:
        return Role.STRUCTURE
    if name in REWRITTEN and (name == "VP8X" or "VP8X" in seen):
        if name == "VP8X" and size < EXTENDED:
            raise Damaged("VP8X")
        return Role.PATCHED
    return Role.DROPPED


def _is_drawn(name: str, plain: str, seen: set[str]) -> bool:
    """Return whether a decoder draws this bitstream: one picture, and its alpha before it."""
    if (name == plain) is (ANIMATED in seen):
        return False  # a still beside an animation, or frames in a still
    if plain == "ALPH":
        return not seen & {name.replace(plain, other) for other in STILL}
    return not seen & {name.replace(plain, other) for other in STILL - {plain}}


def _chunk_bytes(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "little") + body + bytes(len(body) % 2)


def _read_chunk(name: str, body: bytes, budget: ReadBudget) -> Iterator[Finding]:
    match name:
        case "EXIF" | "XMP " | "XMP\0" | "ICCP" | "C2PA" if not budget.take(len(body)):
            yield Finding(Kind.UNKNOWN, name, "bytes", len(body))
        case "EXIF":
            yield from exif.read(body, "EXIF")
        case "XMP " | "XMP\0":  # some writers end the name as C does
            yield from xmp.read(body)
        case "ICCP":
            yield from icc.read(body, "ICCP")
        case "C2PA":
            yield from c2pa.read(body)
        case "RIFF" | "VP8X" | "ANMF" | "padding" | "ANMF/padding":
            return  # numbers set right, nothing to report
        case _:
            yield Finding(Kind.UNKNOWN, name, "bytes", len(body))
