"""Raw files that are a TIFF by another name: whose they are, and what their directories tell.

Spec: TIFF 6.0 §2; TIFF/EP (ISO 12234-2) §5; what ExifTool and LibRaw found out about each maker.
Leaf's records (ExifTool's Leaf): a mark, a number, a name of 40 bytes, a length, the value.
"""

import re
from collections import deque
from collections.abc import Iterator

from bot.engine.binary.cursor import Cursor
from bot.engine.blocks import exif, ifd
from bot.engine.blocks.exif import tags
from bot.engine.blocks.ifd import Entry, Tiff
from bot.engine.errors import Damaged
from bot.engine.formats.raw import preview
from bot.engine.model import Finding, Kind, clip

# The first bytes of each byte order; Panasonic and Olympus changed TIFF's own number.
ORDERS = {
    b"II*\0": "little", b"MM\0*": "big", b"IIU\0": "little",
    b"IIRO": "little", b"IIRS": "little", b"MMOR": "big",
}  # fmt: skip

# Compressions of sensor data that no picture has. A maker's own tools write plain TIFF too.
COMPRESSIONS = frozenset({
    262, 32767, 32769, 32770, 32772, 32867, 34316, 34713, 65000, 65535,
})  # fmt: skip
MAKES = (
    ("nikon", "NEF"),
    ("sony", "ARW"),
    ("canon", "CR2"),
    ("pentax", "PEF"),
    ("ricoh", "PEF"),
    ("asahi", "PEF"),
    ("samsung", "SRW"),
    ("eastman kodak", "KDC"),
    ("kodak", "DCR"),
    ("seiko epson", "ERF"),
    ("hasselblad", "3FR"),
    ("imacon", "FFF"),
    ("mamiya", "MEF"),
    ("leaf", "MOS"),
    ("leica", "RWL"),
    ("phase one", "IIQ"),
    ("panasonic", "RW2"),
    ("olympus", "ORF"),
    ("om digital", "ORF"),
)
UNNAMED = "TIFF/EP"  # sensor data of a maker who is not listed
NAMES = frozenset({UNNAMED, *(kind for _, kind in MAKES)})

EXIF = 0x8769
PIXELS = (0xA002, 0xA003)  # Exif's: a Canon says it nowhere else
MAX_DIRECTORIES = 40  # cameras write six
KODAK = {  # Kodak's own directories, and what in them names a camera or a photo
    0x8290: ((0x03E9, Kind.UNIQUE_ID, "OriginalFileName"), (0x09CE, Kind.SERIAL, "SensorSerial")),
    0xFE00: ((0xFA00, Kind.SERIAL, "SerialNumber"),),
}
JPEG_OF_RW2 = 0x002E
SENSOR_OF_RW2 = (4, 5, 6, 7)  # top, left, bottom, right border
BELOW_TIFF = frozenset({"ProcessingSoftware"})  # Panasonic's tags under 0x00FE are its own


Rows = dict[int, Entry]


def name(data: memoryview) -> str | None:
    """Return which maker's raw file a plain TIFF is, None where it is only a TIFF, or a DNG."""
    make, sensor, small = "", False, None
    for rows in _directories(data):
        if small is None:
            small = _number(rows, tags.SUBFILE) & 1
        if tags.DNG_VERSION in rows:
            return None
        if not make and tags.MAKE in rows:
            make = rows[tags.MAKE].text()
        sensor |= _number(rows, tags.PHOTOMETRIC) == tags.CFA
        sensor |= bool(make) and _number(rows, tags.COMPRESSION) in COMPRESSIONS
        sensor |= LEAF_TAG in rows
    folded = make.casefold()
    raw_name = next((kind for prefix, kind in MAKES if folded.startswith(prefix)), UNNAMED)
    # A camera's file that opens with a smaller version of its picture hides the rest its own way.
    return raw_name if sensor or (small and raw_name != UNNAMED) else None


