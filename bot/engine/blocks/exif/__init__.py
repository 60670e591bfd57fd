"""An Exif block: what it tells, and the smallest one that may stay.

Spec: Exif 3.0 (CIPA DC-008) §4.5-4.6; TIFF 6.0.

Reading never raises, and costs no more than the block is long.
"""

import re
import struct
from collections.abc import Iterator

from bot.engine.binary.text import legible
from bot.engine.blocks import ai, icc, ifd, iptc, makernotes, xmp
from bot.engine.blocks.exif import gps, tags
from bot.engine.blocks.exif.values import setting, words
from bot.engine.blocks.ifd import Directory, Entry, Tiff, walk
from bot.engine.blocks.makernotes.layouts import private_note
from bot.engine.limits import ReadBudget
from bot.engine.model import Finding, Kind, clip

PREFIX = b"Exif\0\0"
CAMERA = (tags.MAKE, tags.MODEL)
DRAWN = 128 * 1024  # bytes of one block in which a generator's words are looked for
WORDS = frozenset({
    Kind.MAKE, Kind.MODEL, Kind.SOFTWARE, Kind.HOST, Kind.OWNER, Kind.TEXT, Kind.HISTORY,
})  # fmt: skip
IDS = frozenset({Kind.SERIAL, Kind.UNIQUE_ID})
MAX_ID = 32  # bytes of an identifier that is told in hexadecimal

# Tags under which a directory holds another block whole: the block's name.
EMBEDDED = {tags.XMP: "XMP", tags.IPTC: "IPTC", tags.PHOTOSHOP: "Photoshop", tags.ICC: "ICC"}
ELSEWHERE = frozenset({*EMBEDDED, *(moment for moment, _ in tags.DATES), tags.MAKER_NOTE})

_MOMENT = re.compile(
    r"(\d{4})[:/. -](0[1-9]|1[0-2])[:/. -](0[1-9]|[12]\d|3[01])"
    r"[ T]+([01]\d|2[0-3])[:.]([0-5]\d)[:.](\d\d)"  # one program writes hundredths for seconds
)
_OFFSET = re.compile(r"[+-](?:0\d|1[0-4]):[0-5]\d|Z")
_UNSET = frozenset(" 0:.-/TZ")  # all that a clock, or a number, that was never set leaves


Findings = tuple[Finding, ...]


def read(block: memoryview | bytes, where: str = "Exif") -> Iterator[Finding]:
    """Say what an Exif block tells, be its "Exif" prefix there or not; never raise."""
    view = memoryview(block)
    yield Finding(Kind.BLOCK, where, "Exif", len(view))
    tiff = ifd.parse(view)
    if tiff is None:
        if len(view) > len(PREFIX):
            yield Finding(Kind.UNKNOWN, where, "Exif", len(view))
        return
    yield from read_stream(tiff, where)


def read_stream(tiff: Tiff, where: str = "Exif") -> Iterator[Finding]:
    """Say what a stream of directories tells, be it a block or a whole file; never raise."""
    yield from tell(walk(tiff), tiff, where)


def tell(directories: tuple[Directory, ...], tiff: Tiff, where: str = "Exif") -> Iterator[Finding]:
    """Say what some directories of a stream tell; never raise."""
    yield from _places(directories, where)
    directories = tuple(d for d in directories if d.ifd != "GPS")
    yield from _moments(directories, where)
    drawn = _drawn(directories, where)
    for directory in directories:
        yield from _fields(directory, drawn, where)
        yield from _thumbnail(directory, len(tiff.data), where)
    yield from _blocks(directories, tiff, where)
    if tiff.unread:
        yield Finding(Kind.UNKNOWN, where, "IFD", tiff.unread * 12)


def read_gps(block: memoryview | bytes, where: str = "Exif") -> Iterator[Finding]:
    """Say what a block tells whose one directory is of the GPS kind; never raise."""
    tiff = ifd.parse(memoryview(block))
    if tiff and (main := tiff.directory(tiff.first)):
        yield from _places((Directory("GPS", main[0]),), where)


def orientation(block: memoryview | bytes) -> int | None:
    """Return the orientation, 1 to 8, that the block's first directory asks for."""
    tiff = ifd.parse(memoryview(block))
    main = tiff and tiff.directory(tiff.first)
    entry = main and Directory("0th", main[0]).find(tags.ORIENTATION)
    return _turn(entry) if entry else None


def orientation_block(value: int) -> bytes:
    """Return the smallest TIFF stream that says how a picture is held, and nothing else."""
    return struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, tags.ORIENTATION, 3, 1, value, 0, 0)


def _turn(entry: Entry) -> int | None:
    value = next(iter(entry.whole()), 0)
    return value if 1 <= value <= 8 else None


def _places(directories: tuple[Directory, ...], where: str) -> Iterator[Finding]:
    """Say where; a GPS directory that is announced and not there counts as emptied."""
    places = [d.entries for d in directories if d.ifd == "GPS"]
    if not places and any(d.find(ifd.GPS) for d in directories):
        places = [()]
    for entries in places:
        yield from gps.read({entry.tag: entry for entry in reversed(entries)}, where)


def _moments(directories: tuple[Directory, ...], where: str) -> Iterator[Finding]:
    """Say when, in the order of DATES; a thumbnail that repeats it is not repeated."""
    for tag, offset_tag in tags.DATES:
        offset = next(
            (text for text in _texts(directories, offset_tag) if _OFFSET.fullmatch(text)), ""
        )
        label = tags.name("Exif", tag) or ""
        for text in dict.fromkeys(_texts(directories, tag)):
            if match := _MOMENT.match(text):
                value = "{}-{}-{}T{}:{}:{}".format(*match.groups()) + offset
                yield Finding(Kind.DATETIME, where, label, value)
            elif not _UNSET.issuperset(text):
                yield Finding(Kind.TEXT, where, label, clip(text))


