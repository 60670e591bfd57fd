"""Pages: what of a directory draws, and where the strips or tiles lie that it needs.

Spec: TIFF 6.0 §3, §8 (NewSubfileType), §15.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.engine.binary.ranges import Ranges
from bot.engine.blocks import icc
from bot.engine.errors import Damaged, TooLarge, Unsupported
from bot.engine.formats.tiff import code, old_jpeg, palette, tables
from bot.engine.formats.tiff.code import Coder
from bot.engine.formats.tiff.stream import LONG, RATIONAL, SHORT, UNDEFINED, Directory, Stream
from bot.engine.formats.tiff.tables import number
from bot.engine.limits import DecodeBudget
from bot.engine.model import ratio

# Units of code that each costs as much as: five thousand pages of a hundred bytes took eight
# seconds, and may all lie in the same hundred thousand strips.
PAGE, STRIP, FILE = 128, 4, 36
STRIP_LIMIT = 200_000  # of a file; 13 gigapixels in tiles of 256
YCBCR = 6
Value = tuple[
    int, Sequence[int] | Sequence[float] | bytes
]  # type and numbers; of ratios flat: top, bottom, top …


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is kept: fields in their order, and the runs of each strip or tile."""

    fields: dict[int, Value]
    tiled: bool
    strips: tuple[Ranges, ...]
    cut: bool  # a strip is not, or not all, in the file
    colours_lost: bool  # nobody can read its profile
    below: tuple["Page", ...] = ()  # pages that belong to this one: a mask, of a camera's raw
    pointed: Mapping[int, tuple[Ranges, ...]] = field(default_factory=dict)  # by old JPEG's fields

    @property
    def runs(self) -> tuple[Ranges, ...]:
        """All that draws."""
        return (*(runs for told in self.pointed.values() for runs in told), *self.strips)


def is_page(fields: Directory) -> bool:
    """Tell whether a directory describes a picture in strips or tiles."""
    return {tables.WIDTH, tables.HEIGHT} <= fields.keys() and bool(
        {tables.STRIPS, tables.TILES} & fields.keys()
    )


def silent(fields: Directory) -> frozenset[int]:
    """Return the fields of a page that draw, and tell nothing else."""
    old = number(fields, tables.COMPRESSION, code.PLAIN) == code.OLD_JPEG
    return tables.SILENT | old_jpeg.FIELDS if old else tables.SILENT


def is_reduced(fields: Directory) -> bool:
    """Tell whether a directory says that it is a smaller version of another page."""
    old = number(fields, tables.OLD_SUBFILE, 0) == 2
    return old or bool(number(fields, tables.SUBFILE, 0) & tables.REDUCED)


def read(stream: Stream, fields: Directory, exact: bool, effort: DecodeBudget) -> Page:
    """Return what of a directory draws.

    Raises Damaged, TooLarge or Unsupported.
    """
    effort.spend(PAGE)
    kept = dict(sorted(_fields(fields)))
    shape = _Shape(fields)
    if shape.count > STRIP_LIMIT:
        raise TooLarge(f"{shape.count} strips")
    sizes = _sizes(fields, shape)
    compression = number(fields, tables.COMPRESSION, code.PLAIN)
    coder = Coder(compression, exact)
    effort.spend(shape.count * (FILE if compression in code.FILES else STRIP))
    old = old_jpeg.read(stream.data, fields) if compression == code.OLD_JPEG else None
    strips, cut = [], False
    for at, size, expected in sizes:
        raw = stream.data[at : at + size] if size else stream.data[:0]
        cut |= size > len(raw)
        if old and raw:
            strips.append(tuple(old.drawing(at, len(raw))))
            continue
        runs = coder.drawing(raw, expected) if raw else iter(())
        strips.append(tuple((at + start, at + end) for start, end in runs if start < end))
    if colours := kept.get(tables.COLOURS):
        kept[tables.COLOURS] = SHORT, _silenced(stream, fields, shape, colours[1])
    lost = tables.ICC in fields and tables.ICC not in kept
    return Page(kept, shape.tiled, tuple(strips), cut, lost, pointed=old.pointed if old else {})