def read(data: memoryview) -> Iterator[Finding]:
    """Yield what the file tells."""
    tiff = _tiff(data)
    if tiff is None:
        yield Finding(Kind.UNKNOWN, "Exif", "Exif", len(data))
        return
    yield Finding(Kind.BLOCK, "Exif", "Exif")
    sensor = _largest(data)
    for finding in exif.read_stream(tiff):
        if finding.label == "StripOffsets" and finding.value == sensor:
            continue  # Canon does not say which directory the sensor's is
        if finding.label not in BELOW_TIFF or bytes(data[:4]) != b"IIU\0":
            yield finding
    first = next(_directories(data), {})
    if KODAK.keys() & first.keys():
        yield from _kodak(tiff, first)
    if LEAF_TAG in first:
        yield from _leaf_records(first[LEAF_TAG].raw)
    if JPEG_OF_RW2 in first:
        yield from preview.read(first[JPEG_OF_RW2].raw, "Exif", "JpgFromRaw")


def dimensions(data: memoryview) -> tuple[int, int] | None:
    """Return width and height of the largest picture."""
    sizes = []
    for rows in _directories(data):
        sizes.append((_number(rows, tags.WIDTH), _number(rows, tags.HEIGHT)))
        sizes.append((_number(rows, PIXELS[0]), _number(rows, PIXELS[1])))
        if rows.keys() >= set(SENSOR_OF_RW2) and bytes(data[:4]) == b"IIU\0":
            top, left, bottom, right = (_number(rows, tag) for tag in SENSOR_OF_RW2)
            sizes.append((right - left, bottom - top))
    largest = max(sizes, key=lambda size: size[0] * size[1], default=(0, 0))
    return largest if min(largest) > 0 else None


def _kodak(tiff: Tiff, first: Rows) -> Iterator[Finding]:
    yield Finding(Kind.MAKER_NOTE, "Exif", "MakerNote", "Kodak")
    for pointer, rows_of_interest in KODAK.items():
        directory = tiff.directory(_number(first, pointer)) if pointer in first else None
        rows = {entry.tag: entry for entry in reversed(directory[0])} if directory else {}
        for tag, kind, label in rows_of_interest:
            if tag in rows and (text := clip(rows[tag].text())):
                yield Finding(kind, "Exif", label, text)


def _tiff(data: memoryview) -> Tiff | None:
    order = ORDERS.get(bytes(data[:4]))
    if order is None:
        return None
    try:
        return Tiff(data, order, Cursor(data, order, at=4).u32())
    except Damaged:
        return None


def _directories(data: memoryview) -> Iterator[Rows]:
    """Yield the chain of main directories, each before those that it points at."""
    tiff = _tiff(data)
    waiting = deque([tiff.first] if tiff else [])
    for _ in range(MAX_DIRECTORIES):
        if not tiff or not waiting:
            return
        directory = tiff.directory(waiting.popleft())
        if directory is None:
            continue
        rows = {entry.tag: entry for entry in reversed(directory[0])}
        yield rows
        for tag in (ifd.SUB, EXIF):
            waiting.extend(rows[tag].whole() if tag in rows else ())
        if directory[1]:
            waiting.append(directory[1])


def _number(rows: Rows, tag: int) -> int:
    return next(iter(rows[tag].whole()), 0) if tag in rows else 0


def _largest(data: memoryview) -> int:
    """Return the bytes of the longest strips, which are the sensor's."""
    sizes = [
        sum(rows[tag].whole())
        for rows in _directories(data)
        for tag in tags.STRIP_SIZES
        if tag in rows
    ]
    return max(sizes, default=0)


LEAF_TAG = 0x8606
LEAF_WINDOW = (
    1024 * 1024
)  # bytes in which the records are looked for: a preview may stand among them
LEAF_RECORDS = 16

_LEAF_SERIAL = re.compile(
    rb"PKTS.{4}(back_serial_number|CaptProf_serial_number)\0{18,22}.{4}([!-~][ -~]{0,60})",
    re.DOTALL,
)
LEAF_LABELS = {b"back_serial_number": "BackSerial", b"CaptProf_serial_number": "CaptureSerial"}


def _leaf_records(raw: memoryview) -> Iterator[Finding]:
    """Yield the serial numbers of Leaf's records."""
    for count, record in enumerate(_LEAF_SERIAL.finditer(raw[:LEAF_WINDOW])):
        if count == LEAF_RECORDS:
            return
        text = clip(record[2].decode("ascii"))
        yield Finding(Kind.SERIAL, "Leaf", LEAF_LABELS[record[1]], text)
