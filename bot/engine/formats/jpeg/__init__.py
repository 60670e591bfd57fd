"""JPEG: markers and segments; what draws stays, and between and behind the scans all else goes.

Spec: ITU-T T.81 annex B (markers), T.871 (JFIF), T.872 §6.5.3 (Adobe), CIPA DC-008 §4.5 (Exif).

segments   one picture → parts
pair       a picture and its HDR gain map → parts, and back
tables     quantisation and Huffman tables: those in use
patch      segments that stay in part
hdr        segments that join the two pictures
directory  lists of where the second picture lies
app        what all the others tell
marks      how segments begin
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.engine.binary.cursor import Cursor
from bot.engine.formats.jpeg import app, patch, tables
from bot.engine.formats.jpeg.pair import BEHIND, pictures, rebuild, split
from bot.engine.model import HARMLESS, Caution, Finding, Kind, Part, Role

__all__ = [
    "EXTENSION",
    "NAME",
    "cautions",
    "coded",
    "dimensions",
    "matches",
    "read",
    "rebuild",
    "split",
]

NAME = "JPEG"
EXTENSION = "jpg"

SECOND = "second picture"  # where its findings stand


def matches(head: bytes) -> bool:
    """Tell whether a file that starts with `head` is ours."""
    return head.startswith(b"\xff\xd8\xff")


def coded(parts: Sequence[Part]) -> Iterator[memoryview]:
    """Yield every scan with its header."""
    for part in parts:
        if part.role is Role.PICTURE:
            yield part.raw


def cautions(parts: Sequence[Part]) -> Iterator[Caution]:
    """Name what shows and will be missing from the copy."""
    front, _ = pictures(parts)
    if not any(part.name == "EOI" for part in front[-2:]):
        yield Caution.ENDS_EARLY
    profile = [part for part in front if part.name == "ICC" and part.role is Role.PATCHED]
    if profile and not patch.colours(profile):
        yield Caution.COLOURS_MAY_SHIFT


def read(parts: Sequence[Part]) -> Iterator[Finding]:
    """Say what the parts that must go would have told a stranger; never raise."""
    front, back = pictures(parts)
    yield from app.read(_changed(front))
    if size := sum(len(part.raw) for part in back if part.name != BEHIND):
        yield Finding(Kind.GAIN_MAP, BEHIND, "gain map", size)
    for finding in app.read(_changed(back)):
        if finding.kind not in HARMLESS or finding.kind is Kind.GAIN_MAP:
            yield replace(finding, where=SECOND)


def dimensions(parts: Sequence[Part]) -> tuple[int, int] | None:
    """Return width and height in pixels, B.2.2; a height of 0 is told by DNL, B.2.5."""
    height = width = 0
    for part in pictures(parts)[0]:
        if part.name == "SOF":
            cursor = Cursor(part.raw, at=5)
            height, width = cursor.u16(), cursor.u16()
        if part.name == "DNL" and not height:
            height = Cursor(part.raw, at=4).u16()
    return width, height


def _changed(parts: Sequence[Part]) -> list[Part]:
    named = (part for part in parts if part.name not in tables.TABLES)
    return [part for part in named if part.role in {Role.DROPPED, Role.PATCHED}]
