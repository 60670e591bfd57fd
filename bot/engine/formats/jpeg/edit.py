"""JPEG files that keep or gain an Exif block, for copies that leave something in.

Spec: CIPA DC-008 §4.5.4 (where the segment stands), §4.7.2; CIPA DC-007 §5.2 (MPF).
"""

from collections.abc import Iterator, Sequence

from bot.engine.errors import NotOffered, TooLarge
from bot.engine.formats.jpeg import Jpeg
from bot.engine.formats.jpeg.markers import APP1, EXIF, HEADER, MPF, XMP, segment
from bot.engine.model import Finding, Part

EXIF_PART = "Exif"
JFIF = b"\xff\xe0"  # APP0: where it is there, it stands first
LONGEST = 0xFFFF - 2 - len(EXIF)  # bytes of a block in one segment
# Parts whose every field is read: nothing can hide in them.
FULLY_READ = frozenset({EXIF_PART, "JFIF", "ICC", "Adobe", "COM", "APP13", "DRI"})


def findings(part: Part) -> Iterator[Finding]:
    """Yield what one part tells by itself; never raises."""
    return Jpeg((part,)).findings()


def exif_block(part: Part) -> memoryview:
    """Return the Exif block of an EXIF_PART."""
    return part.raw[HEADER + len(EXIF) :]


def with_block(part: Part, block: bytes) -> bytes:
    """Return an EXIF_PART with another block of the same length."""
    return bytes(part.raw[: HEADER + len(EXIF)]) + block


def is_fully_read(part: Part) -> bool:
    """Return whether every field of a part is read."""
    return part.name in FULLY_READ or part.raw[HEADER : HEADER + len(XMP)] == XMP


def joined(parts: Sequence[Part], pieces: Sequence[bytes]) -> bytes:
    """Return the file in which `pieces` stand in the place of its `parts`.

    Raises NotOffered where a list of pictures would no longer point at them.
    """
    has_moved = any(map(_has_other_length, parts, pieces))
    if has_moved and any(part.raw[HEADER : HEADER + len(MPF)] == MPF for part in parts):
        raise NotOffered("JPEG")
    return b"".join(pieces)


def with_exif(parts: Sequence[Part], block: bytes) -> bytes:
    """Return a file with `block` as its only Exif block, behind JFIF's segment if it has one.

    Raises TooLarge where no segment holds the block.
    """
    if len(block) > LONGEST:
        raise TooLarge("an Exif block longer than a segment")
    leading = 2 if parts[1].raw[:2] == JFIF else 1
    rest = (part.raw for part in parts[leading:] if part.name != EXIF_PART)
    head = (part.raw for part in parts[:leading])
    return b"".join((*head, segment(APP1, EXIF + block), *rest))


def _has_other_length(part: Part, piece: bytes) -> bool:
    return len(part.raw) != len(piece)
