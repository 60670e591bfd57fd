"""The few JPEG segments that stay in part: what of them draws, in the fewest bytes.

Spec: T.871 §10.1 (JFIF), T.872 §6.5.3 (Adobe), CIPA DC-008 §4.5 (Exif), ICC.1 annex B.4.
"""

from collections.abc import Callable, Iterator, Sequence

from bot.engine.binary.cursor import Cursor
from bot.engine.blocks import exif, icc
from bot.engine.formats.jpeg import hdr_segments, tables
from bot.engine.formats.jpeg.markers import APP0, APP1, APP2, APP14, EXIF, ICC, segment
from bot.engine.model import Part, Role, ratio

ICC_PIECE = 65_533 - len(ICC) - 2
BLOCKS = 8  # of Exif in which an orientation is looked for; decoders look at one or two
ADOBE_TRANSFORMS = {1: (0,), 3: (0, 1), 4: (0, 2)}  # components -> what APP14 may say


class Patches:
    """What takes the place of one picture's patched segments, worked out once."""

    def __init__(self, parts: Sequence[Part]) -> None:
        groups: dict[str, list[Part]] = {}
        for part in parts:
            if part.role is Role.PATCHED and part.name in WANTED:
                groups.setdefault(part.name, []).append(part)
        components = next(part.raw[9] for part in parts if part.name == "SOF")
        literals = {name: WANTED[name](group, components) for name, group in groups.items()}
        self.loses_profile = "ICC" in groups and not literals["ICC"]
        self.by_start = {
            group[0].start: _in_place(literals[name], group) for name, group in groups.items()
        }


def rebuilt(
    parts: Sequence[Part], patches: Patches, blocks: Sequence[bytes] = ()
) -> Iterator[Part | bytes]:
    """Yield the kept segments of one picture, and small ones in place of those that must change.

    `blocks` of HDR go before the first segment that draws.
    """
    waiting = _in_place(list(blocks), [part for part in parts if part.name == hdr_segments.NAME])
    for number, part in enumerate(parts):
        if waiting and part.role is not Role.DROPPED and part.name not in LEADING:
            yield from waiting
            waiting = []
        if part.role is Role.PATCHED and part.name in tables.TABLES:
            head = tables.head(parts, number)
            yield part if head == part.raw else head
        elif part.role is Role.PATCHED:
            yield from patches.by_start.get(part.start, ())
        elif part.role is not Role.DROPPED:
            yield part


def _in_place(literals: list[bytes], group: list[Part]) -> list[Part | bytes]:
    """Yield the parts themselves where they already are what we would write."""
    if len(literals) == len(group) and all(
        part.raw == literal for part, literal in zip(group, literals, strict=True)
    ):
        return list(group)
    return list(literals)


def _jfif(group: list[Part], _components: int) -> list[bytes]:
    """Reduce JFIF to the shape of a pixel: no resolution, no thumbnail, T.871 §10.1."""
    cursor = Cursor(group[0].raw, at=9)
    major, _minor, units = cursor.u8(), cursor.u8(), cursor.u8()
    x, y = ratio(cursor.u16(), cursor.u16())
    if major != 1 or units > 2:
        x = y = 1  # it calls itself JFIF, and its numbers are something else
    shape = x.to_bytes(2, "big") + y.to_bytes(2, "big")
    return [segment(APP0, b"JFIF\0\1\1\0" + shape + b"\0\0")]


def _upright(group: list[Part], _components: int) -> list[bytes]:
    for part in group[:BLOCKS]:
        value = exif.orientation(part.raw[4 + len(EXIF) :])
        if value and value > 1:
            return [segment(APP1, EXIF + exif.orientation_block(value))]
        if value:
            break
    return []


def _adobe(group: list[Part], components: int) -> list[bytes]:
    """Reduce Adobe to its colour transform; anything else inverts CMYK, T.872 §6.5.3."""
    transform = group[-1].raw[15]  # decoders heed the last
    allowed = ADOBE_TRANSFORMS.get(components, (0,))
    if transform not in allowed:
        transform = allowed[-1]  # what decoders assume
    return [segment(APP14, b"Adobe\0\x64" + bytes(4) + bytes([transform]))]


def _profile(group: list[Part], _components: int) -> list[bytes]:
    """Return the sanitised profile as segments; its pieces may come in any order."""
    numbered = sorted(((part.raw[16], bytes(part.raw[18:])) for part in group), key=lambda n: n[0])
    if [number for number, _ in numbered] != list(range(1, len(numbered) + 1)):
        return []
    clean = icc.sanitise(b"".join(piece for _, piece in numbered))
    if not clean:
        return []
    pieces = [clean[at : at + ICC_PIECE] for at in range(0, len(clean), ICC_PIECE)]
    return [
        segment(APP2, ICC + bytes([number, len(pieces)]) + piece)
        for number, piece in enumerate(pieces, 1)
    ]


WANTED: dict[str, Callable[[list[Part], int], list[bytes]]] = {
    "JFIF": _jfif,
    "Exif": _upright,
    "ICC": _profile,
    "Adobe": _adobe,
}
LEADING = frozenset({"SOI", hdr_segments.NAME, *WANTED})