def _silenced(
    stream: Stream, fields: Directory, shape: "_Shape", colours: Sequence[float] | bytes
) -> tuple[int, ...]:
    """Return a palette in which nobody left words.

    Raises Damaged where that cannot be had.
    """
    values = tuple(map(int, colours))
    if not palette.speaks(values):
        return values
    if shape.samples != 1 or any(number(fields, tag, 1) != 1 for tag in (tables.PREDICTOR, 266)):
        raise Damaged("words in a palette")
    strips = (
        (bytes(stream.data[at : at + size]), expected)
        for at, size, expected in _sizes(fields, shape)
    )
    compression = number(fields, tables.COMPRESSION, code.PLAIN)
    return palette.emptied(values, shape.bits[0], compression, strips)


class _Shape:
    """How a page is cut: how many strips or tiles, and how many bytes each unfolds to."""

    def __init__(self, fields: Directory) -> None:
        if any(number(fields, tag, 1) != 1 for tag in tables.DEPTHS):
            raise Unsupported("TIFF (volume)")
        self.width, self.height = number(fields, tables.WIDTH, 0), number(fields, tables.HEIGHT, 0)
        self.samples = number(fields, tables.SAMPLES, 1)
        self.bits = bits(fields, self.samples)
        self.planes = self.samples if number(fields, tables.PLANAR, 1) == 2 else 1
        self.tiled = tables.TILES in fields
        if self.tiled:
            self.across = number(fields, tables.TILE_WIDTH, 0)
            self.down = number(fields, tables.TILE_HEIGHT, 0)
        else:
            self.across = self.width
            self.down = min(number(fields, tables.ROWS, self.height) or self.height, self.height)
        if not all((self.width, self.height, self.across, self.down)) or not (
            0 < self.samples <= tables.MAX_SAMPLES
        ):
            raise Damaged("a page without a size")
        self.plane = -(-self.width // self.across) * -(-self.height // self.down)
        self.count = self.plane * self.planes
        self.sub = _subsampling(fields)

    def expected(self, index: int) -> int:
        """Return the bytes that strip or tile number `index` unfolds to."""
        rows = self.down
        if not self.tiled:
            rows = min(rows, self.height - index % self.plane * self.down)
        if self.sub != (1, 1):
            wide, high = self.sub
            blocks = -(-self.across // wide) * -(-rows // high)
            return blocks * (wide * high + 2) * self.bits[0] // 8
        if self.planes > 1:
            return rows * -(-self.across * self.bits[index // self.plane] // 8)
        return rows * -(-self.across * sum(self.bits) // 8)


def bits(fields: Directory, samples: int) -> list[int]:
    """Return the bits of each sample of a pixel."""
    told = list(fields[tables.BITS].whole()) if tables.BITS in fields else []
    told = told[:samples] or [1]
    if not all(told):
        raise Damaged("pixels of no bits")
    return told + told[-1:] * (samples - len(told))


def _subsampling(fields: Directory) -> tuple[int, int]:
    plain = number(fields, tables.COMPRESSION, code.PLAIN) != code.JPEG
    if number(fields, tables.PHOTOMETRIC, 0) != YCBCR or not plain:
        return 1, 1
    told = tuple(fields[tables.SUBSAMPLING].whole()[:2]) if tables.SUBSAMPLING in fields else (2, 2)
    if len(told) != 2 or not set(told) <= {1, 2, 4}:
        raise Damaged("subsampling")
    return told


def _sizes(fields: Directory, shape: _Shape) -> Iterator[tuple[int, int, int]]:
    """Yield where each strip lies, its bytes, and those that it unfolds to."""
    at_tag, size_tag = (
        (tables.TILES, tables.TILE_SIZES) if shape.tiled else (tables.STRIPS, tables.STRIP_SIZES)
    )
    starts = fields[at_tag].whole()
    sizes = fields[size_tag].whole() if size_tag in fields else ()
    if len(starts) < shape.count:
        raise Damaged(f"{len(starts)} strips of {shape.count}")
    plain = number(fields, tables.COMPRESSION, code.PLAIN) == code.PLAIN
    for index in range(shape.count):
        expected = shape.expected(index)
        size = sizes[index] if index < len(sizes) else 0
        if not size and plain and starts[index]:
            size = expected  # old writers left it out
        yield starts[index], size, expected


def _fields(fields: Directory) -> Iterator[tuple[int, Value]]:
    samples = number(fields, tables.SAMPLES, 1)
    depth = bits(fields, min(samples, tables.MAX_SAMPLES))[0] if samples else 1
    if mask := number(fields, tables.SUBFILE, 0) & 6:
        yield tables.SUBFILE, (LONG, (mask,))
    unused = set() if number(fields, tables.PHOTOMETRIC, 0) == tables.PALETTE else {tables.COLOURS}
    for tag in tables.SHORTS.keys() & fields.keys() - unused:
        if values := tuple(tables.shorts(tag, fields[tag], samples, depth)):
            yield tag, (SHORT, values)
    if turn := tables.turn(fields):
        yield tables.ORIENTATION, turn
    if number(fields, tables.COMPRESSION, 1) == code.OLD_JPEG:
        for tag in (old_jpeg.PROCESS, old_jpeg.RESTART):
            if told := number(fields, tag, 0):
                yield tag, (SHORT, (min(told, tables.SIXTEEN - 1),))
    yield from _longs(fields)
    yield from _ratios(fields)
    if tables.JPEG_TABLES in fields and number(fields, tables.COMPRESSION, 1) == code.JPEG:
        yield tables.JPEG_TABLES, (UNDEFINED, code.tables(fields[tables.JPEG_TABLES].raw))
    if tables.ICC in fields and (clean := icc.sanitise(bytes(fields[tables.ICC].raw))):
        yield tables.ICC, (UNDEFINED, clean)


def _longs(fields: Directory) -> Iterator[tuple[int, Value]]:
    for tag in tables.LONGS.keys() & fields.keys():
        if found := fields[tag].whole()[: tables.LONGS[tag]]:
            if tag in tables.SETTINGS and max(found) > tables.SETTINGS[tag]:
                raise Damaged(f"field {tag}")
            yield tag, (LONG, _within(tag, found, fields))


def _ratios(fields: Directory) -> Iterator[tuple[int, Value]]:
    for tag in tables.RATIOS.keys() & fields.keys():
        if ratios := tables.ratios(tag, fields[tag]):
            yield tag, (RATIONAL, [n for r in ratios for n in (r.numerator, r.denominator)])
    yield from _resolution(fields)


def _within(tag: int, values: Sequence[int], fields: Directory) -> Sequence[int]:
    """Return a number; rows of a strip are no more than the page has."""
    return (min(values[0], number(fields, tables.HEIGHT, 0)),) if tag == tables.ROWS else values


def _resolution(fields: Directory) -> Iterator[tuple[int, Value]]:
    """Yield the shape of a pixel where it is not square."""
    both = [fields[t].ratios() for t in (tables.X_RESOLUTION, tables.Y_RESOLUTION) if t in fields]
    if len(both) == 2 and all(both):
        (x, per_x), (y, per_y) = both[0][0], both[1][0]
        wide, high = ratio(x * per_y, y * per_x)
        if wide != high:
            yield tables.X_RESOLUTION, (RATIONAL, (wide, 1))
            yield tables.Y_RESOLUTION, (RATIONAL, (high, 1))
            yield tables.UNIT, (SHORT, (1,))
