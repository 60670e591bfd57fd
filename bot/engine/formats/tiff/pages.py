"""Pages: what of a directory draws, and where the strips or tiles lie that it needs.

Spec: TIFF 6.0 §3, §8 (NewSubfileType), §15.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.engine.binary.ranges import Ranges
from bot.engine.blocks import icc
from bot.engine.errors import Damaged, TooLarge, Unsupported
from bot.engine.formats.tiff import old_jpeg, palette, strips, tags
from bot.engine.formats.tiff.directories import LONG, RATIONAL, SHORT, UNDEFINED, Directory, Stream
from bot.engine.formats.tiff.strips import Coder
from bot.engine.formats.tiff.tags import number
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
        return (*(runs for pieces in self.pointed.values() for runs in pieces), *self.strips)


def is_page(fields: Directory) -> bool:
    """Return whether a directory describes a picture in strips or tiles."""
    return {tags.WIDTH, tags.HEIGHT} <= fields.keys() and bool(
        {tags.STRIPS, tags.TILES} & fields.keys()
    )


def silent(fields: Directory) -> frozenset[int]:
    """Return the fields of a page that draw, and tell nothing else."""
    old = number(fields, tags.COMPRESSION, strips.PLAIN) == strips.OLD_JPEG
    return tags.SILENT | old_jpeg.FIELDS if old else tags.SILENT


def is_reduced(fields: Directory) -> bool:
    """Return whether a directory says that it is a smaller version of another page."""
    old = number(fields, tags.OLD_SUBFILE, 0) == 2
    return old or bool(number(fields, tags.SUBFILE, 0) & tags.REDUCED)


def read(stream: Stream, fields: Directory, exact: bool, budget: DecodeBudget) -> Page:
    """Return what of a directory draws.

    Raises Damaged, TooLarge or Unsupported.
    """
    budget.spend(PAGE)
    drawing_fields = dict(sorted(_fields(fields)))
    shape = _Shape(fields)
    if shape.count > STRIP_LIMIT:
        raise TooLarge(f"{shape.count} strips")
    sizes = _sizes(fields, shape)
    compression = number(fields, tags.COMPRESSION, strips.PLAIN)
    coder = Coder(compression, exact)
    budget.spend(shape.count * (FILE if compression in strips.FILES else STRIP))
    old = old_jpeg.read(stream.data, fields) if compression == strips.OLD_JPEG else None
    pieces, cut = [], False
    for at, size, expected in sizes:
        raw = stream.data[at : at + size] if size else stream.data[:0]
        cut |= size > len(raw)
        if old and raw:
            pieces.append(tuple(old.drawing(at, len(raw))))
            continue
        runs = coder.drawing(raw, expected) if raw else iter(())
        pieces.append(tuple((at + start, at + end) for start, end in runs if start < end))
    if colours := drawing_fields.get(tags.COLOURS):
        drawing_fields[tags.COLOURS] = SHORT, _silenced(stream, fields, shape, colours[1])
    lost = tags.ICC in fields and tags.ICC not in drawing_fields
    return Page(
        drawing_fields, shape.tiled, tuple(pieces), cut, lost, pointed=old.pointed if old else {}
    )


def _silenced(
    stream: Stream, fields: Directory, shape: "_Shape", colours: Sequence[float] | bytes
) -> tuple[int, ...]:
    """Return a palette in which nobody left words.

    Raises Damaged where that cannot be had.
    """
    values = tuple(map(int, colours))
    if not palette.has_text(values):
        return values
    if shape.samples != 1 or any(number(fields, tag, 1) != 1 for tag in (tags.PREDICTOR, 266)):
        raise Damaged("words in a palette")
    pieces = (
        (bytes(stream.data[at : at + size]), expected)
        for at, size, expected in _sizes(fields, shape)
    )
    compression = number(fields, tags.COMPRESSION, strips.PLAIN)
    return palette.emptied(values, shape.bits[0], compression, pieces)


class _Shape:
    """How a page is cut: how many strips or tiles, and how many bytes each unfolds to."""

    def __init__(self, fields: Directory) -> None:
        if any(number(fields, tag, 1) != 1 for tag in tags.DEPTHS):
            raise Unsupported("TIFF (volume)")
        self.width, self.height = number(fields, tags.WIDTH, 0), number(fields, tags.HEIGHT, 0)
        self.samples = number(fields, tags.SAMPLES, 1)
        self.bits = bits(fields, self.samples)
        self.planes = self.samples if number(fields, tags.PLANAR, 1) == 2 else 1
        self.tiled = tags.TILES in fields
        if self.tiled:
            self.across = number(fields, tags.TILE_WIDTH, 0)
            self.down = number(fields, tags.TILE_HEIGHT, 0)
        else:
            self.across = self.width
            self.down = min(number(fields, tags.ROWS, self.height) or self.height, self.height)
        if not all((self.width, self.height, self.across, self.down)) or not (
            0 < self.samples <= tags.MAX_SAMPLES
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
    per_sample = list(fields[tags.BITS].whole()) if tags.BITS in fields else []
    per_sample = per_sample[:samples] or [1]
    if not all(per_sample):
        raise Damaged("pixels of no bits")
    return per_sample + per_sample[-1:] * (samples - len(per_sample))


def _subsampling(fields: Directory) -> tuple[int, int]:
    plain = number(fields, tags.COMPRESSION, strips.PLAIN) != strips.JPEG
    if number(fields, tags.PHOTOMETRIC, 0) != YCBCR or not plain:
        return 1, 1
    factors = tuple(fields[tags.SUBSAMPLING].whole()[:2]) if tags.SUBSAMPLING in fields else (2, 2)
    if len(factors) != 2 or not set(factors) <= {1, 2, 4}:
        raise Damaged("subsampling")
    return factors


def _sizes(fields: Directory, shape: _Shape) -> Iterator[tuple[int, int, int]]:
    """Yield where each strip lies, its bytes, and those that it unfolds to."""
    at_tag, size_tag = (
        (tags.TILES, tags.TILE_SIZES) if shape.tiled else (tags.STRIPS, tags.STRIP_SIZES)
    )
    starts = fields[at_tag].whole()
    sizes = fields[size_tag].whole() if size_tag in fields else ()
    if len(starts) < shape.count:
        raise Damaged(f"{len(starts)} strips of {shape.count}")
    plain = number(fields, tags.COMPRESSION, strips.PLAIN) == strips.PLAIN
    for index in range(shape.count):
        expected = shape.expected(index)
        size = sizes[index] if index < len(sizes) else 0
        if not size and plain and starts[index]:
            size = expected  # old writers left it out
        yield starts[index], size, expected


def _fields(fields: Directory) -> Iterator[tuple[int, Value]]:
    samples = number(fields, tags.SAMPLES, 1)
    depth = bits(fields, min(samples, tags.MAX_SAMPLES))[0] if samples else 1
    if mask := number(fields, tags.SUBFILE, 0) & 6:
        yield tags.SUBFILE, (LONG, (mask,))
    unused = set() if number(fields, tags.PHOTOMETRIC, 0) == tags.PALETTE else {tags.COLOURS}
    for tag in tags.SHORTS.keys() & fields.keys() - unused:
        if values := tuple(tags.shorts(tag, fields[tag], samples, depth)):
            yield tag, (SHORT, values)
    if orientation := tags.orientation(fields):
        yield tags.ORIENTATION, orientation
    if number(fields, tags.COMPRESSION, 1) == strips.OLD_JPEG:
        for tag in (old_jpeg.PROCESS, old_jpeg.RESTART):
            if value := number(fields, tag, 0):
                yield tag, (SHORT, (min(value, tags.SIXTEEN - 1),))
    yield from _longs(fields)
    yield from _ratios(fields)
    if tags.JPEG_TABLES in fields and number(fields, tags.COMPRESSION, 1) == strips.JPEG:
        yield tags.JPEG_TABLES, (UNDEFINED, strips.tables(fields[tags.JPEG_TABLES].raw))
    if tags.ICC in fields and (clean := icc.sanitise(bytes(fields[tags.ICC].raw))):
        yield tags.ICC, (UNDEFINED, clean)


def _longs(fields: Directory) -> Iterator[tuple[int, Value]]:
    for tag in tags.LONGS.keys() & fields.keys():
        if values := fields[tag].whole()[: tags.LONGS[tag]]:
            if tag in tags.SETTINGS and max(values) > tags.SETTINGS[tag]:
                raise Damaged(f"field {tag}")
            yield tag, (LONG, _within(tag, values, fields))


def _ratios(fields: Directory) -> Iterator[tuple[int, Value]]:
    for tag in tags.RATIOS.keys() & fields.keys():
        if ratios := tags.ratios(tag, fields[tag]):
            yield tag, (RATIONAL, [n for r in ratios for n in (r.numerator, r.denominator)])
    yield from _resolution(fields)


def _within(tag: int, values: Sequence[int], fields: Directory) -> Sequence[int]:
    """Return a number; rows of a strip are no more than the page has."""
    return (min(values[0], number(fields, tags.HEIGHT, 0)),) if tag == tags.ROWS else values


def _resolution(fields: Directory) -> Iterator[tuple[int, Value]]:
    """Yield the shape of a pixel where it is not square."""
    both = [fields[t].ratios() for t in (tags.X_RESOLUTION, tags.Y_RESOLUTION) if t in fields]
    if len(both) == 2 and all(both):
        (x, per_x), (y, per_y) = both[0][0], both[1][0]
        wide, high = ratio(x * per_y, y * per_x)
        if wide != high:
            yield tags.X_RESOLUTION, (RATIONAL, (wide, 1))
            yield tags.Y_RESOLUTION, (RATIONAL, (high, 1))
            yield tags.UNIT, (SHORT, (1,))
