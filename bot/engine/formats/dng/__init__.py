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

__all__ = ["EXTENSION", "NAME", "is_dng", "matches", "parse"]

NAME = "DNG"
EXTENSION = "dng"

MAIN, MASK, ENHANCED = 0, 4, 16  # of NewSubfileType
SENSOR = frozenset({exif_tags.CFA, 34892})  # photometric interpretations: in a pattern, and linear
BELOW_LIMIT = 100  # directories below the first; cameras write ten


def is_dng(data: memoryview) -> bool:
    """Return whether a file is a DNG: a TIFF whose first directory names DNG's version."""
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
    directories_by_offset = dict(_directories(source))
    head = directories_by_offset[source.first]
    main = next(
        (
            at
            for at, of in directories_by_offset.items()
            if _is_page_of(of, MAIN) and _is_sensor_data(of)
        ),
        None,
    )
    chosen = [] if main is None else [main]
    chosen += (at for at, of in directories_by_offset.items() if at != main and _is_drawn(of))
    silent = {at: tags.SILENT | fields.silent(directories_by_offset[at]) for at in chosen}
    if source.first not in silent:
        silent[source.first] = fields.OF_FILE & fields.silent(head)
    size = size_of(head if main is None else directories_by_offset[main])
    below = [directories_by_offset[at] for at in chosen[1:]]
    read_pages = partial(
        _read, source, head, None if main is None else directories_by_offset[main], below
    )
    return Chosen(silent, frozenset(chosen), size, read_pages)


def _directories(source: Stream) -> Iterator[tuple[int, Directory]]:
    """Yield the chain of directories, and those below the first, each once."""
    seen = set[int]()
    for at, directory in source.chain():
        seen.add(at)
        yield at, directory
        below = directory[tags.BELOW].whole()[:BELOW_LIMIT] if tags.BELOW in directory else ()
        for offset in below:
            if offset not in seen and (lower := source.directory(offset)):
                seen.add(offset)
                yield offset, lower[0]


def _read(
    source: Stream, head: Directory, main: Directory | None, below: Sequence[Directory], exact: bool
) -> tuple[Page, ...]:
    if main is None:
        raise Damaged("no data of a sensor")
    of_file = {tag: head[tag] for tag in (fields.OF_FILE | {tags.ORIENTATION}) & head.keys()}
    budget = DecodeBudget(len(source.data))
    first = _page(source, of_file | main, exact, MAIN, budget)
    lower = tuple(_page(source, of, exact, number(of, tags.SUBFILE, MAIN), budget) for of in below)
    return (replace(first, below=lower),)


def _page(
    source: Stream, directory: Directory, exact: bool, kind: int, budget: DecodeBudget
) -> Page:
    """Return a page, with what develops it."""
    if not fields.fits(directory):
        directory = {
            tag: field for tag, field in directory.items() if tag not in fields.CALIBRATIONS
        }
    page = pages.read(source, directory, exact, budget)
    dng_fields = {
        tags.SUBFILE: (LONG, (kind,)),
        **dict(fields.signed(directory)),
        **dict(fields.read(directory)),
    }
    return replace(page, fields={**page.fields, **dng_fields})


def _is_page_of(directory: Directory, kind: int) -> bool:
    return pages.is_page(directory) and number(directory, tags.SUBFILE, MAIN) == kind


def _is_sensor_data(directory: Directory) -> bool:
    """Return whether a directory's picture is what a sensor saw."""
    return number(directory, tags.PHOTOMETRIC, 0) in SENSOR


def _is_drawn(directory: Directory) -> bool:
    """Return whether a directory is drawn with the main one: a mask, or an enhanced copy."""
    if _is_page_of(directory, MASK):
        return number(directory, tags.PHOTOMETRIC, 0) == MASK
    return (_is_page_of(directory, MAIN) or _is_page_of(directory, ENHANCED)) and _is_sensor_data(
        directory
    )
