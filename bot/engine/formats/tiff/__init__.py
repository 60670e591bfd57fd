"""TIFF and BigTIFF: pages in strips or tiles stay, every other field and byte goes.

Spec: TIFF 6.0; TIFF Technical Note 2 (JPEG); BigTIFF; TIFF/EP (thumbnails). DNG is cleaned alike
(DNG 1.7.1 chapter 2), once it is chosen which of its pages stay.

directories   a file's directories of fields, and their values
tags          the fields that draw
pages         a page: its fields and its strips
strips        which bytes of a strip draw
old_jpeg      the JPEG of TIFF 6.0, in pieces
palette       palettes that hold text
writer        the head of the copy: header and directories
findings      what all else tells
"""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import NamedTuple

from bot.engine.binary import deflate
from bot.engine.binary.ranges import Range, total, union, without
from bot.engine.blocks import c2pa, exif, ifd
from bot.engine.errors import Damaged, EngineError, TooLarge
from bot.engine.formats.tiff import directories, pages, tags, writer
from bot.engine.formats.tiff.directories import Directory, Stream
from bot.engine.formats.tiff.pages import Page
from bot.engine.limits import READ_BUDGET, DecodeBudget
from bot.engine.model import Caution, Finding, Kind, Part, Role
from bot.engine.reference import Reference

NAME = "TIFF"
EXTENSION = "tif"


def matches(head: bytes) -> bool:
    """Return whether a file that starts with `head` is of this format."""
    return head[:4] in directories.HEADERS


SHARED = 4  # strips may share bytes; more than this many times the file is an attack

Silent = Mapping[int, frozenset[int]]  # fields that draw, by their directory's offset


class Chosen(NamedTuple):
    """What of a file draws."""

    silent: Silent
    pages: frozenset[int]  # offsets of the directories whose pictures stay
    size: tuple[int, int] | None
    read: Callable[[bool], tuple[Page, ...]]  # follows strips, exactly or not; may raise


@dataclass(frozen=True, slots=True)
class Tiff:
    """A file of directories taken apart; DNG and TIFF differ in what was chosen."""

    parts: tuple[Part, ...]
    source: Stream
    chosen: Chosen
    pages: tuple[Page, ...] = ()  # those below another behind it
    head: bytes = b""  # what stands before the pictures in the copy
    refused: EngineError | None = None  # it can be read, and not be cleaned

    def rebuild(self) -> Iterator[Part | bytes]:
        """Yield the clean file: a new head, then the pictures in the order they lay in."""
        if self.refused:
            raise self.refused.with_traceback(None)
        yield self.parts[0] if self.parts[0].raw == self.head else self.head
        yield from (part for part in self.parts if part.role is Role.PICTURE)

    def coded(self) -> Iterator[memoryview]:
        """Yield every strip and tile, page by page; those that share their bytes but once."""
        data = self.source.data
        for strip in dict.fromkeys(s for page in self.pages for s in page.runs):
            for start, end in strip:
                yield data[start:end]

    def findings(self) -> Iterator[Finding]:
        """Yield what goes; never raise."""
        gone = () if self.refused else tuple(p for p in self.parts if p.role is not Role.PICTURE)
        yield from read(self.source, self.chosen.silent, self.chosen.pages, gone)

    def cautions(self) -> Iterator[Caution]:
        """Yield what shows and will be missing from, or is broken in, the copy."""
        if any(page.cut for page in self.pages):
            yield Caution.ENDS_EARLY
        if any(page.colours_lost for page in self.pages[:1]):
            yield Caution.COLOURS_MAY_SHIFT

    def dimensions(self) -> tuple[int, int] | None:
        """Return width and height of the first page, before any rotation."""
        return self.chosen.size


def parse(data: memoryview, reference: Reference) -> Tiff:
    """Return the file taken apart."""
    return parse_chosen(data, reference, _chosen)


def parse_chosen(
    data: memoryview, reference: Reference, choose: Callable[[Stream], Chosen]
) -> Tiff:
    """Return a file taken apart; `choose` says what of it draws."""
    source = directories.parse(data)
    chosen = choose(source)
    try:
        pages, segments, head = _laid_out(source, chosen)
    except EngineError as error:
        refused = error.with_traceback(None)  # frames would hold the file open
        return Tiff((Part("file", 0, data, Role.PICTURE),), source, chosen, refused=refused)
    parts = tuple(_tiles(data, segments))
    for part in parts[1:]:
        if part.role is Role.PICTURE:
            reference.part(data, part.start)  # compared here, so not again
    return Tiff(parts, source, chosen, pages, head)


def size_of(fields: directories.Directory) -> tuple[int, int] | None:
    """Return width and height that a directory tells."""
    size = tags.number(fields, tags.WIDTH, 0), tags.number(fields, tags.HEIGHT, 0)
    return size if all(size) else None


def _laid_out(source: Stream, chosen: Chosen) -> tuple[tuple[Page, ...], list[Range], bytes]:
    """Return the pages that stay, the ranges of their strips, and the head of the copy."""
    data = source.data
    top = chosen.read(len(data) <= deflate.ALWAYS)
    all_pages = tuple(page for first in top for page in (first, *first.below))
    if not any(any(page.strips) for page in all_pages):
        raise Damaged("no picture")
    if sum(total(strip) for page in all_pages for strip in page.runs) > SHARED * len(data):
        raise TooLarge("strips share too much")
    segments = union(strip for page in all_pages for strip in page.runs)
    if segments[0][0] < source.head:
        raise Damaged("a picture in the header")
    return all_pages, segments, writer.head(source, top, segments)


def _tiles(data: memoryview, segments: Sequence[Range]) -> Iterator[Part]:
    yield Part("head", 0, data[: segments[0][0]], Role.PATCHED)
    at = segments[0][0]
    for start, end in segments:
        if start > at:
            yield Part("between", at, data[at:start], Role.DROPPED)
        yield Part("picture", start, data[start:end], Role.PICTURE)
        at = end
    if at < len(data):
        yield Part("behind", at, data[at:], Role.DROPPED)


def _chosen(source: Stream) -> Chosen:
    """Choose the directories that are pages: those that show, and are no smaller version."""
    chain = tuple(source.chain())
    if not chain:
        raise Damaged("no directory")
    page_directories = dict(_page_directories(chain))
    silent = {at: pages.silent(fields) for at, fields in page_directories.items()}
    size = size_of(next(iter(page_directories.values()), chain[0][1]))
    return Chosen(
        silent,
        frozenset(page_directories),
        size,
        partial(_read, source, tuple(page_directories.values())),
    )


def _read(
    source: Stream, page_directories: Sequence[Directory], exact: bool
) -> tuple[pages.Page, ...]:
    if not page_directories:
        raise Damaged("no page")
    budget = DecodeBudget(len(source.data))
    return tuple(pages.read(source, fields, exact, budget) for fields in page_directories)


def _page_directories(chain: Sequence[tuple[int, Directory]]) -> Iterator[tuple[int, Directory]]:
    shown = False
    for at, fields in chain:
        if pages.is_page(fields) and not (shown and pages.is_reduced(fields)):
            shown = True
            yield at, fields


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
