"""JPEG: markers and segments; what draws stays, and between and behind the scans all else goes.

Spec: ITU-T T.81 annex B (markers), T.871 (JFIF), T.872 §6.5.3 (Adobe), CIPA DC-008 §4.5 (Exif).
"""

import re
from collections.abc import Callable, Iterator, Sequence

from bot.engine import exif, icc
from bot.engine.cursor import Cursor
from bot.engine.errors import Damaged, TooLarge, Unsupported
from bot.engine.formats import jpeg_app
from bot.engine.model import Caution, Finding, Part, Role, ratio

NAME = "JPEG"
EXTENSION = "jpg"

SEGMENT_LIMIT = 20_000  # three million empty segments fit into 12 MB; real files have hundreds
BODY_LIMIT = 65_533  # bytes of a segment behind its length

SOI, EOI, SOS, DHT, DQT, DAC, DNL, DRI, DHP, EXP = (
    0xD8, 0xD9, 0xDA, 0xC4, 0xDB, 0xCC, 0xDC, 0xDD, 0xDE, 0xDF,
)  # fmt: skip
APP0, APP1, APP2, APP14, COM = 0xE0, 0xE1, 0xE2, 0xEE, 0xFE
FRAMES = frozenset(range(0xC0, 0xD0)) - {DHT, 0xC8, DAC}  # SOF0-15
SEGMENTS = FRAMES | {DHT, DAC, *range(SOS, 0xF0), COM} - {EXP}
OTHER_CODECS = {0xF7: "JPEG-LS", DHP: "hierarchical JPEG"}  # T.87 §C.1.1; no viewer draws them
NAMES = {DHT: "DHT", DQT: "DQT", DAC: "DAC", DNL: "DNL", DRI: "DRI"}

# B.1.1.5: inside a scan, FF is followed by 00 (a data byte), a restart, or fill. One regular
# expression is within twice a memory copy; a loop over bytes is fifty times slower.
MARKER_IN_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
MARKER = re.compile(rb"\xff[^\x00\xff]")

ICC_SIGNATURE = b"ICC_PROFILE\0"  # ICC.1 annex B.4: then number, count
ICC_PIECE = BODY_LIMIT - len(ICC_SIGNATURE) - 2
ADOBE_TRANSFORMS = {1: (0,), 3: (0, 1), 4: (0, 2)}  # components -> what APP14 may say


def matches(head: bytes) -> bool:
    """Tell whether a file that starts with `head` is ours."""
    return head.startswith(b"\xff\xd8\xff")


def split(data: memoryview) -> Iterator[Part]:
    """Yield every byte of the file once, in order, as named parts."""
    cursor = Cursor(data)
    yield Part("SOI", 0, cursor.take(2), Role.STRUCTURE)
    scans = frames = count = 0
    while cursor.left:
        start = cursor.at
        count += 1
        if count > SEGMENT_LIMIT:
            raise TooLarge("too many segments")
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
        if not _fits(cursor) and scans:
            cursor.seek(start)
            break  # cut short behind a picture that can be seen
        part = _segment(cursor, start, marker, scans)
        scans += marker == SOS
        frames += part.name == "SOF"
        yield part
    if not scans or frames != 1:
        raise Damaged("no picture")
    if cursor.left:
        yield Part("trailer", cursor.at, cursor.take(cursor.left), Role.DROPPED)


def rebuild(parts: Sequence[Part]) -> Iterator[Part | bytes]:
    """Yield the kept segments, and small ones in place of those that must change."""
    patches = _patches(parts)
    for part in parts:
        if part.role is Role.PATCHED:
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
    if profile and not _colours(profile):
        yield Caution.COLOURS_MAY_SHIFT


def read(parts: Sequence[Part]) -> Iterator[Finding]:
    """Say what the parts that must go would have told a stranger; never raise."""
    yield from jpeg_app.read([p for p in parts if p.role in {Role.DROPPED, Role.PATCHED}])


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


def _segment(cursor: Cursor, start: int, marker: int, scans: int) -> Part:
    if marker == 1 or 0xD0 <= marker <= SOI:  # stand alone: TEM, a stray restart
        return Part("stray", start, cursor.data[start : cursor.at], Role.DROPPED)
    if marker in OTHER_CODECS:
        raise Unsupported(OTHER_CODECS[marker])
    if marker not in SEGMENTS:
        raise Damaged(f"marker {marker:#x} at {start}")
    body = cursor.take(cursor.u16() - 2)
    if marker == SOS:
        return _scan(cursor, start, body)
    raw = cursor.data[start : cursor.at]
    if marker in FRAMES:
        if len(body) < 6 or len(body) != 6 + 3 * body[5]:
            raise Damaged("SOF")
        return Part("SOF", start, raw, Role.STRUCTURE)
    if marker in TABLES:
        if not TABLES[marker](body):
            raise Damaged(NAMES[marker])
        return Part(NAMES[marker], start, raw, Role.STRUCTURE)
    name, role = _application(marker, body, scans)
    return Part(name, start, raw, role)


