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
from bot.engine.blocks.exif.values import setting, text_of
from bot.engine.blocks.ifd import Directory, Entry, Tiff, walk
from bot.engine.blocks.makernotes.layouts import private_note
from bot.engine.limits import ReadBudget
from bot.engine.model import Finding, Kind, clip

PREFIX = b"Exif\0\0"
CAMERA = (tags.MAKE, tags.MODEL)
GENERATOR_BUDGET = 128 * 1024  # bytes of one block in which a generator's words are looked for
TEXT_KINDS = frozenset({
    Kind.MAKE, Kind.MODEL, Kind.SOFTWARE, Kind.HOST, Kind.OWNER, Kind.TEXT, Kind.HISTORY,
})  # fmt: skip
IDS = frozenset({Kind.SERIAL, Kind.UNIQUE_ID})
MAX_ID = 32  # bytes of an identifier that is reported in hexadecimal

# Tags under which a directory holds another block whole: the block's name.
EMBEDDED = {tags.XMP: "XMP", tags.IPTC: "IPTC", tags.PHOTOSHOP: "Photoshop", tags.ICC: "ICC"}
ELSEWHERE = frozenset({*EMBEDDED, *(moment for moment, _ in tags.DATES), tags.MAKER_NOTE})

_DATE = re.compile(
    r"(\d{4})[:/. -](0[1-9]|1[0-2])[:/. -](0[1-9]|[12]\d|3[01])"
    r"[ T]+([01]\d|2[0-3])[:.]([0-5]\d)[:.](\d\d)"  # one program writes hundredths for seconds
)
_OFFSET = re.compile(r"[+-](?:0\d|1[0-4]):[0-5]\d|Z")
_UNSET = frozenset(" 0:.-/TZ")  # all that a clock, or a number, that was never set leaves


Findings = tuple[Finding, ...]


def read(block: memoryview | bytes, where: str = "Exif") -> Iterator[Finding]:
    """Yield what an Exif block tells, be its "Exif" prefix there or not. Never raises."""
    view = memoryview(block)
    yield Finding(Kind.BLOCK, where, "Exif", len(view))
    tiff = ifd.parse(view)
    if tiff is None:
        if len(view) > len(PREFIX):
            yield Finding(Kind.UNKNOWN, where, "Exif", len(view))
        return
    yield from read_stream(tiff, where)


def read_stream(tiff: Tiff, where: str = "Exif") -> Iterator[Finding]:
    """Yield what a stream of directories tells, be it a block or a whole file. Never raises."""
    yield from read_directories(walk(tiff), tiff, where)


def read_directories(
    directories: tuple[Directory, ...], tiff: Tiff, where: str = "Exif"
) -> Iterator[Finding]:
    """Yield what some directories of a stream tell. Never raises."""
    yield from _gps_findings(directories, where)
    directories = tuple(d for d in directories if d.ifd != "GPS")
    yield from _dates(directories, where)
    by_generator = _generator_findings(directories, where)
    for directory in directories:
        yield from _fields(directory, by_generator, where)
        yield from _thumbnail(directory, len(tiff.data), where)
    yield from _blocks(directories, tiff, where)
    if tiff.unread:
        yield Finding(Kind.UNKNOWN, where, "IFD", tiff.unread * 12)


def read_gps(block: memoryview | bytes, where: str = "Exif") -> Iterator[Finding]:
    """Yield what a block tells whose one directory is of the GPS kind. Never raises."""
    tiff = ifd.parse(memoryview(block))
    if tiff and (main := tiff.directory(tiff.first)):
        yield from _gps_findings((Directory("GPS", main[0]),), where)


def orientation(block: memoryview | bytes) -> int | None:
    """Return the orientation, 1 to 8, that the block's first directory asks for."""
    tiff = ifd.parse(memoryview(block))
    main = tiff and tiff.directory(tiff.first)
    entry = main and Directory("0th", main[0]).find(tags.ORIENTATION)
    return _orientation(entry) if entry else None


def orientation_block(value: int) -> bytes:
    """Return the smallest TIFF stream that says how a picture is held, and nothing else."""
    return struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, tags.ORIENTATION, 3, 1, value, 0, 0)


def _orientation(entry: Entry) -> int | None:
    value = next(iter(entry.whole()), 0)
    return value if 1 <= value <= 8 else None


def _gps_findings(directories: tuple[Directory, ...], where: str) -> Iterator[Finding]:
    """Yield locations; a GPS directory that is announced and not there counts as emptied."""
    gps_directories = [d.entries for d in directories if d.ifd == "GPS"]
    if not gps_directories and any(d.find(ifd.GPS) for d in directories):
        gps_directories = [()]
    for entries in gps_directories:
        yield from gps.read({entry.tag: entry for entry in reversed(entries)}, where)


