"""The boxes inside a box, found by their kind, and numbers that are too small to be words.

Spec: ISO/IEC 14496-12 §4.2; QuickTime File Format, chapter 1 (atoms).
"""

import re

from bot.engine.binary.boxes import JUNK, Box
from bot.engine.binary.boxes import boxes as tiles
from bot.engine.errors import Damaged

WORDS = re.compile(rb"[ -~]{10}")  # in what should be numbers

Boxes = dict[bytes, Box]

# A number whose first byte is a letter is a word, or a large number of halves, as 8,192.0 is.
LETTERS = 0x20000000


def inside(box: Box, skip: int = 0) -> tuple[Box, ...]:
    """Return the boxes in a box behind `skip` bytes; QuickTime may end with a zero, or junk."""
    skip += box.head
    return tuple(b for b in tiles(box.raw[skip:], box.start + skip) if b.kind != JUNK)


def tree(box: Box | None, skip: int = 0) -> Boxes:
    """Return the first box of each kind in a box."""
    found: Boxes = {}
    for child in inside(box, skip) if box else ():
        found.setdefault(child.kind, child)
    return found


def need(found: Boxes, kind: bytes) -> Box:
    """Return the box of a kind. Raises Damaged where there is none."""
    if kind not in found:
        raise Damaged(f"no {kind.decode('latin-1')} box")
    return found[kind]


def spoken(number: int) -> bool:
    """Tell whether a signed or unsigned 32-bit number begins with a letter, and is not round."""
    return LETTERS <= number & 0xFFFFFFFF < 0x80000000 and number & 0xFFFF > 0
