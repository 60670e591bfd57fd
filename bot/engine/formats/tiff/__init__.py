"""TIFF and BigTIFF: pages in strips or tiles stay, every other field and byte goes.

Spec: TIFF 6.0; TIFF Technical Note 2 (JPEG); BigTIFF; TIFF/EP (thumbnails).

    stream tables     directories of fields, and those that draw
    pages code        a page's strips, and which of their bytes draw
    laid write tell   the copy; its head; what the rest would have told
"""

from collections.abc import Iterator, Sequence
from functools import partial

from bot.engine.errors import Damaged
from bot.engine.formats.tiff import laid, pages, stream
from bot.engine.formats.tiff.laid import Chosen, Tiff
from bot.engine.formats.tiff.stream import Directory, Stream
from bot.engine.limits import DecodeBudget
from bot.engine.reference import Reference

NAME = "TIFF"
EXTENSION = "tif"


def matches(head: bytes) -> bool:
    """Tell whether a file that starts with `head` is ours."""
    return head[:4] in stream.HEADERS


def parse(data: memoryview, reference: Reference) -> Tiff:
    """Return the file taken apart."""
    return laid.parse(data, reference, _chosen)


def _chosen(source: Stream) -> Chosen:
    """Choose the directories that are pages: those that show, and are no smaller version."""
    chain = tuple(source.chain())
    if not chain:
        raise Damaged("no directory")
    kept = dict(_kept(chain))
    silent = {at: pages.silent(fields) for at, fields in kept.items()}
    size = laid.size(next(iter(kept.values()), chain[0][1]))
    return Chosen(silent, frozenset(kept), size, partial(_read, source, tuple(kept.values())))


def _read(source: Stream, kept: Sequence[Directory], exact: bool) -> tuple[pages.Page, ...]:
    if not kept:
        raise Damaged("no page")
    effort = DecodeBudget(len(source.data))
    return tuple(pages.read(source, fields, exact, effort) for fields in kept)


def _kept(chain: Sequence[tuple[int, Directory]]) -> Iterator[tuple[int, Directory]]:
    shown = False
    for at, fields in chain:
        if pages.is_page(fields) and not (shown and pages.is_reduced(fields)):
            shown = True
            yield at, fields
