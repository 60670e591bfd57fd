"""One JPEG picture as parts: marker after marker, and all that follows its end.

Spec: ITU-T T.81 annex B (markers).
"""

import re
from collections.abc import Iterator
from itertools import islice, takewhile

from bot.engine.binary.cursor import Cursor
from bot.engine.binary.plain_text import has_text_at_end
from bot.engine.errors import Damaged, TooLarge, Unsupported
from bot.engine.formats.jpeg import hdr_segments, tables
from bot.engine.formats.jpeg.markers import APP0, APP1, APP2, APP14, EXIF, ICC
from bot.engine.model import Part, Role
from bot.engine.reference import Reference

PART_LIMIT = 20_000  # three million empty segments fit into 12 MB; real files have hundreds
HEAD_LIMIT = 200  # segments of a hidden picture that are looked at

# Marker codes, B.1.1.3.
TEM, SOI, EOI, SOS, DHP, EXP = 0x01, 0xD8, 0xD9, 0xDA, 0xDE, 0xDF
COM = 0xFE
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # SOF0-15
SEGMENTS = (FRAMES | {*tables.NAMES, *range(SOS, 0xF0), COM}) - {EXP}
OTHER_CODECS = {0xF7: "JPEG-LS", DHP: "hierarchical JPEG"}  # T.87 §C.1.1; no viewer draws them

# B.1.1.5: inside a scan, FF is followed by 00 (a data byte), a restart, or fill. One regular
# expression is within twice a memory copy; a loop over bytes is fifty times slower.
MARKER_IN_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
MARKER = re.compile(rb"\xff[^\x00\xff]")


def parse_picture(
    data: memoryview, reference: Reference, start: int = 0, scan: str = "SOS"
) -> tuple[Part, ...]:
    """Return the parts of the picture that begins at `start`, and what follows it as one.

    Its scans are named `scan`. Raises EngineError where nothing can be drawn.
    """
    parts = tuple(islice(_segments(data, reference, start, scan), PART_LIMIT + 1))
    if len(parts) > PART_LIMIT:
        raise TooLarge("too many segments")
    names = [part.name for part in parts]
    if scan not in names or names.count("SOF") != 1:
        raise Damaged("no picture")
    return tuple(tables.drop_unused(parts))


def head(data: memoryview, start: int) -> tuple[Part, ...]:
    """Return the segments before a picture's frame, none of them followed.

    Raises EngineError.
    """
    parts = islice(_segments(data, Reference(), start, "SOS"), HEAD_LIMIT)
    return tuple(takewhile(lambda part: part.name not in ("SOF", "SOS"), parts))


def _segments(data: memoryview, reference: Reference, first: int, scan: str) -> Iterator[Part]:
    cursor = Cursor(data, at=first)
    yield Part("SOI", first, cursor.take(2), Role.STRUCTURE)
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
        if marker == SOS:
            yield _scan(cursor, start, reference, scan)
            scans += 1
        else:
            yield from _segment(cursor, start, marker, scans)
    if cursor.left:
        yield Part("trailer", cursor.at, cursor.take(cursor.left), Role.DROPPED)


def _next_marker(cursor: Cursor) -> int | None:
    """Move behind the next marker and return its code, or None where there is none."""
    match = MARKER.search(cursor.data, cursor.at)
    if not match:
        return None
    cursor.seek(match.end())
    return cursor.data[match.end() - 1]


def _fits(cursor: Cursor) -> bool:
    at, data = cursor.at, cursor.data
    return cursor.left >= 2 and 2 <= (data[at] << 8 | data[at + 1]) <= cursor.left


def _segment(cursor: Cursor, start: int, marker: int, scans: int) -> Iterator[Part]:
    if marker == TEM or 0xD0 <= marker <= SOI:  # stand alone: a stray restart, a second start
        yield Part("stray", start, cursor.data[start : cursor.at], Role.DROPPED)
        return
    if marker in OTHER_CODECS:
        raise Unsupported(OTHER_CODECS[marker])
    if marker not in SEGMENTS:
        raise Damaged(f"marker {marker:#x} at {start}")
    body = cursor.take(cursor.u16() - 2)
    raw = cursor.data[start : cursor.at]
    if marker in FRAMES:
        if len(body) < 6 or len(body) != 6 + 3 * body[5]:
            raise Damaged("SOF")
        yield Part("SOF", start, raw, Role.STRUCTURE)
    elif marker in tables.NAMES:
        yield from tables.parts(marker, start, raw)
    else:
        name, role = _application(marker, body, scans)
        yield Part(name, start, raw, role)


def _scan(cursor: Cursor, start: int, reference: Reference, name: str) -> Part:
    """Take a scan up to the next marker, or to the end of a file that was cut short."""
    header = cursor.take(cursor.u16() - 2)
    if len(header) < 1 or len(header) != 4 + 2 * header[0]:
        raise Damaged("SOS")
    part = reference.part(cursor.data, start)
    if part and part.name == name:
        cursor.seek(start + len(part.raw))
        return Part(name, start, cursor.data[start : cursor.at], Role.PICTURE)
    marker = MARKER_IN_SCAN.search(cursor.data, cursor.at)
    cursor.seek(marker.start() if marker else len(cursor.data))
    raw = cursor.data[start : cursor.at]
    if has_text_at_end(raw):
        raise Damaged("words behind a scan")
    return Part(name, start, raw, Role.PICTURE)


def _application(marker: int, body: memoryview, scans: int) -> tuple[str, Role]:
    """Name an APPn or COM segment; decoders look at the patched ones before the first scan only."""
    head = bytes(body[:12])
    name = None
    if marker == APP0 and head.startswith(b"JFIF\0") and len(body) >= 14:
        name = "JFIF"
    elif marker == APP1 and head.startswith(EXIF):
        name = "Exif"
    elif marker == APP2 and head == ICC and len(body) > 14:
        name = "ICC"
    elif marker == APP14 and head.startswith(b"Adobe") and len(body) >= 12:
        name = "Adobe"
    elif not scans and hdr_segments.is_ours(marker, body):
        name = hdr_segments.NAME
    if name:
        return name, Role.DROPPED if scans else Role.PATCHED
    return "COM" if marker == COM else f"APP{marker - APP0}", Role.DROPPED
