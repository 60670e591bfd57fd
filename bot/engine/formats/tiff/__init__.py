"""TIFF and BigTIFF: pages in strips or tiles stay, every other field and byte goes.

Spec: TIFF 6.0; TIFF Technical Note 2 (JPEG); BigTIFF; TIFF/EP (thumbnails).

    stream tables     directories of fields, and those that draw
    pages code        a page's strips, and which of their bytes draw
    write tell        the head of a clean copy; what the rest would have told
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.engine import deflate
from bot.engine.errors import Damaged, TooLarge, Unsupported
from bot.engine.exif import tags
from bot.engine.formats.tiff import pages, stream, tables, tell, write
from bot.engine.formats.tiff.pages import Page
from bot.engine.known import Known
from bot.engine.model import Caution, Finding, Part, Role, whole
from bot.engine.runs import Run, total, union

NAME = "TIFF"
EXTENSION = "tif"

SHARED = 4  # strips may share bytes; more than this many times the file is an attack


@dataclass(frozen=True, slots=True)
class Learnt:
    """A file taken apart, and what stands before its pictures in a clean copy."""

    pages: tuple[Page, ...]
    kept: tuple[bool, ...]  # of the chain of directories
    head: bytes


def matches(head: bytes) -> bool:
    """Tell whether a file that starts with `head` is ours."""
    return head[:4] in stream.HEADERS


def split(data: memoryview, known: Known) -> Iterator[Part]:
    """Yield every byte of the file once, in order, as named parts."""
    source = stream.parse(data)
    chain = tuple(source.chain())
    if any(tags.DNG_VERSION in fields for fields in chain[:1]):
        raise Unsupported("DNG")
    kept = tuple(_kept(chain))
    exact = len(data) <= deflate.ALWAYS
    found = tuple(
        pages.read(source, fields, exact) for fields, keep in zip(chain, kept, strict=True) if keep
    )
    if not found or not any(any(page.strips) for page in found):
        raise Damaged("no picture")
    if sum(total(strip) for page in found for strip in page.strips) > SHARED * len(data):
        raise TooLarge("strips share too much")
    segments = union(strip for page in found for strip in page.strips)
    if segments[0][0] < source.head:
        raise Damaged("a picture in the header")
    learnt = Learnt(found, kept, write.head(source, found, segments))
    parts = _tiles(data, segments)
    yield replace(next(parts), learnt=learnt)
    for part in parts:
        if part.role is Role.PICTURE:
            known.part(data, part.start)  # compared here, so not again
        yield part


def rebuild(parts: Sequence[Part]) -> Iterator[Part | bytes]:
    """Yield the clean file: a new head, then the pictures in the order they lay in."""
    head = _learnt(parts).head
    yield parts[0] if parts[0].raw == head else head
    yield from (part for part in parts if part.role is Role.PICTURE)


def coded(parts: Sequence[Part]) -> Iterator[memoryview]:
    """Yield every strip and tile, page by page; those that share their bytes but once."""
    data = whole(parts)
    for strip in dict.fromkeys(s for page in _learnt(parts).pages for s in page.strips):
        for start, end in strip:
            yield data[start:end]


def read(parts: Sequence[Part]) -> Iterator[Finding]:
    """Say what goes; never raise."""
    yield from tell.read(stream.parse(whole(parts)), _learnt(parts).kept, parts)


def cautions(parts: Sequence[Part]) -> Iterator[Caution]:
    """Name what shows and will be missing from, or is broken in, the copy."""
    found = _learnt(parts).pages
    if any(page.cut for page in found):
        yield Caution.ENDS_EARLY
    fields = stream.parse(whole(parts)).directory(stream.parse(whole(parts)).first)
    if fields and tables.ICC in fields[0] and tables.ICC not in found[0].fields:
        yield Caution.COLOURS_MAY_SHIFT


def dimensions(parts: Sequence[Part]) -> tuple[int, int] | None:
    """Return width and height of the first page, before any rotation."""
    return _learnt(parts).pages[0].size


def _kept(chain: Sequence[stream.Directory]) -> Iterator[bool]:
    """Tell for each directory whether it is a page: one that shows, and is no smaller version."""
    shown = False
    for fields in chain:
        keep = pages.is_page(fields) and not (shown and pages.is_reduced(fields))
        shown |= keep
        yield keep


def _learnt(parts: Sequence[Part]) -> Learnt:
    found = parts[0].learnt
    if not isinstance(found, Learnt):
        raise TypeError("parts of another format")
    return found


def _tiles(data: memoryview, segments: Sequence[Run]) -> Iterator[Part]:
    yield Part("head", 0, data[: segments[0][0]], Role.PATCHED)
    at = segments[0][0]
    for start, end in segments:
        if start > at:
            yield Part("between", at, data[at:start], Role.DROPPED)
        yield Part("picture", start, data[start:end], Role.PICTURE)
        at = end
    if at < len(data):
        yield Part("behind", at, data[at:], Role.DROPPED)