def _scan(cursor: Cursor, start: int, header: memoryview) -> Part:
    """Take a scan up to the next marker, or to the end of a file that was cut short."""
    if len(header) < 1 or len(header) != 4 + 2 * header[0]:
        raise Damaged("SOS")
    found = MARKER_IN_SCAN.search(cursor.data, cursor.at)
    cursor.seek(found.start() if found else len(cursor.data))
    return Part("SOS", start, cursor.data[start : cursor.at], Role.PICTURE)


def _application(marker: int, body: memoryview, scans: int) -> tuple[str, Role]:
    """Name an APPn or COM segment; decoders look at the patched ones before the first scan only."""
    head = bytes(body[:12])
    known = None
    if marker == APP0 and head.startswith(b"JFIF\0") and len(body) >= 14:
        known = "JFIF"
    elif marker == APP1 and head.startswith(jpeg_app.EXIF):
        known = "Exif"
    elif marker == APP2 and head == ICC_SIGNATURE and len(body) > 14:
        known = "ICC"
    elif marker == APP14 and head.startswith(b"Adobe") and len(body) >= 12:
        known = "Adobe"
    if known:
        return known, Role.DROPPED if scans else Role.PATCHED
    return "COM" if marker == COM else f"APP{marker - APP0}", Role.DROPPED


def _quantisation(body: memoryview) -> bool:
    """Tell whether DQT holds whole tables and nothing else, B.2.4.1."""
    cursor = Cursor(body)
    while cursor.left:
        head = cursor.u8()
        size = 128 if head >> 4 else 64
        if head >> 4 > 1 or head & 15 > 3 or cursor.left < size:
            return False
        cursor.take(size)
    return True


def _huffman(body: memoryview) -> bool:
    """Tell whether DHT holds whole tables and nothing else, B.2.4.2."""
    cursor = Cursor(body)
    while cursor.left:
        if cursor.left < 17:
            return False
        head, counts = cursor.u8(), cursor.take(16)
        size = sum(counts)
        if head >> 4 > 1 or head & 15 > 3 or size > 256 or cursor.left < size:
            return False
        cursor.take(size)
    return True


TABLES: dict[int, Callable[[memoryview], bool]] = {
    DQT: _quantisation,
    DHT: _huffman,
    DAC: lambda body: len(body) % 2 == 0 and len(body) <= 64,
    DRI: lambda body: len(body) == 2,
    DNL: lambda body: len(body) == 2,
}


def _patches(parts: Sequence[Part]) -> dict[int, list[Part | bytes]]:
    """Return what takes the place of the patched segments, by the offset of the first of a kind."""
    groups: dict[str, list[Part]] = {}
    for part in parts:
        if part.role is Role.PATCHED:
            groups.setdefault(part.name, []).append(part)
    components = next(part.raw[9] for part in parts if part.name == "SOF")
    wanted = {
        "JFIF": lambda group: [_jfif(group[0])],
        "Exif": lambda group: _upright(group),
        "ICC": lambda group: _colours(group),
        "Adobe": lambda group: [_adobe(group[-1], components)],  # decoders heed the last
    }
    return {group[0].start: _in_place(wanted[name](group), group) for name, group in groups.items()}


def _in_place(literals: list[bytes], group: list[Part]) -> list[Part | bytes]:
    """Yield the parts themselves where they already are what we would write."""
    if len(literals) == len(group) and all(
        part.raw == literal for part, literal in zip(group, literals, strict=True)
    ):
        return list(group)
    return list(literals)


def _jfif(part: Part) -> bytes:
    """Reduce JFIF to the shape of a pixel: no resolution, no thumbnail, T.871 §10.1."""
    cursor = Cursor(part.raw, at=12)
    x, y = ratio(cursor.u16(), cursor.u16())
    shape = x.to_bytes(2, "big") + y.to_bytes(2, "big")
    return _literal(APP0, b"JFIF\0\1\1\0" + shape + b"\0\0")


def _upright(group: list[Part]) -> list[bytes]:
    for part in group:
        value = exif.orientation(part.raw[4 + len(jpeg_app.EXIF) :])
        if value and value > 1:
            return [_literal(APP1, jpeg_app.EXIF + exif.orientation_block(value))]
        if value:
            break
    return []


def _adobe(part: Part, components: int) -> bytes:
    """Reduce Adobe to its colour transform; anything else inverts CMYK, T.872 §6.5.3."""
    transform = part.raw[15]
    allowed = ADOBE_TRANSFORMS.get(components, (0,))
    if transform not in allowed:
        transform = allowed[-1]  # what decoders assume
    return _literal(APP14, b"Adobe\0\x64" + bytes(4) + bytes([transform]))


def _colours(group: list[Part]) -> list[bytes]:
    """Return the sanitised profile as segments; its pieces may come in any order."""
    numbered = sorted(((part.raw[16], bytes(part.raw[18:])) for part in group), key=lambda n: n[0])
    if [number for number, _ in numbered] != list(range(1, len(numbered) + 1)):
        return []
    clean = icc.sanitise(b"".join(piece for _, piece in numbered))
    if not clean:
        return []
    pieces = [clean[at : at + ICC_PIECE] for at in range(0, len(clean), ICC_PIECE)]
    return [
        _literal(APP2, ICC_SIGNATURE + bytes([number, len(pieces)]) + piece)
        for number, piece in enumerate(pieces, 1)
    ]


def _literal(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2, "big") + body
