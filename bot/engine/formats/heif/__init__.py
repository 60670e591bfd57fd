"""HEIF, the container of HEIC and AVIF: items that draw stay, all else goes.

Spec: ISO/IEC 23008-12 (HEIF), ISO/IEC 14496-12 §8.11 (meta), AV1 Image File Format 1.1.

The pictures lie in one `mdat` behind a `meta` that is written anew: `ftyp meta mdat`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.engine.binary.cursor import Cursor
from bot.engine.formats.heif import findings, properties
from bot.engine.formats.heif.layout import Layout, parse_layout
from bot.engine.formats.heif.write import Written, written
from bot.engine.formats.isobmff import boxes
from bot.engine.formats.video import sample_entries
from bot.engine.model import GAIN_MAP, Caution, Finding, Part, Role
from bot.engine.reference import Reference

LITERALS = ("ftyp", "meta", "moov", "mdat")  # parts that small literals stand in for, in this order


def parse(data: memoryview, reference: Reference) -> "Heif":
    """Return a HEIF file taken apart."""
    layout = parse_layout(data)
    parts = tuple(_tiles(layout, data))
    for part in parts[1:]:
        if part.role is Role.PICTURE:
            reference.part(data, part.start)  # compared here, so not again
    return Heif(parts, data, layout, written(layout, data))


@dataclass(frozen=True, slots=True)
class Heif:
    """A HEIF file taken apart, and what stands before its pictures in a clean copy."""

    parts: tuple[Part, ...]
    data: memoryview
    layout: Layout
    written: Written

    def rebuild(self) -> Iterator[Part | bytes]:
        """Yield the clean file: new boxes, then the pictures in the order they lay in."""
        new = self.written
        literals = filter(None, (new.ftyp, new.meta, new.moov, new.mdat))
        for number, literal in enumerate(literals):
            same = number < len(self.parts) and self.parts[number].raw == literal
            yield self.parts[number] if same else literal
        yield from (part for part in self.parts if part.role is Role.PICTURE)

    def coded(self) -> Iterator[memoryview]:
        """Yield every coded item, in the file's order; those that share their bytes but once."""
        data = self.data
        layout = self.layout
        for ranges in dict.fromkeys(layout.needed.values()):
            for start, end in ranges:
                yield data[start:end]
        for start, end in layout.frame_ranges:
            yield data[start:end]

    def findings(self) -> Iterator[Finding]:
        """Yield what goes, and that there is HDR; never raise."""
        yield from findings.read(self.layout, self.data, self.parts)

    def cautions(self) -> Iterator[Caution]:
        """Yield what shows and will be missing from the copy."""
        layout = self.layout
        if layout.movie and layout.movie.is_cut:
            yield Caution.ENDS_EARLY
        used = {
            association.property_index
            for item in layout.visible.values()
            for association in item.associations
        }
        for index, box in enumerate(layout.meta.properties, 1):
            if index in used and properties.unreadable_profile(box):
                yield Caution.COLOURS_MAY_SHIFT
                return

    def dimensions(self) -> tuple[int, int] | None:
        """Return width and height in pixels, before any rotation."""
        layout = self.layout
        if layout.movie and not layout.visible:
            return sample_entries.size(
                next(track for track in layout.movie.tracks if not track.is_sound).entries[0]
            )
        for association in layout.visible[layout.meta.primary_id].associations:
            if 0 < association.property_index <= len(layout.meta.properties):
                box = layout.meta.properties[association.property_index - 1]
                if box.kind == b"ispe":
                    return Cursor(box.body, at=4).pair()
        return None


def _tiles(layout: Layout, data: memoryview) -> Iterator[Part]:
    """Yield the boxes, cut where a picture begins or ends."""
    segments = iter((*layout.segments(), ((len(data), len(data)), False)))
    (start, end), is_gain_map = next(segments)
    for box in layout.top_boxes:
        at = box.start
        while start < box.end:
            if at < start:
                yield _box_part(box, at, data[at:start])
            low, high = max(at, start), min(end, box.end)
            name = GAIN_MAP if is_gain_map else "picture"
            yield Part(name, low, data[low:high], Role.PICTURE)
            at = high
            if end > box.end:
                break
            (start, end), is_gain_map = next(segments)
        if at < box.end:
            yield _box_part(box, at, data[at : box.end])


def _box_part(box: boxes.Box, at: int, raw: memoryview) -> Part:
    name = box.kind.decode("latin-1") if box.kind != boxes.JUNK else "trailer"
    patched = name in LITERALS and at == box.start
    return Part(name, at, raw, Role.PATCHED if patched else Role.DROPPED)
