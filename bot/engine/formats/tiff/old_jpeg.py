"""JPEG as TIFF 6.0 first had it: fields point at a JPEG file, or at its tables one by one.

Spec: TIFF 6.0 §22. Decoders that still read it disagree with new JPEG by a shade, so it stays.

A page's data are whole files, pieces of one whose head a field points at, or bare scans.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.engine.binary.cursor import Cursor
from bot.engine.binary.ranges import Range, Ranges, joined
from bot.engine.errors import Damaged, Unsupported
from bot.engine.formats.jpeg import tables as jpeg_tables
from bot.engine.formats.tiff import strips, tags
from bot.engine.formats.tiff.directories import Directory
from bot.engine.formats.tiff.tags import number

PROCESS, FILE, FILE_SIZE, RESTART = 512, 513, 514, 515
QUANTISATION, DIRECT, ALTERNATING = 519, 520, 521  # tables, one offset a sample
FIELDS = frozenset({
    PROCESS, FILE, FILE_SIZE, RESTART, QUANTISATION, DIRECT, ALTERNATING,
})  # fmt: skip
BASELINE = 1
SOI, SOS = b"\xff\xd8", 0xFFDA
FRAMES = frozenset({0xFFC0, 0xFFC1, 0xFFC2})
HEAD = frozenset({*FRAMES, 0xFFC4, 0xFFDB, 0xFFDD})  # tables, and how often code begins anew
SEGMENTS = 1_000  # of a file's head; real ones have twenty
SQUARE, LENGTHS, CODES = 64, 16, 256  # bytes of tables


@dataclass(frozen=True, slots=True)
class Old:
    """What a page's fields point at, and the JPEG file among it."""

    data: memoryview
    pointed: Mapping[int, tuple[Ranges, ...]]
    span: Range  # of the file, as the fields tell it

    @property
    def file(self) -> Ranges:
        """Runs of the file that draw."""
        return next(iter(self.pointed.get(FILE, ())), ())

    def drawing(self, at: int, size: int) -> Iterator[Range]:
        """Yield what of a strip draws: of a file, what of the file draws."""
        start, end = self.span
        if start <= at and at + size <= end:
            cut = ((max(low, at), min(high, at + size)) for low, high in self.file)
            return joined((low, high) for low, high in cut if low < high)
        raw = self.data[at : at + size]
        if not self.pointed and bytes(raw[:2]) != SOI:
            raise Damaged("code without its tables")
        runs = strips.file(raw) if bytes(raw[:2]) == SOI else strips.followed_no_further(raw)
        return ((at + low, at + high) for low, high in runs)


def read(data: memoryview, fields: Directory) -> Old:
    """Return what a page's fields point at.

    Raises Unsupported where they name another process than the baseline, Damaged.
    """
    if number(fields, PROCESS, BASELINE) != BASELINE:
        raise Unsupported(strips.NAMED[strips.OLD_JPEG])
    if start := number(fields, FILE, 0):
        size = number(fields, FILE_SIZE, 0) or _behind(fields, start)
        raw = data[start : start + size]
        runs, framed = _file(raw)
        pointed = {FILE: (tuple((start + low, start + high) for low, high in runs),)}
        more = {} if framed else dict(_tables(data, fields))
        return Old(data, {**pointed, **more}, (start, start + len(raw)))
    return Old(data, dict(_tables(data, fields)), (0, 0))


def _behind(fields: Directory, start: int) -> int:
    """Return the bytes from a file's start to the last strip's end, where no field tells it."""
    at_tag, size_tag = (
        (tags.TILES, tags.TILE_SIZES) if tags.TILES in fields else (tags.STRIPS, tags.STRIP_SIZES)
    )
    pieces = [fields[tag].whole() if tag in fields else () for tag in (at_tag, size_tag)]
    return max((at + size - start for at, size in zip(*pieces, strict=False)), default=0)


def _file(raw: memoryview) -> tuple[tuple[Range, ...], bool]:
    """Return what draws of a JPEG file or its head, and whether it tells the picture's size."""
    if bytes(raw[:2]) != SOI:
        raise Damaged("no JPEG file")
    cursor, runs, framed = Cursor(raw, at=2), [(0, 2)], False
    for _ in range(SEGMENTS):
        at = cursor.at
        if cursor.left < 4:
            return tuple(joined(runs)), framed
        marker = cursor.u16()
        cursor.take(cursor.u16() - 2)
        framed |= marker in FRAMES
        if marker == SOS and cursor.left:
            return tuple(strips.file(raw)), framed
        if marker in HEAD or marker == SOS:
            _whole(marker, raw[at : cursor.at])
            runs.append((at, cursor.at))
    raise Damaged("a head of JPEG without end")


def _whole(marker: int, raw: memoryview) -> None:
    """Raise Damaged where a segment holds more than it is for."""
    if marker & 0xFF in jpeg_tables.NAMES:
        tuple(jpeg_tables.parts(marker & 0xFF, 0, raw))
        return
    if len(raw) < 10 or len(raw) != (8 + 2 * raw[4] if marker == SOS else 10 + 3 * raw[9]):
        raise Damaged("a segment of the wrong length")


def _tables(data: memoryview, fields: Directory) -> Iterator[tuple[int, tuple[Ranges, ...]]]:
    for tag in (QUANTISATION, DIRECT, ALTERNATING):
        if tag in fields:
            places = fields[tag].whole()[: tags.MAX_SAMPLES]
            yield tag, tuple((_table(Cursor(data, at=at), tag),) for at in places)


def _table(cursor: Cursor, tag: int) -> Range:
    start = cursor.at
    raw = cursor.take(SQUARE if tag == QUANTISATION else LENGTHS)
    if tag != QUANTISATION:
        cursor.take(min(sum(raw), CODES))
    return start, cursor.at
