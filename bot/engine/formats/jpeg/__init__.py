"""JPEG: markers and segments; what draws stays, and between and behind the scans all else goes.

Spec: ITU-T T.81 annex B (markers), T.871 (JFIF), T.872 §6.5.3 (Adobe), CIPA DC-008 §4.5 (Exif).

segments      one picture: from bytes to parts
gain_map      a picture and its HDR gain map: from bytes to parts, and back
markers       codes of markers, and how segments begin
tables        quantisation and Huffman tables: which of them a scan uses
writer        the segments that stay in part, and the clean picture
hdr_segments  the segments that join picture and gain map
findings      what all others tell
edit          copies that keep or gain an Exif block
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bot.engine.binary.cursor import Cursor
from bot.engine.formats.jpeg import findings, gain_map, tables, writer
from bot.engine.formats.jpeg.gain_map import BEHIND, Pair
from bot.engine.model import HARMLESS, SECOND_PICTURE, Caution, Finding, Kind, Part, Role
from bot.engine.reference import Reference

NAME = "JPEG"
EXTENSION = "jpg"


def matches(head: bytes) -> bool:
    """Return whether a file that starts with `head` is of this format."""
    return head.startswith(b"\xff\xd8\xff")


def parse(data: memoryview, reference: Reference) -> "Jpeg":
    """Return a JPEG taken apart: its picture, and its gain map if it has one.

    Raises Damaged, TooLarge or Unsupported.
    """
    return Jpeg(*gain_map.split(data, reference))


@dataclass(frozen=True)
class Jpeg:
    """A JPEG taken apart; `pair` is what joins its picture and its gain map."""

    parts: tuple[Part, ...]
    pair: Pair | None = None

    def rebuild(self) -> Iterator[Part | bytes]:
        """Yield the clean file; its lists point at where the gain map will lie."""
        if self.pair is None:
            return writer.rebuilt(self._front, self._patches)
        behind = tuple(writer.rebuilt(self._back, writer.Patches(self._back), self.pair.numbers))
        return gain_map.rebuild(self._front, self._patches, self.pair, behind)

    def coded(self) -> Iterator[memoryview]:
        """Yield every scan with its header."""
        for part in self.parts:
            if part.role is Role.PICTURE:
                yield part.raw

    def cautions(self) -> Iterator[Caution]:
        """Yield what shows and will be missing from the copy."""
        front = self._front
        if not any(part.name == "EOI" for part in front[-2:]):
            yield Caution.ENDS_EARLY
        if self._patches.loses_profile:
            yield Caution.COLOURS_MAY_SHIFT

    def findings(self) -> Iterator[Finding]:
        """Yield what the parts that must go tell; never raises."""
        front, back = self._front, self._back
        yield from findings.read(_changed(front))
        if size := sum(len(part.raw) for part in back if part.name != BEHIND):
            yield Finding(Kind.GAIN_MAP, BEHIND, "gain map", size)
        for finding in findings.read(_changed(back)):
            if finding.kind not in HARMLESS or finding.kind is Kind.GAIN_MAP:
                yield replace(finding, where=SECOND_PICTURE)

    def dimensions(self) -> tuple[int, int] | None:
        """Return width and height in pixels, B.2.2; where the height is 0, DNL holds it, B.2.5."""
        height = width = 0
        for part in self._front:
            if part.name == "SOF":
                cursor = Cursor(part.raw, at=5)
                height, width = cursor.u16(), cursor.u16()
            if part.name == "DNL" and not height:
                height = Cursor(part.raw, at=4).u16()
        return width, height

    @property
    def _front(self) -> Sequence[Part]:
        """The parts of the picture."""
        return self.parts[: self._border]

    @property
    def _back(self) -> Sequence[Part]:
        """The parts of the gain map."""
        return self.parts[self._border :]

    @cached_property
    def _border(self) -> int:
        """The number of the gain map's first part; of all parts, where there is none."""
        start = self.pair.start if self.pair else None
        starts = (n for n, part in enumerate(self.parts) if part.start == start)
        return next(starts, len(self.parts))

    @cached_property
    def _patches(self) -> writer.Patches:
        return writer.Patches(self._front)


def _changed(parts: Sequence[Part]) -> list[Part]:
    named = (part for part in parts if part.name not in tables.TABLES)
    return [part for part in named if part.role in {Role.DROPPED, Role.PATCHED}]
