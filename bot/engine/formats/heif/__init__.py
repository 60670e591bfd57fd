"""HEIF, the container of HEIC and AVIF: items that draw stay, all else goes.

Spec: ISO/IEC 23008-12 (HEIF), ISO/IEC 14496-12 §8.11 (meta), AV1 Image File Format 1.1.

The pictures lie in one `mdat` behind a `meta` that is written anew: `ftyp meta mdat`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.engine.binary.cursor import Cursor
from bot.engine.formats.heif import findings, properties
from bot.engine.formats.heif.layout import Layout, layout
from bot.engine.formats.heif.write import Written, written
from bot.engine.formats.isobmff import boxes
from bot.engine.formats.video import sample_entries
from bot.engine.model import GAIN_MAP, Caution, Finding, Part, Role, whole
from bot.engine.reference import Reference


@dataclass(frozen=True, slots=True)
class Learnt:
    """A file taken apart, and what stands before its pictures in a clean copy."""

    of: Layout
    new: Written


LITERALS = ("ftyp", "meta", "moov", "mdat")  # parts that small literals stand in for, in this order


def split(data: memoryview, reference: Reference) -> Iterator[Part]:
    """Yield every byte of the file once, in order, as named parts."""
    of = layout(data)
    parts = _tiles(of, data)
    yield replace(next(parts), learnt=Learnt(of, written(of, data)))
    for part in parts:
        if part.role is Role.PICTURE:
            reference.part(data, part.start)  # compared here, so not again
        yield part


def rebuild(parts: Sequence[Part]) -> Iterator[Part | bytes]:
    """Yield the clean file: new boxes, then the pictures in the order they lay in."""
    new = _learnt(parts).new
    literals = filter(None, (new.ftyp, new.meta, new.moov, new.mdat))
    for number, literal in enumerate(literals):
        same = number < len(parts) and parts[number].raw == literal
        yield parts[number] if same else literal
    yield from (part for part in parts if part.role is Role.PICTURE)


def coded(parts: Sequence[Part]) -> Iterator[memoryview]:
    """Yield every coded item, in the file's order; those that share their bytes but once."""
    data = whole(parts)
    of = _learnt(parts).of
    for runs in dict.fromkeys(of.code.values()):
        for start, end in runs:
            yield data[start:end]
    for start, end in of.frames:
        yield data[start:end]


def read(parts: Sequence[Part]) -> Iterator[Finding]:
    """Say what goes, and that there is HDR; never raise."""
    yield from findings.read(_learnt(parts).of, whole(parts), parts)


def cautions(parts: Sequence[Part]) -> Iterator[Caution]:
    """Name what shows and will be missing from the copy."""
    of = _learnt(parts).of
    if of.film and of.film.cut:
        yield Caution.ENDS_EARLY
    used = {link.place for item in of.kept.values() for link in item.links}
    for index, box in enumerate(of.meta.properties, 1):
        if index in used and properties.unreadable_profile(box):
            yield Caution.COLOURS_MAY_SHIFT
            return


def dimensions(parts: Sequence[Part]) -> tuple[int, int] | None:
    """Return width and height in pixels, before any rotation."""
    of = _learnt(parts).of
    if of.film and not of.kept:
        return sample_entries.size(
            next(track for track in of.film.tracks if not track.sound).entries[0]
        )
    for link in of.kept[of.meta.primary].links:
        if 0 < link.place <= len(of.meta.properties):
            box = of.meta.properties[link.place - 1]
            if box.kind == b"ispe":
                return Cursor(box.body, at=4).pair()
    return None


def _learnt(parts: Sequence[Part]) -> Learnt:
    found = parts[0].learnt
    if isinstance(found, Learnt):
        return found
    of = layout(whole(parts))
    return Learnt(of, written(of, whole(parts)))


def _tiles(of: Layout, data: memoryview) -> Iterator[Part]:
    """Yield the boxes, cut where a picture begins or ends."""
    segments = iter((*of.segments(), ((len(data), len(data)), False)))
    (start, end), bright = next(segments)
    for box in of.boxes:
        at = box.start
        while start < box.end:
            if at < start:
                yield _told(box, at, data[at:start])
            low, high = max(at, start), min(end, box.end)
            name = GAIN_MAP if bright else "picture"
            yield Part(name, low, data[low:high], Role.PICTURE)
            at = high
            if end > box.end:
                break
            (start, end), bright = next(segments)
        if at < box.end:
            yield _told(box, at, data[at : box.end])


def _told(box: boxes.Box, at: int, raw: memoryview) -> Part:
    name = box.kind.decode("latin-1") if box.kind != boxes.JUNK else "trailer"
    patched = name in LITERALS and at == box.start
    return Part(name, at, raw, Role.PATCHED if patched else Role.DROPPED)
