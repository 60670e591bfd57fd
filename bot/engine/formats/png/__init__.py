"""PNG and APNG: a signature, then chunks. Listed chunks are copied, all others dropped.

Spec: W3C PNG, third edition: §5.3 chunk layout, §5.6 order, §11 chunk by chunk.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from itertools import count as count_from

from bot.engine.binary import deflate
from bot.engine.binary.cursor import Cursor
from bot.engine.blocks import exif, icc
from bot.engine.errors import Damaged, TooLarge, Unsupported
from bot.engine.formats.png import findings, image_data
from bot.engine.formats.png.image_data import Header
from bot.engine.limits import ReadBudget
from bot.engine.model import Caution, Finding, Part, Role, ratio, rebuilt
from bot.engine.reference import Reference

NAME = "PNG"
EXTENSION = "png"
SIGNATURE = b"\x89PNG\r\n\x1a\n"  # §5.2
CHUNK_LIMIT = 100_000  # a part costs memory; real files of 800 MB stay below

# What a decoder needs to draw the picture, and how long it must be; what is needed to draw
# it in the right colours is listed in image_data. A chunk that is not named, known or not
# yet invented, is metadata.
PIXELS = {"IHDR": 13, "IEND": 0, "acTL": 8, "fcTL": 26}
REWRITTEN = {"iCCP", "eXIf", "pHYs"}  # kept in part, see Png
ANY_PLACE = {"eXIf"}  # §5.6: all other ancillary chunks stand before the first IDAT
ICC_NAME = b"ICC\0\0"  # profile name, terminator, compression method


def matches(head: bytes) -> bool:
    """Return whether a file that starts with `head` is of this format."""
    return head.startswith(SIGNATURE)


def parse(data: memoryview, reference: Reference) -> "Png":
    """Return a PNG taken apart. Raises Damaged, TooLarge or Unsupported."""
    reader = _Reader(data, reference)
    parts = tuple(reader.chunks())
    cuts = dict(image_data.surplus(parts, reader.header))
    tiles = (
        image_data.cut(part, cuts[n]) if n in cuts else (part,) for n, part in enumerate(parts)
    )
    return Png(tuple(chain.from_iterable(tiles)))


@dataclass(frozen=True)
class Png:
    """A PNG taken apart."""

    parts: tuple[Part, ...]

    def rebuild(self) -> Iterator[Part | bytes]:
        """Yield the kept chunks, and small ones in place of those that must change."""
        return rebuilt(self.parts, self._patch)

    def coded(self) -> Iterator[memoryview]:
        """Yield the zlib streams of IDAT and fdAT, without their chunk frames."""
        for part in self.parts:
            if part.role is Role.PICTURE:
                yield part.raw[8:-4] if part.name in image_data.STREAMS else part.raw

    def cautions(self) -> Iterator[Caution]:
        """Yield what shows and will be missing from the copy."""
        if not any(part.name == "IEND" for part in self.parts[-2:]):
            yield Caution.ENDS_EARLY
        if self._has_profile and not self._profile:
            yield Caution.COLOURS_MAY_SHIFT

    def findings(self) -> Iterator[Finding]:
        """Yield what the parts that must go tell; never raises."""
        budget = ReadBudget()
        for part in self.parts:
            if part.role in {Role.DROPPED, Role.PATCHED}:
                yield from findings.read(part, budget)

    def dimensions(self) -> tuple[int, int] | None:
        """Return width and height in pixels."""
        return Header(self.parts[1].raw[8:-4]).size

    def _patch(self, number: int) -> bytes:
        """Return the bytes that take the place of a patched part."""
        part = self.parts[number]
        if part.name.endswith(" head"):
            return len(self.parts[number + 1].raw).to_bytes(4, "big") + bytes(part.raw[4:])
        if part.name.endswith(" tail"):
            kind = part.name[:4].encode()
            checksum = zlib.crc32(self.parts[number - 1].raw, zlib.crc32(kind))
            return checksum.to_bytes(4, "big")
        body = bytes(part.raw[8:-4])
        if part.name == "pHYs":
            return _ratio(body)
        if part.name == "eXIf":
            value = exif.orientation(body) or 1
            return _chunk_bytes(b"eXIf", exif.orientation_block(value)) if value > 1 else b""
        return self._profile

    @cached_property
    def _has_profile(self) -> bool:
        return any(part.name == "iCCP" and part.role is Role.PATCHED for part in self.parts)

    @cached_property
    def _profile(self) -> bytes:
        """The sanitised colour profile as a chunk, empty where nobody can read it."""
        for part in self.parts:
            if part.name == "iCCP" and part.role is Role.PATCHED:
                profile = findings.profile(bytes(part.raw[8:-4]))
                clean = icc.sanitise(profile) if profile else None
                if clean:
                    return _chunk_bytes(b"iCCP", ICC_NAME + deflate.store(clean))
        return b""


class _Reader:
    """A walk over the chunks that knows what came before."""

    def __init__(self, data: memoryview, reference: Reference) -> None:
        self.cursor = Cursor(data)
        self.reference = reference
        self.seen: set[str] = set()  # types of chunks so far, without the dropped ones
        signature = self.cursor.take(len(SIGNATURE))
        self.first = Part("signature", 0, signature, Role.STRUCTURE)
        self.header = Header(self._body(*self._frame()))
        self.cursor.seek(len(SIGNATURE))

    def chunks(self) -> Iterator[Part]:
        """Yield every chunk as a part; raises Damaged, Unsupported or TooLarge."""
        yield self.first
        for count in count_from(1):
            start = self.cursor.at
            if count > CHUNK_LIMIT:
                raise TooLarge("too many chunks")
            if "IDAT" in self.seen and self.cursor.left < 12:
                break  # cut short behind the picture
            part = self._chunk(start)
            if part.role is not Role.DROPPED:
                self.seen.add(part.name)
            yield part
            if part.name == "IEND":
                break
        if "IDAT" not in self.seen:
            raise Damaged("no IDAT")
        if self.cursor.left:
            # No decoder draws this: a second photo, a phone's note, or what a crop left
            # behind (CVE-2023-21036).
            start = self.cursor.at
            yield Part("trailer", start, self.cursor.take(self.cursor.left), Role.DROPPED)

    def _frame(self) -> tuple[str, int]:
        length = self.cursor.u32()
        kind = bytes(self.cursor.take(4))
        if not kind.isalpha():
            raise Damaged(f"chunk type at {self.cursor.at - 4}")
        return kind.decode("ascii"), length

    def _body(self, name: str, length: int) -> memoryview:
        """Return the first chunk's body: nothing but IHDR may stand there, §5.6."""
        if name == "CgBI":
            raise Unsupported("CgBI PNG")
        if name != "IHDR" or length != PIXELS[name]:
            raise Damaged("no IHDR")
        return self.cursor.take(length)

    def _chunk(self, start: int) -> Part:
        name, length = self._frame()
        body = self.cursor.take(length)
        crc = self.cursor.u32()
        role = self._role(name, length)
        part = Part(name, start, self.cursor.data[start : self.cursor.at], role)
        if role is Role.DROPPED or self._is_in_reference(part):
            return part
        if zlib.crc32(body, zlib.crc32(name.encode())) != crc:
            if name in PIXELS or name in image_data.STREAMS or name == "PLTE":
                raise Damaged(f"CRC of {name} at {start}")
            return replace(part, role=Role.DROPPED)  # decoders pass over it, and so do we
        return part

    def _is_in_reference(self, part: Part) -> bool:
        reference = self.reference.part(self.cursor.data, part.start)
        return reference is not None and len(reference.raw) == len(part.raw)

    def _role(self, name: str, length: int) -> Role:
        if name in {"fcTL", "fdAT"} and "acTL" not in self.seen:
            return Role.DROPPED  # frames of an animation that is none
        if name in image_data.STREAMS:
            return Role.PICTURE
        if name in self.seen and name in {"IHDR", "PLTE"}:
            raise Damaged(f"a second {name}")
        if name in PIXELS:
            if length != PIXELS[name]:
                raise Damaged(f"{name} of {length} bytes")
            return Role.STRUCTURE
        if name[0].isupper() and name != "PLTE":
            raise Unsupported("PNG")  # critical and unknown: no decoder may draw it, §5.4
        if name in self.seen or ("IDAT" in self.seen and name not in ANY_PLACE):
            return Role.DROPPED
        if name in REWRITTEN:
            return Role.PATCHED
        return Role.STRUCTURE if self.header.allows(name, length) else Role.DROPPED


def _ratio(body: bytes) -> bytes:
    """Keep the shape of a pixel where it is not square; resolution is the scanner's or camera's."""
    if len(body) != 9:
        return b""
    x, y = ratio(*Cursor(memoryview(body)).pair())
    return _chunk_bytes(b"pHYs", struct.pack(">IIB", x, y, 0)) if x != y else b""


def _chunk_bytes(kind: bytes, body: bytes) -> bytes:
    crc = zlib.crc32(body, zlib.crc32(kind))
    return len(body).to_bytes(4, "big") + kind + body + crc.to_bytes(4, "big")
