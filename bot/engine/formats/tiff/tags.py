"""TIFF fields that draw: what they are called, how they are written, what they may say.

Spec: TIFF 6.0 §3-§23; TIFF Technical Note 2 (JPEG); Adobe Photoshop TIFF Technical Notes 3.
"""

from collections.abc import Sequence
from fractions import Fraction

from bot.engine.errors import Damaged
from bot.engine.formats.tiff.directories import BYTE, SHORT, Directory, Field

REDUCED = 1  # of NewSubfileType
SUBFILE, OLD_SUBFILE = 254, 255
WIDTH, HEIGHT, BITS, COMPRESSION, PHOTOMETRIC = 256, 257, 258, 259, 262
STRIPS, ORIENTATION, SAMPLES, ROWS, STRIP_SIZES = 273, 274, 277, 278, 279
X_RESOLUTION, Y_RESOLUTION, PLANAR, UNIT = 282, 283, 284, 296
TRANSFER, PREDICTOR, COLOURS = 301, 317, 320
TILE_WIDTH, TILE_HEIGHT, TILES, TILE_SIZES = 322, 323, 324, 325
INKS, EXTRA, POSITIONING = 332, 338, 531
WITH_A_USUAL = frozenset({INKS, POSITIONING})
DEPTHS = (32997, 32998)  # a stack of pictures in one page, as SGI wrote them
BELOW, JPEG_TABLES, SUBSAMPLING, ICC = 330, 347, 530, 34675

PALETTE = 3  # of photometric interpretations

MAX_SAMPLES = 1_000  # of one pixel; a camera on a satellite has 200
MAX_ORIENTATION = 8  # of an orientation; 1 is upright
SIXTEEN = 1 << 16

# Numbers of 16 bits, and the largest that each may be.
SHORTS = {
    BITS: 128, COMPRESSION: SIXTEEN - 1, PHOTOMETRIC: SIXTEEN - 1, 266: 2,
    SAMPLES: MAX_SAMPLES, PLANAR: 2, PREDICTOR: 34895, COLOURS: SIXTEEN - 1, INKS: 2,
    334: MAX_SAMPLES, EXTRA: 2, 339: 6, SUBSAMPLING: 4, POSITIONING: 2, TRANSFER: SIXTEEN - 1,
}  # fmt: skip
PER_SAMPLE = frozenset({BITS, EXTRA, 339})  # as many as a pixel has samples, at the most
OF_COREL = {999: 2}  # CorelDRAW 10's word for alpha: decoders read both alike
PAIRS = {SUBSAMPLING: 2}
LONGS = {WIDTH: 1, HEIGHT: 1, ROWS: 1, TILE_WIDTH: 1, TILE_HEIGHT: 1, 292: 1, 293: 1, 50674: 2}
SETTINGS = {292: 7, 293: 3, 50674: 255}  # of fax and LERC, and the largest each may be
RATIOS = {318: (2, 1), 319: (6, 1), 529: (3, 1), 532: (6, SIXTEEN)}  # how many, and the largest
EXTENTS = frozenset({STRIPS, STRIP_SIZES, TILES, TILE_SIZES})
NEEDED = frozenset({
    SUBFILE, ORIENTATION, X_RESOLUTION, Y_RESOLUTION, UNIT, JPEG_TABLES, ICC,
    *SHORTS, *LONGS, *RATIOS, *EXTENTS,
})  # fmt: skip
TELLING = frozenset({ORIENTATION, ICC})  # fields that draw, and are reported
SILENT = NEEDED - TELLING


def number(fields: Directory, tag: int, default: int) -> int:
    """Return a field's first number."""
    values = fields[tag].whole() if tag in fields else ()
    return values[0] if values else default


def shorts(tag: int, field: Field, samples: int, bits: int) -> Sequence[int]:
    """Return the numbers of a field of SHORTS, none where it says nothing.

    Raises Damaged where they cannot be what the field is for.
    """
    if tag == TRANSFER:
        return _curve(field.whole(), bits)
    if tag == COLOURS:
        return _palette(field, bits)
    values: Sequence[int] = field.whole()[: samples if tag in PER_SAMPLE else PAIRS.get(tag, 1)]
    if tag == EXTRA:
        values = tuple(OF_COREL.get(value, value) for value in values)
    if tag in WITH_A_USUAL and any(value > SHORTS[tag] for value in values):
        return ()  # decoders take it for the usual value
    if any(value > SHORTS[tag] for value in values):
        raise Damaged(f"field {tag}")
    return values


def orientation(fields: Directory) -> tuple[int, Sequence[int] | bytes] | None:
    """Return how a page is held, in the file's own type: not all viewers read every type."""
    field = fields.get(ORIENTATION)
    if field is None or field.type not in (BYTE, SHORT):
        return None
    value = field.raw[0] if field.type != SHORT else field.whole()[0]
    if not 1 < value <= MAX_ORIENTATION:
        return None
    return field.type, (value,) if field.type == SHORT else bytes([value])


def ratios(tag: int, field: Field) -> tuple[Fraction, ...]:
    """Return the ratios of a field of RATIOS, none where it cannot be what it is for."""
    count, largest = RATIOS[tag]
    values = field.ratios() or tuple((value, 1) for value in field.whole()[:count])  # as of old
    if len(values) < count or not all(bottom for _, bottom in values[:count]):
        return ()
    fractions = tuple(Fraction(top, bottom) for top, bottom in values[:count])
    return fractions if all(0 <= value <= largest for value in fractions) else ()


def _palette(field: Field, bits: int) -> Sequence[int]:
    values = field.whole()[: 3 << bits if bits <= 16 else 0]
    if len(values) < 3 << bits or max(values) >= SIXTEEN:
        raise Damaged("palette")
    return values


def _curve(values: Sequence[int], bits: int) -> Sequence[int]:
    """Return a transfer function: one curve or three, none of which ever falls."""
    length = 1 << bits if bits <= 16 else 0
    if len(values) not in {length, 3 * length} or not length:
        return ()
    curves = (values[at : at + length] for at in range(0, len(values), length))
    rising = all(list(curve) == sorted(curve) for curve in curves)
    return [min(value, SIXTEEN - 1) for value in values] if rising else ()
