"""ICC profiles: the numbers that make colour stay, the texts go.

Spec: ICC.1:2022 (v4.4) §7.2 header, §7.3 tag table, §10 types; ICC.1:2001-04 (v2.4) for `desc`.
"""

import struct
from collections.abc import Iterator
from functools import lru_cache

from bot.engine.binary.cursor import Cursor
from bot.engine.binary.plain_text import has_identifier
from bot.engine.errors import Damaged
from bot.engine.model import Finding, Kind, clip

PROFILE_LIMIT = 16 * 1024 * 1024  # a zlib bomb in iCCP; the largest real ones are 4 MB
TAG_LIMIT = 200  # real profiles have fewer than 50

HEADER = 128
CLASSES = frozenset({b"mntr", b"scnr", b"prtr", b"spac"})  # the others do not describe a picture
SPACES = frozenset(
    b"XYZ |Lab |Luv |YCbr|Yxy |RGB |GRAY|HSV |HLS |CMYK|CMY |"
    b"2CLR|3CLR|4CLR|5CLR|6CLR|7CLR|8CLR|9CLR|ACLR|BCLR|CCLR|DCLR|ECLR|FCLR".split(b"|")
)
D50 = bytes.fromhex("0000f6d6 00010000 0000d32d")  # §7.2.16: the only legal illuminant

# What a colour engine computes with. A tag not named here is words, a serial or a private note.
COLOUR_TAGS = frozenset(
    b"rXYZ gXYZ bXYZ wtpt bkpt chad rTRC gTRC bTRC kTRC A2B0 A2B1 A2B2 A2B3 B2A0 B2A1 B2A2 B2A3"
    b" D2B0 D2B1 D2B2 D2B3 B2D0 B2D1 B2D2 B2D3 gamt cicp".split()
)
NUMBERS = frozenset({b"XYZ ", b"sf32", b"para"})  # few, and none of them large
# These point inside themselves: their length is the declared one.
UNBOUNDED = frozenset({b"mAB ", b"mBA ", b"mpet"})
PARA_NUMBERS = (1, 3, 4, 5, 7)  # §10.18: parameters by function type

TEXTS = {  # tags that tell, and what they tell
    b"desc": "description",
    b"cprt": "copyright",
    b"dmnd": "device manufacturer",
    b"dmdd": "device model",
    b"vued": "viewing conditions",
    b"targ": "target",
    b"tech": "technology",
    b"mmod": "monitor",
}
NEUTRAL = ((b"desc", b"Colour"), (b"cprt", b"None"))  # both are required by §8.2


# A clean asks three times for the same profile: to report it, to write it, to check it.
@lru_cache(maxsize=4)
def sanitise(profile: bytes) -> bytes | None:
    """Return the profile with its colours exact and its texts replaced.

    None if it cannot be parsed: the caller drops it and says that colours may shift.
    Sanitising twice gives the same bytes.
    """
    try:
        return _write(profile, tuple(_colour_tags(profile)))
    except Damaged:
        return None


def read(profile: bytes, where: str = "ICC") -> Iterator[Finding]:
    """Yield what a profile tells; a sanitised one only that it is there. Never raises."""
    yield Finding(Kind.BLOCK, where, "ICC", len(profile))
    if sanitise(profile) == profile:
        return
    for at, label in ((4, "CMM"), (48, "manufacturer"), (52, "model"), (80, "creator")):
        if text := _ascii(profile[at : at + 4]):
            yield Finding(Kind.COLOUR_PROFILE, where, label, text)
    if any(profile[24:36]) and len(profile) >= HEADER:
        year, month, day, hour, minute, second = struct.unpack(">6H", profile[24:36])
        date = f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
        yield Finding(Kind.COLOUR_PROFILE, where, "created", date)
    try:
        for tag, data in _tags(profile):
            if tag in TEXTS and (text := _text(data)):
                yield Finding(Kind.COLOUR_PROFILE, where, TEXTS[tag], text)
    except Damaged:
        return


def _tags(profile: bytes) -> Iterator[tuple[bytes, bytes]]:
    view = memoryview(profile)
    if len(view) < HEADER + 4 or bytes(view[36:40]) != b"acsp":
        raise Damaged("no ICC profile")
    cursor = Cursor(view, at=HEADER)
    count = cursor.u32()
    if count > TAG_LIMIT:
        raise Damaged(f"{count} ICC tags")
    for _ in range(count):
        tag, offset, size = bytes(cursor.take(4)), cursor.u32(), cursor.u32()
        yield tag, bytes(Cursor(view, at=min(offset, len(view))).take(size))


