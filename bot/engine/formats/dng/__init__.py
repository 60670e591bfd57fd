"""DNG: the sensor's data and what develops them stay, in one directory; previews go.

Spec: DNG 1.7.1; TIFF/EP (ISO 12234-2). Previews stand first in most; in a copy there are none.

    fields numbers opcodes gains     what develops a picture, and what it may say
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from bot.engine.blocks.exif import tags as exif_tags
from bot.engine.errors import Damaged, EngineError
from bot.engine.formats.dng import fields
from bot.engine.formats.tiff import (
    Chosen,
    Tiff,
    directories,
    matches,
    pages,
    parse_chosen,
    size_of,
    tags,
)
from bot.engine.formats.tiff.directories import LONG, Directory, Stream
from bot.engine.formats.tiff.pages import Page
from bot.engine.formats.tiff.tags import number
from bot.engine.limits import DecodeBudget
from bot.engine.reference import Reference

__all__ = ["EXTENSION", "NAME", "holds", "matches", "parse"]

NAME = "DNG"
EXTENSION = "dng"

MAIN, MASK, ENHANCED = 0, 4, 16  # of NewSubfileType
SENSOR = frozenset({exif_tags.CFA, 34892})  # photometric interpretations: in a pattern, and linear
BELOW_LIMIT = 100  # directories below the first; cameras write ten


def holds(data: memoryview) -> bool:
    """Tell whether a file is ours: a TIFF whose first directory names DNG's version."""
    if not matches(bytes(data[:4])):
        return False
    try:
        first = next(directories.parse(data).chain(), None)
    except EngineError:
        return False
    return first is not None and fields.VERSION in first[1]


def parse(data: memoryview, reference: Reference) -> Tiff:
    """Return the file taken apart."""
    return parse_chosen(data, reference, _chosen)


def _chosen(source: Stream) -> Chosen:
    """Choose the sensor's data, and what is drawn together with them."""
    found = dict(_directories(source))
    head = found[source.first]
    main = next((at for at, of in found.items() if _is(of, MAIN) and _seen(of)), None)
    kept = [] if main is None else [main]
    kept += (at for at, of in found.items() if at != main and _drawn(of))
    silent = {at: tags.SILENT | fields.silent(found[at]) for at in kept}
    if source.first not in silent:
        silent[source.first] = fields.OF_FILE & fields.silent(head)
    size = size_of(head if main is None else found[main])
    below = [found[at] for at in kept[1:]]
    read_pages = partial(_read, source, head, None if main is None else found[main], below)
    return Chosen(silent, frozenset(kept), size, read_pages)


def _directories(source: Stream) -> Iterator[tuple[int, Directory]]:
    """Yield the chain of directories, and those below the first, each once."""
    seen = set[int]()
    for at, of in source.chain():
        seen.add(at)
        yield at, of
        below = of[tags.BELOW].whole()[:BELOW_LIMIT] if tags.BELOW in of else ()
        for place in below:
            if place not in seen and (found := source.directory(place)):
                seen.add(place)
                yield place, found[0]


def _read(
    source: Stream, head: Directory, main: Directory | None, below: Sequence[Directory], exact: bool
) -> tuple[Page, ...]:
    if main is None:
        raise Damaged("no data of a sensor")
    of_file = {tag: head[tag] for tag in (fields.OF_FILE | {tags.ORIENTATION}) & head.keys()}
    effort = DecodeBudget(len(source.data))
    first = _page(source, of_file | main, exact, MAIN, effort)
    lower = tuple(_page(source, of, exact, number(of, tags.SUBFILE, MAIN), effort) for of in below)
    return (replace(first, below=lower),)


def _page(source: Stream, of: Directory, exact: bool, kind: int, effort: DecodeBudget) -> Page:
    """Return a page, with what develops it."""
    if not fields.fits(of):
        of = {tag: field for tag, field in of.items() if tag not in fields.CALIBRATIONS}
    page = pages.read(source, of, exact, effort)
    more = {tags.SUBFILE: (LONG, (kind,)), **dict(fields.signed(of)), **dict(fields.read(of))}
    return replace(page, fields={**page.fields, **more})


def _is(of: Directory, kind: int) -> bool:
    return pages.is_page(of) and number(of, tags.SUBFILE, MAIN) == kind


def _seen(of: Directory) -> bool:
    """Tell whether a directory's picture is what a sensor saw."""
    return number(of, tags.PHOTOMETRIC, 0) in SENSOR


def _drawn(of: Directory) -> bool:
    """Tell whether a directory is drawn with the main one: a mask, or the same again, enhanced."""
    if _is(of, MASK):
        return number(of, tags.PHOTOMETRIC, 0) == MASK
    return (_is(of, MAIN) or _is(of, ENHANCED)) and _seen(of)
