"""A file of directories taken apart: pages that stay, and what stands before them in the copy.

Spec: TIFF 6.0 §2; DNG 1.7.1 chapter 2 (both are cleaned alike, once it is reference what stays).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.engine.binary import deflate
from bot.engine.binary.ranges import Range, total, union
from bot.engine.errors import Damaged, EngineError, TooLarge
from bot.engine.formats.tiff import stream, tables, tell, write
from bot.engine.formats.tiff.pages import Page
from bot.engine.formats.tiff.stream import Stream
from bot.engine.model import Caution, Finding, Part, Role
from bot.engine.reference import Reference

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
        yield from tell.read(self.source, self.chosen.silent, self.chosen.pages, gone)

    def cautions(self) -> Iterator[Caution]:
        """Yield what shows and will be missing from, or is broken in, the copy."""
        if any(page.cut for page in self.pages):
            yield Caution.ENDS_EARLY
        if any(page.colours_lost for page in self.pages[:1]):
            yield Caution.COLOURS_MAY_SHIFT

    def dimensions(self) -> tuple[int, int] | None:
        """Return width and height of the first page, before any rotation."""
        return self.chosen.size


def parse(data: memoryview, reference: Reference, choose: Callable[[Stream], Chosen]) -> Tiff:
    """Return a file taken apart; `choose` says what of it draws."""
    source = stream.parse(data)
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


def size(fields: stream.Directory) -> tuple[int, int] | None:
    """Return width and height that a directory tells."""
    found = tables.number(fields, tables.WIDTH, 0), tables.number(fields, tables.HEIGHT, 0)
    return found if all(found) else None


def _laid_out(source: Stream, chosen: Chosen) -> tuple[tuple[Page, ...], list[Range], bytes]:
    """Return the pages that stay, the ranges of their strips, and the head of the copy."""
    data = source.data
    top = chosen.read(len(data) <= deflate.ALWAYS)
    found = tuple(page for first in top for page in (first, *first.below))
    if not any(any(page.strips) for page in found):
        raise Damaged("no picture")
    if sum(total(strip) for page in found for strip in page.runs) > SHARED * len(data):
        raise TooLarge("strips share too much")
    segments = union(strip for page in found for strip in page.runs)
    if segments[0][0] < source.head:
        raise Damaged("a picture in the header")
    return found, segments, write.head(source, top, segments)


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
