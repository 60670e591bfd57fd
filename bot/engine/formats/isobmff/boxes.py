"""ISO base media boxes: what HEIF, AVIF, JPEG XL, MP4, QuickTime and Canon's CR3 are made of.

Spec: ISO/IEC 14496-12 §4.2 (boxes), §4.3 (brands); QuickTime File Format, chapter 1 (atoms).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.engine.binary.cursor import Cursor
from bot.engine.errors import Damaged, TooLarge

BOX_LIMIT = 100_000  # a fragmented hour has 7,000; 12 MB hold a million empty boxes
HEADER = 8  # bytes: size and kind
LARGE = 16  # with a 64-bit size
JUNK = b""  # the kind of bytes that are no box

TEXT_RUN = re.compile(rb"[ -~]{10}")  # where only numbers should be, somebody wrote text
# A 32-bit number whose first byte is at least a space may be four characters of text.
FIRST_CHARACTER, LAST_CHARACTER = 0x20000000, 0x7FFFFFFF


class Box(NamedTuple):
    """A box: `raw` is a view of all of it, `start` its offset in the file."""

    kind: bytes
    start: int
    raw: memoryview
    header_size: int  # bytes

    @property
    def body(self) -> memoryview:
        """The bytes behind the header."""
        return self.raw[self.header_size :]

    @property
    def end(self) -> int:
        """Offset in the file of the first byte after the box."""
        return self.start + len(self.raw)


Boxes = dict[bytes, Box]  # by their kind


def parse_boxes(data: memoryview, start: int = 0) -> Iterator[Box]:
    """Yield the boxes that tile `data`, whose first byte is at offset `start` of the file.

    Bytes behind the last whole box are yielded as one box of kind JUNK.
    Raises TooLarge where there are more than BOX_LIMIT boxes.
    """
    at = count = 0
    while at < len(data):
        count += 1
        if count > BOX_LIMIT:
            raise TooLarge("too many boxes")
        header_size, size = _measure(data[at : at + LARGE], len(data) - at)
        if not header_size:
            yield Box(JUNK, start + at, data[at:], 0)
            return
        kind = bytes(data[at + 4 : at + 8])
        yield Box(kind, start + at, data[at : at + size], header_size)
        at += size


def strict_children(box: Box, skip: int = 0) -> Iterator[Box]:
    """Yield the boxes inside a box, behind the first `skip` bytes of its body.

    Raises Damaged where they do not tile it, TooLarge where there are too many.
    """
    skip += box.header_size
    if skip > len(box.raw):
        raise Damaged(f"box of {len(box.raw)} bytes at {box.start}")
    for child in parse_boxes(box.raw[skip:], box.start + skip):
        if child.kind == JUNK:
            raise Damaged(f"no box at {child.start}")
        yield child


def children(box: Box, skip: int = 0) -> tuple[Box, ...]:
    """Return the boxes inside a box, behind the first `skip` bytes of its body.

    QuickTime may end the list with four zero bytes: what is no box is left out.
    Raises TooLarge where there are too many.
    """
    skip += box.header_size
    return tuple(
        child for child in parse_boxes(box.raw[skip:], box.start + skip) if child.kind != JUNK
    )


def children_by_kind(box: Box | None, skip: int = 0) -> Boxes:
    """Return the first child of each kind, none where `box` is None."""
    by_kind: Boxes = {}
    for child in children(box, skip) if box else ():
        by_kind.setdefault(child.kind, child)
    return by_kind


def require(boxes: Boxes, kind: bytes) -> Box:
    """Return the box of a kind. Raises Damaged where there is none."""
    if kind not in boxes:
        raise Damaged(f"no {kind.decode('latin-1')} box")
    return boxes[kind]


def parse_full(box: Box) -> tuple[int, int, Cursor]:
    """Return a full box's version, its flags, and a cursor at the byte behind them.

    Raises Damaged where the box is shorter than that.
    """
    cursor = Cursor(box.body)
    word = cursor.u32()  # 8 bits of version, 24 bits of flags
    return word >> 24, word & 0xFFFFFF, cursor


def make(kind: bytes, *pieces: bytes) -> bytes:
    """Return a box with a 32-bit size."""
    body = b"".join(pieces)
    return (HEADER + len(body)).to_bytes(4, "big") + kind + body


def make_full(kind: bytes, version: int, flags: int, *pieces: bytes) -> bytes:
    """Return a full box."""
    return make(kind, (version << 24 | flags).to_bytes(4, "big"), *pieces)


def brands(head: memoryview | bytes) -> tuple[bytes, ...]:
    """Return the major and the compatible brands of a file, none where it has no ftyp box.

    Of a head that is cut short, those that it shows.
    """
    if bytes(head[4:8]) != b"ftyp":
        return ()
    end = min(len(head), int.from_bytes(head[:4], "big"))
    # The major brand is at 8, its version at 12, the compatible brands follow.
    return tuple(bytes(head[at : at + 4]) for at in (8, *range(16, end - 3, 4)))


def is_text(number: int) -> bool:
    """Return whether a signed or unsigned 32-bit number may be text and is not round.

    A large number of halves, such as 8,192.0 in 16.16 bits, ends in sixteen zero bits.
    """
    return FIRST_CHARACTER <= number & 0xFFFFFFFF <= LAST_CHARACTER and number & 0xFFFF > 0


def _measure(head: memoryview, left: int) -> tuple[int, int]:
    """Return the bytes of a box's header and of the whole box; zeros where it is no box."""
    if left < HEADER:
        return 0, 0
    size, length = int.from_bytes(head[:4], "big"), HEADER
    if size == 1 and left >= LARGE:
        size, length = int.from_bytes(head[8:16], "big"), LARGE
    elif size == 0:
        size = left  # to the end of the box or file around it
    return (length, size) if length <= size <= left else (0, 0)


