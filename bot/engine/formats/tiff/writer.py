"""The head of a clean TIFF: header, directories and their values, before all pictures.

Spec: TIFF 6.0 §2; BigTIFF.

One order of everything, one type for each field: a clean file is written as it is.
"""

import sys
from array import array
from collections.abc import Sequence

from bot.engine.binary.ranges import Range, Relocation, total
from bot.engine.errors import Damaged, TooLarge
from bot.engine.formats.tiff import old_jpeg, tags
from bot.engine.formats.tiff.directories import (
    DOUBLE,
    FLOAT,
    HEADERS,
    LONG,
    LONG8,
    RATIONAL,
    SHORT,
    SRATIONAL,
    Stream,
)  # fmt: skip
from bot.engine.formats.tiff.pages import Page, Value

CODES = {
    SHORT: "H", LONG: "I", RATIONAL: "I", LONG8: "Q", SRATIONAL: "i", FLOAT: "f", DOUBLE: "d",
}  # fmt: skip
RATIOS = (RATIONAL, SRATIONAL)
FOUR_GIB = 1 << 32


def head(stream: Stream, pages: Sequence[Page], segments: list[Range]) -> bytes:
    """Return what stands before the pictures, which lie in `segments` of the old file.

    Raises TooLarge where 32 bits cannot say where they are.
    """
    writer = _Writer(stream, Relocation(segments))
    size = len(writer.head(pages, 0))
    if not stream.big and size + sum(end - start for start, end in segments) >= FOUR_GIB:
        raise TooLarge("a TIFF of more than four gigabytes")
    return writer.head(pages, size)


class _Writer:
    """Writes fields in the byte order, and the width, of a stream."""

    def __init__(self, stream: Stream, moved: Relocation) -> None:
        self.order, self.big, self.start = stream.order, stream.big, stream.head
        self.moved = moved
        self.place = 8 if stream.big else 4  # bytes of an offset, and of a value in its field

    def head(self, pages: Sequence[Page], media: int) -> bytes:
        """Return the head of a file whose pictures begin at `media`."""
        magic = next(m for m, layout in HEADERS.items() if layout == (self.order, self.big))
        out = [magic + (self._number(8, 2) + bytes(2) if self.big else b"")]
        out.append(self._number(self.start, self.place))
        at = self.start
        for index, page in enumerate(pages):
            block = self._page(at, page, media, last=index == len(pages) - 1)
            out.append(block)
            at += len(block)
        return b"".join(out)

    def _page(self, at: int, page: Page, media: int, last: bool) -> bytes:
        """Return a page's directory at `at`, and those below it behind."""
        places = [0] * len(page.below)
        end = at + len(self._directory(at, page, media, 0, places))
        below = []
        for number, lower in enumerate(page.below):
            places[number] = end
            below.append(self._directory(end, lower, media, 0, ()))
            end += len(below[-1])
        return self._directory(at, page, media, 0 if last else end, places) + b"".join(below)

    def _directory(
        self, at: int, page: Page, media: int, after: int, below: Sequence[int]
    ) -> bytes:
        """Return a directory at `at`, its values behind it; `after` is where the next one is."""
        fields = {**page.fields, **self._extents(page, media)}
        if below:
            fields[tags.BELOW] = LONG8 if self.big else LONG, below
        size = (8 + 20 * len(fields) + 8) if self.big else (2 + 12 * len(fields) + 4)
        rows, values = [], b""
        for tag, (kind, value) in sorted(fields.items()):
            raw = value if isinstance(value, bytes) else self._packed(kind, value)
            count = len(value) // (2 if kind in RATIOS else 1)
            row = self._number(tag, 2) + self._number(kind, 2) + self._number(count, self.place)
            if len(raw) > self.place:
                row += self._number(at + size + len(values), self.place)
                values += raw + bytes(-len(raw) % self.place)
            else:
                row += raw.ljust(self.place, b"\0")
            rows.append(row)
        values += bytes(-(size + len(values)) % self.place)
        count_size = 8 if self.big else 2
        table = self._number(len(fields), count_size) + b"".join(rows)
        return table + self._number(after, self.place) + values

    def _extents(self, page: Page, media: int) -> dict[int, Value]:
        kind = LONG8 if self.big else LONG
        starts = array("Q", [self._start(strip, media) for strip in page.strips])
        sizes = array("Q", map(total, page.strips))
        at_tag, size_tag = (
            (tags.TILES, tags.TILE_SIZES) if page.tiled else (tags.STRIPS, tags.STRIP_SIZES)
        )
        fields: dict[int, Value] = {at_tag: (kind, starts), size_tag: (kind, sizes)}
        for tag, pieces in page.pointed.items():
            fields[tag] = kind, [self._start(runs, media) for runs in pieces]
            if tag == old_jpeg.FILE:
                fields[old_jpeg.FILE_SIZE] = kind, (total(pieces[0]),)
        return fields

    def _start(self, strip: tuple[Range, ...], media: int) -> int:
        return self.moved(strip[0][0]) + media if strip else 0

    def _packed(self, kind: int, values: Sequence[int] | Sequence[float]) -> bytes:
        try:
            packed = array(CODES[kind], values)
        except OverflowError as error:  # 64 bits in a field that is written with fewer
            raise Damaged("a number too large for its field") from error
        if self.order != sys.byteorder:
            packed.byteswap()
        return packed.tobytes()

    def _number(self, value: int, size: int) -> bytes:
        return value.to_bytes(size, self.order)