def _texts(directories: tuple[Directory, ...], tag: int) -> Iterator[str]:
    for directory in directories:
        if directory.ifd != "Interop" and (entry := directory.find(tag)):
            yield entry.text()


def _drawn(directories: tuple[Directory, ...], where: str) -> dict[int, Findings]:
    """Read what picture generators left in words, by tag."""
    found: dict[int, Findings] = {}
    room = DRAWN
    for entry in (entry for directory in directories for entry in directory.entries):
        label = tags.name("0th", entry.tag)
        if label and tags.KINDS.get(entry.tag) in WORDS and entry.tag not in found and room > 0:
            text = words(entry, room)
            room -= len(text)
            made = ai.read_text(label, text, where)
            found[entry.tag] = tuple(f for f in made if f.kind not in WORDS)
    return found


def _fields(directory: Directory, drawn: dict[int, Findings], where: str) -> Iterator[Finding]:
    """Say what the fields with a value of their own tell."""
    for entry in directory.entries:
        if entry.tag in tags.SILENT or entry.tag in ELSEWHERE:
            continue
        label = tags.name(directory.ifd, entry.tag)
        kind = tags.KINDS.get(entry.tag, Kind.SETTING)
        if label is None:
            yield Finding(Kind.UNKNOWN, where, f"0x{entry.tag:04x}", len(entry.raw))
        elif entry.tag == tags.ORIENTATION and directory.ifd == "0th" and _turn(entry):
            yield Finding(Kind.ORIENTATION, where, label, _turn(entry))
        elif kind is not Kind.SETTING:
            made = drawn.pop(entry.tag, ())
            yield from made
            if not any(finding.kind is Kind.PROMPT for finding in made):
                yield from _words(kind, label, entry, where)
        elif (value := setting(entry)) not in (None, ""):
            yield Finding(kind, where, label, value)


def _words(kind: Kind, label: str, entry: Entry, where: str) -> Iterator[Finding]:
    text = words(entry)
    if kind in IDS and _UNSET.issuperset(text):
        return
    if not legible(text) and kind in IDS and len(entry.raw) <= MAX_ID:
        yield Finding(kind, where, label, bytes(entry.raw).hex())
    elif not legible(text):
        yield Finding(Kind.UNKNOWN, where, label, len(entry.raw))
    elif text:
        yield Finding(kind, where, label, clip(text))


def _thumbnail(directory: Directory, size: int, where: str) -> Iterator[Finding]:
    """Say that a directory holds a picture beside the one that the file is there for."""
    if not _beside(directory):
        return
    at, length = directory.find(tags.JPEG_AT), directory.find(tags.JPEG_SIZE)
    if at and length and at.whole() and length.whole():
        there = min(length.whole()[0], size - at.whole()[0])
        if there > 0:
            yield Finding(Kind.THUMBNAIL, where, "JPEGInterchangeFormat", there)
        return
    strips = [n for tag in tags.STRIP_SIZES if (e := directory.find(tag)) for n in e.whole()]
    if 0 < sum(strips) <= size:
        yield Finding(Kind.THUMBNAIL, where, "StripOffsets", sum(strips))


def _beside(directory: Directory) -> bool:
    """Tell a picture that stands beside the main one from that one itself."""
    kind, light = directory.find(tags.SUBFILE), directory.find(tags.PHOTOMETRIC)
    if light and light.whole()[:1] == (tags.CFA,):
        return False  # what the sensor saw
    small = bool(kind and next(iter(kind.whole()), 0) & 1)
    if directory.ifd == "0th":
        return small
    return directory.ifd == "1st" or (directory.ifd == "Sub" and (small or not kind))


def _embedded(tag: int, block: bytes, name: str) -> Iterator[Finding]:
    """Yield what a block under one of the EMBEDDED tags tells."""
    match tag:
        case tags.XMP:
            yield from xmp.read(block, name)
        case tags.IPTC:
            yield from iptc.read_iim(block, name, read_exif=read)
        case tags.PHOTOSHOP:
            yield from iptc.read_photoshop(block, name, read_exif=read)
        case _:
            yield from icc.read(block, name)


def _blocks(directories: tuple[Directory, ...], tiff: Tiff, where: str) -> Iterator[Finding]:
    """Read the blocks inside the block, one of a kind: a thousand tags may share bytes."""
    fields = (d.entries for d in reversed(directories) if d.ifd != "Interop")
    entries = {entry.tag: entry for row in fields for entry in reversed(row)}
    room = ReadBudget()
    for tag, name in EMBEDDED.items():
        if tag in entries:
            raw = entries[tag].raw
            if room.take(len(raw)):  # in a whole file, a tag may claim all of it
                yield from _embedded(tag, bytes(raw), name)
            else:
                yield Finding(Kind.UNKNOWN, where, name, len(raw))
    note = entries.get(tags.MAKER_NOTE)
    if not note and tags.PRIVATE in entries and (old := private_note(entries[tags.PRIVATE].raw)):
        note, tiff = old
    if note:
        make, model = (entries[tag].text() if tag in entries else "" for tag in CAMERA)
        yield from makernotes.read(note, tiff, (make, model), where)