def _colour_tags(profile: bytes) -> Iterator[tuple[bytes, bytes]]:
    seen = set()
    for tag, data in _tags(profile):
        if tag in COLOUR_TAGS and tag not in seen:
            seen.add(tag)
            yield tag, _exact(data)
    if not seen:
        raise Damaged("an ICC profile without colour")


def _exact(data: bytes) -> bytes:
    """Cut what stands behind a type's own end, and zero its reserved bytes."""
    kind = data[:4]
    size = len(data) if kind in UNBOUNDED else _length(kind, data)
    if size > len(data):
        raise Damaged(f"ICC type of {size} bytes in {len(data)}")
    if kind in NUMBERS and has_identifier(data[8:size]):
        raise Damaged("words among an ICC profile's numbers")
    return kind + bytes(4) + data[8:size]


def _length(kind: bytes, data: bytes) -> int:
    cursor = Cursor(memoryview(data), at=min(8, len(data)))
    if kind == b"XYZ ":
        return 20
    if kind == b"sf32":
        return 8 + 9 * 4  # chad is the only one we keep
    if kind == b"cicp":
        return 12
    if kind == b"curv":
        return 12 + 2 * cursor.u32()
    if kind == b"para" and (form := cursor.u16()) < len(PARA_NUMBERS):
        return 12 + 4 * PARA_NUMBERS[form]
    if kind in {b"mft1", b"mft2"}:
        return _lut_length(kind, cursor)
    raise Damaged(f"ICC type {kind!r} where a number belongs")


def _lut_length(kind: bytes, cursor: Cursor) -> int:
    inputs, outputs, grid = cursor.u8(), cursor.u8(), cursor.u8()
    cursor.take(1 + 9 * 4)  # padding, matrix
    cells: int = outputs * grid**inputs
    if kind == b"mft1":
        return 48 + 256 * inputs + cells + 256 * outputs
    entries_in, entries_out = cursor.u16(), cursor.u16()
    return 52 + 2 * (entries_in * inputs + cells + entries_out * outputs)


def _write(profile: bytes, colour: tuple[tuple[bytes, bytes], ...]) -> bytes:
    version = profile[8:10]
    if profile[12:16] not in CLASSES or not {profile[16:20], profile[20:24]} <= SPACES:
        raise Damaged("an ICC profile that describes no picture")
    required = tuple((tag, _neutral(tag, text, version[0])) for tag, text in NEUTRAL)
    tags = required + colour
    table = struct.pack(">I", len(tags))
    offsets: dict[bytes, int] = {}  # TRC curves are usually shared: keep them so
    body = b""
    start = HEADER + 4 + 12 * len(tags)
    for tag, data in tags:
        if data not in offsets:
            offsets[data] = start + len(body)
            body += data + bytes(-len(data) % 4)
        table += struct.pack(">4sII", tag, offsets[data], len(data))
    intent = profile[67] if profile[67] <= 3 else 0
    header = struct.pack(
        ">I4x2s2x12s12x4s24xI12s48x",
        start + len(body),
        version,
        profile[12:24],
        b"acsp",
        intent,
        D50,
    )
    return header + table + body


def _neutral(tag: bytes, text: bytes, version: int) -> bytes:
    if version >= 4:
        encoded = text.decode("ascii").encode("utf-16-be")
        return struct.pack(">4s4xII4sII", b"mluc", 1, 12, b"enUS", len(encoded), 28) + encoded
    if tag == b"cprt":
        return struct.pack(">4s4x", b"text") + text + b"\0"
    return struct.pack(">4s4xI", b"desc", len(text) + 1) + text + bytes(1 + 4 + 4 + 2 + 1 + 67)


def _text(data: bytes) -> str:
    if data[:4] == b"text":
        return clip(data[8:].decode("latin-1"))
    if data[:4] == b"desc":
        size = int.from_bytes(data[8:12], "big")
        return clip(data[12 : 12 + size].decode("latin-1"))
    if data[:4] == b"mluc":
        size, at = struct.unpack(">II", data[20:28].ljust(8, b"\0"))
        return clip(data[at : at + size].decode("utf-16-be", "replace"))
    return _ascii(data[8:])


def _ascii(data: bytes) -> str:
    text = clip(data.split(b"\0")[0].decode("latin-1"))
    return text if text.isascii() and text.isprintable() else ""
