"""IPTC-IIM, the agencies' old captions, and Photoshop's image resources around them.

Spec: IPTC-IIM 4.2 §3 (datasets); Adobe Photoshop File Formats, "Image Resource Blocks".

Reading never raises; the walk is bounded by the number of blocks.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from bot.engine.binary.cursor import Cursor
from bot.engine.binary.text import decode, legible, utf16
from bot.engine.blocks import ai, xmp
from bot.engine.blocks.iptc import names
from bot.engine.errors import Damaged
from bot.engine.model import Finding, Kind, clip

MAX_BLOCKS = 2000  # datasets or resources of one block: five bytes are enough for one
SMALL = 16  # bytes of a setting that is reported in full
THUMBNAIL_HEADER = 28
TRACKER = "FBMD"  # Facebook's: links copies of one upload to each other

_SIGNATURES = (b"8BIM", b"PHUT", b"DCSR", b"AgHg", b"MeSa")
_NESTED = re.compile(b"|".join(_SIGNATURES))
_DAY = re.compile(r"(\d{4})[-:]?(\d\d)[-:]?(\d\d)")
_CLOCK = re.compile(r"(\d\d):?(\d\d):?(\d\d)(?:([+-]\d\d):?(\d\d))?")
_UTF8 = b"\x1b%G"  # §1.6: the only character set that anyone declares


ExifReader = Callable[[bytes], Iterator[Finding]]


class _Block(NamedTuple):
    """A dataset (record and number) or an image resource (signature's rank and id)."""

    key: tuple[int, int]
    data: memoryview


def read_iim(
    data: bytes | memoryview, where: str = "IPTC", *, read_exif: ExifReader
) -> Iterator[Finding]:
    """Yield what an IIM block tells; `read_exif` as in read_photoshop. Never raises."""
    view = memoryview(data)
    if bytes(view[:4]) in _SIGNATURES:  # one inside the other, the wrong way round
        yield from read_photoshop(view, where, read_exif=read_exif)
        return
    yield Finding(Kind.BLOCK, where, "IPTC", len(view))
    cursor = Cursor(view)
    blocks = tuple(_datasets(cursor))
    clocks = {block.key: decode(bytes(block.data)) for block in reversed(blocks)}
    is_utf8 = any(b.key == names.CHARSET and bytes(b.data[:3]) == _UTF8 for b in blocks)
    for block in blocks:
        yield from _dataset(block, clocks, is_utf8, where)
    if any(cursor.take(cursor.left)):
        yield Finding(Kind.UNKNOWN, where, "IPTC", len(view))


def read_photoshop(
    data: bytes | memoryview, where: str = "Photoshop", *, read_exif: ExifReader
) -> Iterator[Finding]:
    """Yield what image resources tell. Never raises.

    `read_exif` reads an Exif block among them: Exif may hold image resources in its turn, so its
    reader stands above this one.
    """
    view = memoryview(data)
    if bytes(view[:1]) == b"\x1c":  # a bare IIM block where resources should be
        yield from read_iim(view, where, read_exif=read_exif)
        return
    yield Finding(Kind.BLOCK, where, "Photoshop", len(view))
    cursor = Cursor(view)
    keys: set[tuple[int, int]] = set()
    for block in _resources(cursor):
        if block.key not in keys:  # a repeated one is not read by anybody
            yield from _resource(block, read_exif, where)
        keys.add(block.key)
    if any(cursor.take(cursor.left)):
        yield Finding(Kind.UNKNOWN, where, "Photoshop", len(view))


def _datasets(cursor: Cursor) -> Iterator[_Block]:
    """Yield datasets until something else comes, and leave the cursor before it."""
    for _ in range(MAX_BLOCKS):
        start = cursor.at
        try:
            if cursor.u8() != 0x1C:
                raise Damaged("no dataset")
            key = cursor.u8(), cursor.u8()
            length = cursor.u16()
            if length & 0x8000:  # §1.5.3: as many bytes of length follow
                length = int.from_bytes(cursor.take(min(length & 0x7FFF, 8)), "big")
            data = cursor.take(length)
        except Damaged:
            cursor.seek(start)
            return
        yield _Block(key, data)


def _dataset(
    block: _Block, clocks: dict[tuple[int, int], str], is_utf8: bool, where: str
) -> Iterator[Finding]:
    raw = bytes(block.data[: 16 * 1024])
    if not raw.strip(b"\0 "):
        return
    label, kind = names.DATASETS.get(block.key, ("", Kind.UNKNOWN))
    text = clip(raw.decode("utf-8", "replace") if is_utf8 else decode(raw))
    if kind is Kind.UNKNOWN or (kind is not Kind.SETTING and not legible(text)):
        what = Kind.THUMBNAIL if kind is Kind.THUMBNAIL else Kind.UNKNOWN
        yield Finding(what, where, label or "{}:{}".format(*block.key), len(block.data))
    elif kind is Kind.THUMBNAIL:
        yield Finding(kind, where, label, len(block.data))
    elif kind is Kind.DATETIME:
        clock = clocks.get(names.MOMENTS[block.key], "")
        yield from _moment(label, text, clock, where)
    elif kind is Kind.SETTING:
        value = text if legible(text) and block.key not in names.BINARY else raw[:SMALL].hex()
        yield Finding(kind, where, label, value)
    else:
        yield from _text_field(kind, label, text, where)


def _text_field(kind: Kind, label: str, text: str, where: str) -> Iterator[Finding]:
    if kind is Kind.TEXT and text.startswith(TRACKER):
        kind = Kind.UNIQUE_ID
    generator = tuple(ai.read_text(label, text, where)) if kind is Kind.TEXT else ()
    yield from generator or (Finding(kind, where, label, text),)
    says_ai = {Kind.SOFTWARE: ai.generator, Kind.OWNER: ai.confession}.get(kind)
    if says_ai and says_ai(text):
        yield Finding(Kind.AI_ORIGIN, where, label, text)


def _moment(label: str, day: str, clock: str, where: str) -> Iterator[Finding]:
    """Yield when: a day alone, or with the clock beside it."""
    date, time = _DAY.fullmatch(day), _CLOCK.fullmatch(clock)
    if not date:
        yield Finding(Kind.TEXT, where, label, day)
    elif date[1] != "0000":
        value = "-".join(date.groups())
        if time:
            value += f"T{time[1]}:{time[2]}:{time[3]}" + (f"{time[4]}:{time[5]}" if time[4] else "")
        yield Finding(Kind.DATETIME, where, label, value)


def _resources(cursor: Cursor) -> Iterator[_Block]:
    """Yield image resources until something else comes, and leave the cursor before it."""
    for _ in range(MAX_BLOCKS):
        start = cursor.at
        try:
            signature = bytes(cursor.take(4))
            if signature not in _SIGNATURES:
                raise Damaged("no resource")
            number = cursor.u16()
            name = cursor.u8()
            cursor.take(name | 1)  # with its length byte an even number
            length = cursor.u32()
            data = cursor.take(length)
        except Damaged:
            cursor.seek(start)
            return
        cursor.take(min(length & 1, cursor.left))
        yield _Block((_SIGNATURES.index(signature), number), data)


def _resource(block: _Block, read_exif: ExifReader, where: str) -> Iterator[Finding]:
    number = block.key[1] if block.key[0] == 0 else -1
    size = len(block.data)
    if number == names.IIM:
        yield from read_iim(block.data, read_exif=read_exif)
    elif number == names.XMP:
        yield from xmp.read(bytes(block.data))
    elif number in names.EXIF:
        # No image resource inside that Exif block: it could go on for ever.
        yield from read_exif(_NESTED.sub(b"\0\0\0\0", block.data))
    elif number in names.THUMBNAILS:
        label = names.THUMBNAILS[number]
        yield Finding(Kind.THUMBNAIL, where, label, max(0, size - THUMBNAIL_HEADER))
    elif number in names.WORDS or number in (names.SLICES, names.VERSION_INFO):
        yield from _text(number, bytes(block.data[: 64 * 1024]), where)
    elif number in names.SETTINGS:
        value = bytes(block.data).hex() if size <= SMALL else size
        yield Finding(Kind.SETTING, where, names.SETTINGS[number], value)
    else:
        yield Finding(Kind.UNKNOWN, where, f"0x{block.key[1]:04x}", size)


def _text(number: int, data: bytes, where: str) -> Iterator[Finding]:
    """Yield the words in a resource; UTF-16 ones stand behind a count of characters."""
    if number == names.VERSION_INFO:
        texts = dict.fromkeys(_counted(data[5:]))
        yield from (Finding(Kind.SOFTWARE, where, "VersionInfo", text) for text in texts)
    elif number == names.SLICES:
        texts = dict.fromkeys(_counted(data[20:]))
        yield from (Finding(Kind.TEXT, where, "Slices", text) for text in texts)
    else:
        label, kind = names.WORDS[number]
        text = clip(decode(data))
        if legible(text) and text:
            yield Finding(kind, where, label, text)
        elif data:
            yield Finding(Kind.UNKNOWN, where, label, len(data))


def _counted(data: bytes) -> Iterator[str]:
    """Yield the UTF-16 strings that follow each other, until something else comes."""
    cursor = Cursor(memoryview(data))
    try:
        while cursor.left:
            text = utf16(bytes(cursor.take(cursor.u32() * 2)), "big")
            if not text.isprintable():
                return
            if text:
                yield clip(text)
    except Damaged:
        return
