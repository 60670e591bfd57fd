"""Tracks that are neither seen nor heard: where a camera was from second to second, names, times.

Spec: GoPro GPMF (gpmd); Google CAMM; QuickTime File Format: timed metadata (mebx), text, tmcd.

The first samples show that a track was recorded; the report needs no more of it.
"""

import re
import struct
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from bot.engine.binary.text import decode
from bot.engine.errors import EngineError
from bot.engine.formats.isobmff.boxes import Box, children, children_by_kind
from bot.engine.formats.video import places, sample_entries, sample_tables
from bot.engine.limits import ReadBudget
from bot.engine.model import TEXT_LIMIT, Finding, Kind, clip

SAMPLES = 40  # that are read of a track: the first of them often have no fix yet
LARGEST = 64 * 1024  # bytes of one sample that are read
NAMES = 200  # chapters that are reported
WHERE = "timed metadata"
GOPRO = re.compile(rb"SCALl\x04\x00[\x05\x09](.{12}).{0,64}?GPS[59][l?].{3}(.{12})", re.DOTALL)
GOPRO_TIME = re.compile(rb"GPSUc.{3}(\d{12})", re.DOTALL)
SPOKEN = (  # as drones write it into subtitles: latitude and longitude, by name
    re.compile(
        r"latitude ?: ?(?P<lat>-?\d{1,2}\.\d+).{1,40}?long?t?itude ?: ?(?P<lon>-?\d{1,3}\.\d+)"
    ),
    re.compile(r"GPS ?\(? ?(?P<lon>-?\d{1,3}\.\d+) ?, ?(?P<lat>-?\d{1,2}\.\d+)"),
)
SUBTITLES = frozenset({b"text", b"tx3g", b"sbtl", b"wvtt", b"stpp", b"c608", b"c708"})
Reader = Callable[[bytes], Iterator[Finding]]
LOCATION = "location.iso6709"


def read(
    trak: Box, data: memoryview, media: Sequence[tuple[int, int]], budget: ReadBudget
) -> Iterator[Finding]:
    """Yield what a dropped track holds; never raise."""
    try:
        table_boxes = children_by_kind(
            children_by_kind(
                children_by_kind(children_by_kind(trak).get(b"mdia")).get(b"minf")
            ).get(b"stbl")
        )
        entry = sample_entries.first_box(table_boxes[b"stsd"])
        table = sample_tables.read(table_boxes, media, len(data), None)
    except (EngineError, KeyError):
        yield Finding(Kind.UNKNOWN, "track", "bytes", len(trak.raw))
        return
    size = sum(chunk.end - chunk.start for chunk in table.chunks)
    kind = entry.kind
    views = (
        data[start:end] for start, end in _samples(table) if budget.take(min(end - start, LARGEST))
    )
    findings = tuple(_entry_findings(entry, views))
    yield from findings
    if not findings and size:
        yield Finding(Kind.UNKNOWN, "track", clip(kind.decode("latin-1")), size)


def _samples(table: sample_tables.Table) -> Iterator[tuple[int, int]]:
    every = (
        sample for chunk in table.chunks for sample in sample_tables.sample_ranges(table, chunk)
    )
    for _, start, end in islice(every, NAMES):
        yield start, min(end, start + LARGEST)


def _entry_findings(entry: Box, samples: Iterator[memoryview]) -> Iterator[Finding]:
    match entry.kind:
        case b"gpmd":
            yield Finding(Kind.GPS_DETAIL, WHERE, "GoPro track")
            yield from _first(islice(samples, SAMPLES), _gopro)
        case b"camm":
            yield Finding(Kind.GPS_DETAIL, WHERE, "camera motion track")
            yield from _first(islice(samples, NAMES), _camm)
        case b"mebx":
            yield from _mebx(entry, samples)
        case b"tmcd":
            yield Finding(Kind.SETTING, WHERE, "TimeCode")
        case kind if kind in SUBTITLES:
            yield from _text(samples)


def _first(samples: Iterator[memoryview], read: Reader) -> Iterator[Finding]:
    """Yield what the first sample that knows a place tells."""
    for sample in samples:
        if findings := tuple(read(bytes(sample))):
            yield from findings
            return


def _gopro(sample: bytes) -> Iterator[Finding]:
    if not (match := GOPRO.search(sample)):
        return
    scales, numbers = struct.unpack(">3i", match[1]), struct.unpack(">3i", match[2])
    lat, lon, alt = (number / (scale or 1) for number, scale in zip(numbers, scales, strict=True))
    if not lat and not lon:
        return  # no satellites yet
    yield from places.point(lat, lon, alt, WHERE, "GoPro GPS")
    if when := GOPRO_TIME.search(sample):
        two = [when[1][at : at + 2].decode() for at in range(0, 12, 2)]
        value = f"20{two[0]}-{two[1]}-{two[2]}T{two[3]}:{two[4]}:{two[5]}"
        yield Finding(Kind.DATETIME, WHERE, "GPSDateTime", value)


def _camm(sample: bytes) -> Iterator[Finding]:
    kind = int.from_bytes(sample[2:4], "little")
    if kind == 5 and len(sample) >= 28:
        lat, lon, alt = struct.unpack_from("<3d", sample, 4)
    elif kind == 6 and len(sample) >= 36:
        lat, lon, alt = struct.unpack_from("<ddf", sample, 16)
    else:
        return
    if (lat or lon) and abs(lat) <= 90 and abs(lon) <= 180:
        yield from places.point(lat, lon, alt, WHERE, "camera motion")


def _mebx(entry: Box, samples: Iterator[memoryview]) -> Iterator[Finding]:
    """Read Apple's timed metadata: a list of keys, and boxes named by their numbers."""
    keys: dict[bytes, str] = {}
    for key in children(children_by_kind(entry, 8).get(b"keys", entry)):
        if declared := children_by_kind(key).get(b"keyd"):
            keys[key.kind] = decode(declared.body[4:TEXT_LIMIT])
    for name in dict.fromkeys(keys.values()):
        yield Finding(Kind.SETTING, WHERE, clip(name))
    if not any(name.lower().endswith(LOCATION) for name in keys.values()):
        return
    for sample in islice(samples, SAMPLES):
        for number, text in _values(sample):
            if keys.get(number, "").lower().endswith(LOCATION):
                yield from places.iso6709(text, WHERE, clip(keys[number]))
                return


def _values(sample: memoryview) -> Iterator[tuple[bytes, str]]:
    at = 0
    while at + 8 <= len(sample):
        size = int.from_bytes(sample[at : at + 4], "big")
        yield bytes(sample[at + 4 : at + 8]), decode(sample[at + 8 : at + max(8, size)])
        at += max(8, size)


def _text(samples: Iterator[memoryview]) -> Iterator[Finding]:
    placed = False
    for sample in samples:
        size = int.from_bytes(sample[:2], "big")
        text = clip(decode(sample[2 : 2 + size]))
        if not text:
            continue
        yield Finding(Kind.TEXT, "text track", "text", text)
        match = None if placed else next(filter(None, (look.search(text) for look in SPOKEN)), None)
        if match:
            placed = True
            yield from places.point(
                float(match["lat"]), float(match["lon"]), None, "text track", "GPS"
            )
