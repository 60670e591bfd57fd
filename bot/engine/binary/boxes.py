"""ISO base media boxes: what HEIF, AVIF, JPEG XL, MP4, QuickTime and Canon's CR3 are made of.

Spec: ISO/IEC 14496-12 §4.2 (boxes), §4.3 (brands).
"""

from collections.abc import Iterator
from typing import NamedTuple

from bot.engine.binary.cursor import Cursor
from bot.engine.errors import Damaged, TooLarge

BOX_LIMIT = 100_000  # a fragmented hour has 7,000; 12 MB hold a million empty boxes
HEADER = 8  # bytes: size and kind
LARGE = 16  # with a 64-bit size
JUNK = b""  # the kind of what is no box


class Box(NamedTuple):
    """A box: `raw` is a view of all of it, `start` its offset in the file, `head` its header."""

    kind: bytes
    start: int
    raw: memoryview
    head: int

    @property
    def body(self) -> memoryview:
        """What stands behind the header."""
        return self.raw[self.head :]

    @property
    def end(self) -> int:
        """Offset in the file of the first byte after the box."""
        return self.start + len(self.raw)


def boxes(data: memoryview, start: int = 0) -> Iterator[Box]:
    """Yield the boxes that tile `data`, whose first byte stands at `start` of the file.

    What follows the last whole box is yielded as one of kind JUNK.
    Raises TooLarge where they are too many.
    """
    at = count = 0
    while at < len(data):
        count += 1
        if count > BOX_LIMIT:
            raise TooLarge("too many boxes")
        head, size = _measure(data[at : at + LARGE], len(data) - at)
        if not head:
            yield Box(JUNK, start + at, data[at:], 0)
            return
        yield Box(bytes(data[at + 4 : at + 8]), start + at, data[at : at + size], head)
        at += size


def children(box: Box, skip: int = 0) -> Iterator[Box]:
    """Yield the boxes inside a box, behind the first `skip` bytes of its body.

    Raises Damaged where they do not tile it, TooLarge where they are too many.
    """
    skip += box.head
    if skip > len(box.raw):
        raise Damaged(f"box of {len(box.raw)} bytes at {box.start}")
    for child in boxes(box.raw[skip:], box.start + skip):
        if child.kind == JUNK:
            raise Damaged(f"no box at {child.start}")
        yield child


def full(box: Box) -> tuple[int, int, Cursor]:
    """Return a full box's version, its flags, and a cursor at what follows them.

    Raises Damaged where the box is shorter than that.
    """
    cursor = Cursor(box.body)
    word = cursor.u32()
    return word >> 24, word & 0xFFFFFF, cursor


def make(kind: bytes, *pieces: bytes) -> bytes:
    """Return a box with a 32-bit size."""
    body = b"".join(pieces)
    return (HEADER + len(body)).to_bytes(4, "big") + kind + body


def make_full(kind: bytes, version: int, flags: int, *pieces: bytes) -> bytes:
    """Return a full box."""
    return make(kind, (version << 24 | flags).to_bytes(4, "big"), *pieces)


def brands(head: memoryview | bytes) -> tuple[bytes, ...]:
    """Return the major and the compatible brands of a file, none where it begins otherwise.

    Of a head that is cut short, those that it shows.
    """
    if bytes(head[4:8]) != b"ftyp":
        return ()
    end = min(len(head), int.from_bytes(head[:4], "big"))
    return tuple(bytes(head[at : at + 4]) for at in (8, *range(16, end - 3, 4)))


def _measure(head: memoryview, left: int) -> tuple[int, int]:
    """Return the bytes of a box's header and of all of it; zeros where it is no box."""
    if left < HEADER:
        return 0, 0
    size, length = int.from_bytes(head[:4], "big"), HEADER
    if size == 1 and left >= LARGE:
        size, length = int.from_bytes(head[8:16], "big"), LARGE
    elif size == 0:
        size = left  # to the end of what it stands in
    return (length, size) if length <= size <= left else (0, 0)
