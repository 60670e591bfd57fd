"""DNG fields that develop a picture: their types, how many numbers, how large these may be.

Spec: DNG 1.7.1 chapters 4 to 6 (tags, and how colours follow from them).

Names and serials are not here; a table that holds what people can read is refused.
"""

from collections.abc import Iterator
from itertools import pairwise

from bot.engine.errors import Damaged
from bot.engine.formats.dng import binary_fields
from bot.engine.formats.dng.numbers import Rule, parse_field
from bot.engine.formats.tiff.directories import (
    ASCII,
    BYTE,
    DOUBLE,
    FLOAT,
    LONG,
    RATIONAL,
    SHORT,
    SRATIONAL,
    UNDEFINED,
    Directory,
)  # fmt: skip
from bot.engine.formats.tiff.pages import Value

WHOLE = (SHORT, LONG)
RATIO = (RATIONAL, SRATIONAL)
ANY = (*WHOLE, *RATIO)
REAL = (FLOAT, DOUBLE)

VERSION, MODEL = 50706, 50708
LINEARISATION = 50712
CALIBRATIONS = frozenset({50723, 50724, 52530})
SIGNATURES = (50931, 50932)  # whose calibration it is; for whose the profile is
OPCODES = (51008, 51009, 51022)
GAINS = (52525, 52544)

NEUTRAL = b"Camera\0"  # the specification wants the name of a camera
SIGNED = b"com.adobe\0"  # by every converter: tells nothing, and other profiles ask for it

COLOURS = 4  # of a sensor's filters; no camera has more
LINE = 1 << 16  # numbers of a curve, or of a sensor's line
CUBE = 200_000  # numbers of a table of hues; real ones have 20,000


def _rules(
    types: tuple[int, ...], least: int, most: int, largest: float, *tags: int
) -> dict[int, Rule]:
    return dict.fromkeys(tags, Rule(types, least, most, largest))


# What belongs to the file, wherever in it the sensor's data are.
PROFILE: dict[int, Rule] = {
    **_rules((BYTE,), 4, 4, 9, VERSION, 50707),
    **_rules(RATIO, 3, 3 * COLOURS, 100, 50721, 50722, 52531, 50725, 50726, 52538),
    **_rules(RATIO, 3, 3 * COLOURS, 100, 50964, 50965, 52532),
    **_rules(RATIO, 1, COLOURS * COLOURS, 100, *CALIBRATIONS),
    **_rules(ANY, 1, COLOURS, LINE, 50727, 50728),  # balance of the filters, neutral colour
    **_rules(RATIO, 2, 2, 1, 50729),  # the same, as a colour
    **_rules(RATIO, 1, 1, 100, 50730, 50731, 50732, 50734, 50739, 51109, 51112),
    **_rules(WHOLE, 1, 1, 255, 50778, 50779, 52529),  # illuminants
    **_rules(WHOLE, 1, 1, 1, 50879, 51107, 51108, 51110),  # how tables are meant
    **_rules(WHOLE, 3, 3, 1000, 50937, 50981),  # sizes of the tables of hues
    **_rules((FLOAT,), 3, CUBE, 1000, 50938, 50939, 52537, 50982),
    **_rules((FLOAT,), 4, LINE, 1000, 50940),  # the curve of tones
}

# What belongs to one picture of a sensor.
SENSOR: dict[int, Rule] = {
    **_rules(WHOLE, 2, 2, 16, 33421),  # the pattern of filters
    **_rules((BYTE,), 1, 256, 6, 33422),
    **_rules((BYTE,), 1, 7, 6, 50710),
    **_rules(WHOLE, 1, 1, 9, 50711),
    LINEARISATION: Rule((SHORT,), 1, LINE, LINE, rising=True),
    **_rules(WHOLE, 2, 2, 16, 50713),  # black and white
    **_rules(ANY, 1, 256 * COLOURS, 1 << 32, 50714),
    **_rules(RATIO, 1, LINE, LINE, 50715, 50716),
    **_rules(WHOLE, 1, COLOURS, 1 << 32, 50717),
    **_rules(RATIO, 2, 2, 100, 50718),  # scale and crop
    **_rules(ANY, 2, 2, 1 << 20, 50719, 50720),
    **_rules(RATIO, 4, 4, 1, 51125),
    **_rules(WHOLE, 4, 4, 1 << 20, 50829),
    **_rules(WHOLE, 4, 16, 1 << 20, 50830),
    **_rules(WHOLE, 1, 1, LINE, 50733),  # what demosaicing wants to know
    **_rules(RATIO, 1, 1, 100, 50737, 50738, 50780, 50935),
    **_rules(REAL, 2, 2 * COLOURS, 1, 51041),
    **_rules(WHOLE, 2, 2, 256, 50974),  # how rows and tiles are interleaved
    **_rules(WHOLE, 1, 1, 256, 50975, 52547, 52548),
}
RULES = PROFILE | SENSOR
OF_FILE = frozenset({*PROFILE, *SIGNATURES})
DRAW = frozenset({*RULES, *OPCODES, *GAINS})


def read(fields: Directory) -> Iterator[tuple[int, Value]]:
    """Yield the fields of a picture, and of its file, that develop it.

    Raises Damaged where one holds what it is not for, Unsupported where nobody here can tell.
    """
    for tag in RULES.keys() & fields.keys():
        if value := parse_field(tag, fields[tag], RULES[tag]):
            if tag == LINEARISATION and any(low > high for low, high in pairwise(value[1])):
                raise Damaged("a sensor's curve falls")
            yield tag, value
    for tag in OPCODES:
        if tag in fields and (clean := binary_fields.known_opcodes(fields[tag].raw)):
            yield tag, (UNDEFINED, clean)
    for tag in GAINS:
        if tag in fields:
            binary_fields.check_gains(fields[tag].raw, fields[tag].order, second=tag == GAINS[1])
            yield tag, (UNDEFINED, bytes(fields[tag].raw))


def signed(fields: Directory) -> Iterator[tuple[int, Value]]:
    """Yield a neutral name, and signatures that are everybody's."""
    if VERSION in fields:
        yield MODEL, (ASCII, NEUTRAL)
    for tag in SIGNATURES:
        if tag in fields and fields[tag].raw == SIGNED:
            yield tag, (ASCII, SIGNED)


def fits(fields: Directory) -> bool:
    """Return whether the camera's calibration is meant for the profile: else nobody heeds it."""
    camera, profile = (
        bytes(fields[tag].raw).rstrip(b"\0") if tag in fields else b"" for tag in SIGNATURES
    )
    return camera == profile


def silent(fields: Directory) -> frozenset[int]:
    """Return the fields of a directory that draw, those of the file included."""
    names = {tag for tag in SIGNATURES if tag in fields and fields[tag].raw == SIGNED}
    if MODEL in fields and fields[MODEL].raw == NEUTRAL:
        names.add(MODEL)
    return DRAW | names
