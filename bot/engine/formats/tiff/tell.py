"""What a TIFF tells beside its pages: the fields that go, the directories they point at, slack.

Spec: TIFF 6.0 §8; Exif 3.0 §4.6.3 (directories that a field points at).
"""

from collections.abc import Iterator, Sequence

from bot.engine import exif
from bot.engine.exif import directories, ifd
from bot.engine.formats.tiff import tables
from bot.engine.formats.tiff.stream import Stream
from bot.engine.model import Finding, Kind, Part, Role
from bot.engine.runs import Run, union, without

ENTRIES, DIRECTORIES = 100_000, 6_000  # of one file: five thousand pages of twenty fields
TOLD = frozenset({tables.ORIENTATION, tables.ICC})  # fields that draw, and are told
SILENT = tables.KEPT - TOLD
SLACK = 64  # bytes between blocks that alignment explains


def read(source: Stream, kept: Sequence[bool], parts: Sequence[Part]) -> Iterator[Finding]:
    """Say what goes; `kept` tells which directories of the chain are pages. Never raise."""
    yield Finding(Kind.BLOCK, "Exif", "Exif", len(source.data))
    block = ifd.Tiff(source.data, source.order, source.first, source.big, ENTRIES, DIRECTORIES)
    found, covered, chain = [], list[Run](), iter(kept)
    for directory in directories.walk(block):
        covered += ((entry.at, entry.at + len(entry.raw)) for entry in directory.entries)
        width = 20 if source.big else 12
        covered.append((directory.at, directory.at + 16 + width * len(directory.entries)))
        in_chain = directory.ifd in ("0th", "1st")
        if in_chain and next(chain, False):
            fields = tuple(entry for entry in directory.entries if entry.tag not in SILENT)
            directory = directory._replace(ifd="0th", entries=fields)
        found.append(directory)
    yield from exif.tell(tuple(found), block)
    yield from _slack(parts, covered)


def _slack(parts: Sequence[Part], covered: list[Run]) -> Iterator[Finding]:
    """Say how many bytes belong to nothing: no field, no directory, no picture."""
    known = union([tuple(covered)])
    left = 0
    for part in parts:
        if part.role is not Role.PICTURE:
            start = max(part.start, 16)
            for low, high in without((start, part.end), known):
                size = high - low
                left += size if size > SLACK or any(part.raw[low - part.start :][:size]) else 0
    if left > SLACK:
        yield Finding(Kind.UNKNOWN, "TIFF", "slack", left)
