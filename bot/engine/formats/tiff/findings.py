"""What a TIFF tells beside its pages: the fields that go, the directories they point at, slack.

Spec: TIFF 6.0 §8; Exif 3.0 §4.6.3 (directories that a field points at).
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import islice

from bot.engine.binary.ranges import Range, union, without
from bot.engine.blocks import c2pa, exif, ifd
from bot.engine.formats.tiff.directories import Stream
from bot.engine.limits import READ_BUDGET
from bot.engine.model import Finding, Kind, Part

ENTRIES, DIRECTORIES = 100_000, 6_000  # of one file: five thousand pages of twenty fields
CREDENTIALS = 52545  # C2PA 2.1 §A.3.1: a manifest store in the first directory
SLACK = 64  # bytes between blocks that alignment explains


def read(
    source: Stream,
    silent: Mapping[int, Container[int]],
    pages: Container[int],
    gone: Sequence[Part],
) -> Iterator[Finding]:
    """Yield what goes; never raises.

    `silent` names the fields that draw by the offset of their directory, `pages` holds the
    offsets of those directories that are pages.
    """
    yield Finding(Kind.BLOCK, "Exif", "Exif", len(source.data))
    block = ifd.Tiff(source.data, source.order, source.first, source.big, ENTRIES, DIRECTORIES)
    telling, covered = [], list[Range]()
    for directory in ifd.walk(block):
        covered += ((entry.at, entry.at + len(entry.raw)) for entry in directory.entries)
        width = 20 if source.big else 12
        covered.append((directory.at, directory.at + 16 + width * len(directory.entries)))
        fields = silent.get(directory.at, ())
        entries = tuple(entry for entry in directory.entries if entry.tag not in fields)
        name = "0th" if directory.at in pages else directory.ifd
        telling.append(directory._replace(ifd=name, entries=entries))
    yield from exif.read_directories(tuple(telling), block)
    manifests = (e.raw for directory in telling for e in directory.entries if e.tag == CREDENTIALS)
    for raw in islice(manifests, 1):
        yield from c2pa.read(bytes(raw[:READ_BUDGET]))
    yield from _slack(gone, covered)


def _slack(parts: Sequence[Part], covered: list[Range]) -> Iterator[Finding]:
    """Yield how many bytes belong to nothing: no field, no directory, no picture."""
    described = union([tuple(covered)])
    left = 0
    for part in parts:
        start = max(part.start, 16)
        for low, high in without((start, part.end), described):
            size = high - low
            left += size if size > SLACK or any(part.raw[low - part.start :][:size]) else 0
    if left > SLACK:
        yield Finding(Kind.UNKNOWN, "TIFF", "slack", left)