UUID_SIZE = 16  # bytes, at the start of the box's body
XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
C2PA = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
SPHERICAL = bytes.fromhex("ffcc8263f8554a938814587a02521fdd")

SPHERICAL_LIMIT = 64 * 1024  # bytes of XML that are read
IS_SPHERICAL = re.compile(rb"<GSpherical:Spherical>\s*true\s*<", re.IGNORECASE)
STEREO = re.compile(rb"<GSpherical:StereoMode>\s*(mono|left-right|top-bottom)\s*<", re.IGNORECASE)
STEREO_MODE = b"<GSpherical:StereoMode>%b</GSpherical:StereoMode>"
SPHERICAL_XML = (
    b'<?xml version="1.0"?><rdf:SphericalVideo'
    b' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    b' xmlns:GSpherical="http://ns.google.com/videos/1.0/spherical/">'
    b"<GSpherical:Spherical>true</GSpherical:Spherical>"
    b"<GSpherical:Stitched>true</GSpherical:Stitched>"
    b"<GSpherical:StitchingSoftware>None</GSpherical:StitchingSoftware>"
    b"<GSpherical:ProjectionType>equirectangular</GSpherical:ProjectionType>%b"
    b"</rdf:SphericalVideo>"
)


def c2pa_manifest(content: bytes) -> bytes:
    """Return the manifest in what follows a C2PA box's UUID.

    Before it: version and flags, a purpose that ends with a zero byte, the 64-bit offset of a
    Merkle tree.
    """
    purpose = content[4:].partition(b"\0")[0]
    return content[4 + len(purpose) + 1 + 8 :]


def spherical(box: Box) -> bytes:
    """Return a uuid box that says how a 360-degree picture is laid out, and nothing else.

    Returns b"" where the box is another one, or does not call the picture spherical.
    """
    body = bytes(box.body[:SPHERICAL_LIMIT])
    if body[:UUID_SIZE] != SPHERICAL or not IS_SPHERICAL.search(body):
        return b""
    stereo = STEREO.search(body)
    mode = STEREO_MODE % stereo[1].lower() if stereo else b""
    return make(b"uuid", SPHERICAL, SPHERICAL_XML % mode)
