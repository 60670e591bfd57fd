"""JPEG: markers and segments; what draws stays, and between and behind the scans all else goes.

Spec: ITU-T T.81 annex B (markers), T.871 (JFIF), T.872 §6.5.3 (Adobe), CIPA DC-008 §4.5 (Exif).
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from bot.engine.cursor import Cursor
from bot.engine.errors import Damaged, TooLarge, Unsupported
from bot.engine.formats.jpeg import app, patch, tables
from bot.engine.known import Known
from bot.engine.model import Caution, Finding, Part, Role
from bot.engine.tail import ends_in_words

NAME = "JPEG"
EXTENSION = "jpg"

PART_LIMIT = 20_000  # three million empty segments fit into 12 MB; real files have hundreds

# Marker codes, B.1.1.3.
TEM, SOI, EOI, SOS, DHP, EXP = 0x01, 0xD8, 0xD9, 0xDA, 0xDE, 0xDF
APP0, APP1, APP2, APP14, COM = 0xE0, 0xE1, 0xE2, 0xEE, 0xFE
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # SOF0-15
SEGMENTS = (FRAMES | {*tables.NAMES, *range(SOS, 0xF0), COM}) - {EXP}
OTHER_CODECS = {0xF7: "JPEG-LS", DHP: "hierarchical JPEG"}  # T.87 §C.1.1; no viewer draws them

# B.1.1.5: inside a scan, FF is followed by 00 (a data byte), a restart, or fill. One regular
# expression is within twice a memory copy; a loop over bytes is fifty times slower.
MARKER_IN_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
MARKER = re.compile(rb"\xff[^\x00\xff]")


def matches(head: bytes) -> bool:
    """Tell whether a file that starts with `head` is ours."""
    return head.startswith(b"\xff\xd8\xff")


def split(data: memoryview, known: Known) -> Iterator[Part]:
    """Yield every byte of the file once, in order, as named parts."""
    parts = tuple(islice(_segments(data, known), PART_LIMIT + 1))
    if len(parts) > PART_LIMIT:
        raise TooLarge("too many segments")
    names = [part.name for part in parts]
    if "SOS" not in names or names.count("SOF") != 1:
        raise Damaged("no picture")
    return tables.living(parts)


def rebuild(parts: Sequence[Part]) -> Iterator[Part | bytes]:
    """Yield the kept segments, and small ones in place of those that must change."""
    patches = patch.patches(parts)
    for number, part in enumerate(parts):
        if part.role is Role.PATCHED and part.name in tables.TABLES:
            head = tables.head(parts, number)
            yield part if head == part.raw else head
        elif part.role is Role.PATCHED:
            yield from patches.get(part.start, ())
        elif part.role is not Role.DROPPED:
            yield part


def coded(parts: Sequence[Part]) -> Iterator[memoryview]:
    """Yield every scan with its header."""
    for part in parts:
        if part.role is Role.PICTURE:
            yield part.raw


def cautions(parts: Sequence[Part]) -> Iterator[Caution]:
    """Name what shows and will be missing from the copy."""
    if not any(part.name == "EOI" for part in parts[-2:]):
        yield Caution.ENDS_EARLY
    profile = [part for part in parts if part.name == "ICC" and part.role is Role.PATCHED]
    if profile and not patch.colours(profile):
        yield Caution.COLOURS_MAY_SHIFT


def read(parts: Sequence[Part]) -> Iterator[Finding]:
    """Say what the parts that must go would have told a stranger; never raise."""
    changed = (part for part in parts if part.role in {Role.DROPPED, Role.PATCHED})
    yield from app.read([part for part in changed if part.name not in tables.TABLES])


def dimensions(parts: Sequence[Part]) -> tuple[int, int] | None:
    """Return width and height in pixels, B.2.2; a height of 0 is told by DNL, B.2.5."""
    height = width = 0
    for part in parts:
        if part.name == "SOF":
            cursor = Cursor(part.raw, at=5)
            height, width = cursor.u16(), cursor.u16()
        if part.name == "DNL" and not height:
            height = Cursor(part.raw, at=4).u16()
    return width, height


def _segments(data: memoryview, known: Known) -> Iterator[Part]:
    cursor = Cursor(data)
    yield Part("SOI", 0, cursor.take(2), Role.STRUCTURE)
    scans = 0
    while True:
        start = cursor.at
        marker = _next_marker(cursor)
        if marker is None and not scans:
            raise Damaged(f"no marker at {start}")
        if marker is None:
            break
        if cursor.at - 2 > start:  # fill bytes, or bytes that no decoder reads
            yield Part("fill", start, data[start : cursor.at - 2], Role.DROPPED)
            start = cursor.at - 2
        if marker == EOI:
            yield Part("EOI", start, data[start : cursor.at], Role.STRUCTURE)
            break
        if scans and not _fits(cursor):
            cursor.seek(start)
            break  # cut short behind a picture that can be seen
        yield from _segment(cursor, start, marker, scans, known)
        scans += marker == SOS
    if cursor.left:
        yield Part("trailer", cursor.at, cursor.take(cursor.left), Role.DROPPED)


def _next_marker(cursor: Cursor) -> int | None:
    """Move behind the next marker and return its code, or None where there is none."""
    found = MARKER.search(cursor.data, cursor.at)
    if not found:
        return None
    cursor.seek(found.end())
    return cursor.data[found.end() - 1]


def _fits(cursor: Cursor) -> bool:
    at, data = cursor.at, cursor.data
    return cursor.left >= 2 and 2 <= (data[at] << 8 | data[at + 1]) <= cursor.left


def _segment(cursor: Cursor, start: int, marker: int, scans: int, known: Known) -> Iterator[Part]:
    if marker == TEM or 0xD0 <= marker <= SOI:  # stand alone: a stray restart, a second start
        yield Part("stray", start, cursor.data[start : cursor.at], Role.DROPPED)
        return
    if marker in OTHER_CODECS:
        raise Unsupported(OTHER_CODECS[marker])
    if marker not in SEGMENTS:
        raise Damaged(f"marker {marker:#x} at {start}")
    body = cursor.take(cursor.u16() - 2)
    raw = cursor.data[start : cursor.at]
    if marker == SOS:
        yield _scan(cursor, start, body, known)
    elif marker in FRAMES:
        if len(body) < 6 or len(body) != 6 + 3 * body[5]:
            raise Damaged("SOF")
        yield Part("SOF", start, raw, Role.STRUCTURE)
    elif marker in tables.NAMES:
        yield from tables.parts(marker, start, raw)
    else:
        name, role = _application(marker, body, scans)
        yield Part(name, start, raw, role)


def _scan(cursor: Cursor, start: int, header: memoryview, known: Known) -> Part:
    """Take a scan up to the next marker, or to the end of a file that was cut short."""
    if len(header) < 1 or len(header) != 4 + 2 * header[0]:
        raise Damaged("SOS")
    part = known.part(cursor.data, start)
    if part and part.name == "SOS":
        cursor.seek(start + len(part.raw))
        return Part("SOS", start, cursor.data[start : cursor.at], Role.PICTURE)
    found = MARKER_IN_SCAN.search(cursor.data, cursor.at)
    cursor.seek(found.start() if found else len(cursor.data))
    raw = cursor.data[start : cursor.at]
    if ends_in_words(raw):
        raise Damaged("words behind a scan")
    return Part("SOS", start, raw, Role.PICTURE)


def _application(marker: int, body: memoryview, scans: int) -> tuple[str, Role]:
    """Name an APPn or COM segment; decoders look at the patched ones before the first scan only."""
    head = bytes(body[:12])
    known = None
    if marker == APP0 and head.startswith(b"JFIF\0") and len(body) >= 14:
        known = "JFIF"
    elif marker == APP1 and head.startswith(patch.EXIF):
        known = "Exif"
    elif marker == APP2 and head == patch.ICC and len(body) > 14:
        known = "ICC"
    elif marker == APP14 and head.startswith(b"Adobe") and len(body) >= 12:
        known = "Adobe"
    if known:
        return known, Role.DROPPED if scans else Role.PATCHED
    return "COM" if marker == COM else f"APP{marker - APP0}", Role.DROPPED
