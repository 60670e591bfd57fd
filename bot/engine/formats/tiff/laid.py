"""A file of directories taken apart: pages that stay, and what stands before them in the copy.

Spec: TIFF 6.0 §2; DNG 1.7.1 chapter 2 (both are cleaned alike, once it is reference what stays).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from bot.engine.binary import deflate
from bot.engine.binary.ranges import Range, total, union
from bot.engine.errors import Damaged, EngineError, TooLarge
from bot.engine.formats.tiff import stream, tables, tell, write
from bot.engine.formats.tiff.pages import Page
from bot.engine.formats.tiff.stream import Stream
from bot.engine.model import Caution, Finding, Part, Role, whole
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
class Learnt:
    """What is reference of a file once it is taken apart."""

    source: Stream
    chosen: Chosen
    pages: tuple[Page, ...] = ()  # those below another behind it
    segments: list[Range] = field(default_factory=list)
    head: bytes = b""
    refused: EngineError | None = None  # it can be told of, and not be cleaned


def split(
    data: memoryview, reference: Reference, choose: Callable[[Stream], Chosen]
) -> Iterator[Part]:
    """Yield every byte of the file once, in order, as named parts."""
    source = stream.parse(data)
    chosen = choose(source)
    try:
        learnt = _laid(source, chosen)
    except EngineError as error:
        refused = error.with_traceback(None)  # frames would hold the file open
        yield Part("file", 0, data, Role.PICTURE, Learnt(source, chosen, refused=refused))
        return
    parts = _tiles(data, learnt.segments)
    yield replace(next(parts), learnt=learnt)
    for part in parts:
        if part.role is Role.PICTURE:
            reference.part(data, part.start)  # compared here, so not again
        yield part


def rebuild(parts: Sequence[Part]) -> Iterator[Part | bytes]:
    """Yield the clean file: a new head, then the pictures in the order they lay in."""
    learnt = _learnt(parts)
    if learnt.refused:
        raise learnt.refused.with_traceback(None)
    yield parts[0] if parts[0].raw == learnt.head else learnt.head
    yield from (part for part in parts if part.role is Role.PICTURE)


def coded(parts: Sequence[Part]) -> Iterator[memoryview]:
    """Yield every strip and tile, page by page; those that share their bytes but once."""
    data = whole(parts)
    for strip in dict.fromkeys(s for page in _learnt(parts).pages for s in page.runs):
        for start, end in strip:
            yield data[start:end]


def read(parts: Sequence[Part]) -> Iterator[Finding]:
    """Say what goes; never raise."""
    learnt = _learnt(parts)
    gone = () if learnt.refused else tuple(p for p in parts if p.role is not Role.PICTURE)
    yield from tell.read(learnt.source, learnt.chosen.silent, learnt.chosen.pages, gone)


def cautions(parts: Sequence[Part]) -> Iterator[Caution]:
    """Name what shows and will be missing from, or is broken in, the copy."""
    learnt = _learnt(parts)
    if any(page.cut for page in learnt.pages):
        yield Caution.ENDS_EARLY
    if any(page.colours_lost for page in learnt.pages[:1]):
        yield Caution.COLOURS_MAY_SHIFT


def dimensions(parts: Sequence[Part]) -> tuple[int, int] | None:
    """Return width and height of the first page, before any rotation."""
    return _learnt(parts).chosen.size


def size(fields: stream.Directory) -> tuple[int, int] | None:
    """Return width and height that a directory tells."""
    found = tables.number(fields, tables.WIDTH, 0), tables.number(fields, tables.HEIGHT, 0)
    return found if all(found) else None


def _laid(source: Stream, chosen: Chosen) -> Learnt:
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
    return Learnt(source, chosen, found, segments, write.head(source, top, segments))


def _learnt(parts: Sequence[Part]) -> Learnt:
    found = parts[0].learnt
    if not isinstance(found, Learnt):
        raise TypeError("parts of another format")
    return found


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