def _dates(directories: tuple[Directory, ...], where: str) -> Iterator[Finding]:
    """Yield dates, in the order of DATES; one that a thumbnail repeats is yielded once."""
    for tag, offset_tag in tags.DATES:
        offset = next(
            (text for text in _texts(directories, offset_tag) if _OFFSET.fullmatch(text)), ""
        )
        label = tags.name("Exif", tag) or ""
        for text in dict.fromkeys(_texts(directories, tag)):
            if match := _DATE.match(text):
                value = "{}-{}-{}T{}:{}:{}".format(*match.groups()) + offset
                yield Finding(Kind.DATETIME, where, label, value)
            elif not _UNSET.issuperset(text):
                yield Finding(Kind.TEXT, where, label, clip(text))


def _texts(directories: tuple[Directory, ...], tag: int) -> Iterator[str]:
    for directory in directories:
        if directory.ifd != "Interop" and (entry := directory.find(tag)):
            yield entry.text()


def _generator_findings(directories: tuple[Directory, ...], where: str) -> dict[int, Findings]:
    """Return what picture generators left in text fields, by tag."""
    findings: dict[int, Findings] = {}
    left = GENERATOR_BUDGET
    for entry in (entry for directory in directories for entry in directory.entries):
        label = tags.name("0th", entry.tag)
        if (
            label
            and tags.KINDS.get(entry.tag) in TEXT_KINDS
            and entry.tag not in findings
            and left > 0
        ):
            text = text_of(entry, left)
            left -= len(text)
            findings_of_field = ai.read_text(label, text, where)
            findings[entry.tag] = tuple(f for f in findings_of_field if f.kind not in TEXT_KINDS)
    return findings


def _fields(
    directory: Directory, by_generator: dict[int, Findings], where: str
) -> Iterator[Finding]:
    """Yield what the fields with a value of their own tell."""
    for entry in directory.entries:
        if entry.tag in tags.SILENT or entry.tag in ELSEWHERE:
            continue
        label = tags.name(directory.ifd, entry.tag)
        kind = tags.KINDS.get(entry.tag, Kind.SETTING)
        if label is None:
            yield Finding(Kind.UNKNOWN, where, f"0x{entry.tag:04x}", len(entry.raw))
        elif entry.tag == tags.ORIENTATION and directory.ifd == "0th" and _orientation(entry):
            yield Finding(Kind.ORIENTATION, where, label, _orientation(entry))
        elif kind is not Kind.SETTING:
            findings_of_field = by_generator.pop(entry.tag, ())
            yield from findings_of_field
            if not any(finding.kind is Kind.PROMPT for finding in findings_of_field):
                yield from _text_field(kind, label, entry, where)
        elif (value := setting(entry)) not in (None, ""):
            yield Finding(kind, where, label, value)


def _text_field(kind: Kind, label: str, entry: Entry, where: str) -> Iterator[Finding]:
    text = text_of(entry)
    if kind in IDS and _UNSET.issuperset(text):
        return
    if not legible(text) and kind in IDS and len(entry.raw) <= MAX_ID:
        yield Finding(kind, where, label, bytes(entry.raw).hex())
    elif not legible(text):
        yield Finding(Kind.UNKNOWN, where, label, len(entry.raw))
    elif text:
        yield Finding(kind, where, label, clip(text))


def _thumbnail(directory: Directory, size: int, where: str) -> Iterator[Finding]:
    """Yield the size of a picture that a directory holds beside the main one."""
    if not _is_second_picture(directory):
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


def _is_second_picture(directory: Directory) -> bool:
    """Return whether a directory is of a picture beside the main one: a thumbnail or preview."""
    kind, photometric = directory.find(tags.SUBFILE), directory.find(tags.PHOTOMETRIC)
    if photometric and photometric.whole()[:1] == (tags.CFA,):
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
    budget = ReadBudget()
    for tag, name in EMBEDDED.items():
        if tag in entries:
            raw = entries[tag].raw
            if budget.take(len(raw)):  # in a whole file, a tag may claim all of it
                yield from _embedded(tag, bytes(raw), name)
            else:
                yield Finding(Kind.UNKNOWN, where, name, len(raw))
    note = entries.get(tags.MAKER_NOTE)
    if not note and tags.PRIVATE in entries and (old := private_note(entries[tags.PRIVATE].raw)):
        note, tiff = old
    if note:
        make, model = (entries[tag].text() if tag in entries else "" for tag in CAMERA)
        yield from makernotes.read(note, tiff, (make, model), where)
