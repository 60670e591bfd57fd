"""The formats in which a copy can keep something: each has a module that writes such copies."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from bot.engine.errors import NotOffered
from bot.engine.formats import Format, jpeg, png, webp
from bot.engine.formats.jpeg import edit as jpeg_edit
from bot.engine.formats.png import edit as png_edit
from bot.engine.formats.webp import edit as webp_edit
from bot.engine.model import Finding, Part


class Editor(Protocol):
    """What such a module offers; a plain module satisfies it."""

    EXIF_PART: str  # the name of parts that hold an Exif block

    def findings(self, part: Part) -> Iterator[Finding]:
        """Yield what one part tells by itself; never raises."""

    def exif_block(self, part: Part) -> memoryview:
        """Return the Exif block of an EXIF_PART."""

    def with_block(self, part: Part, block: bytes) -> bytes:
        """Return an EXIF_PART with another block of the same length."""

    def is_fully_read(self, part: Part) -> bool:
        """Return whether every field of a part is read: nothing can hide in it."""

    def joined(self, parts: Sequence[Part], pieces: Sequence[bytes]) -> bytes:
        """Return the file in which `pieces` stand in the place of its `parts`.

        Raises NotOffered where a part would no longer point at what it points at.
        """

    def with_exif(self, parts: Sequence[Part], block: bytes) -> bytes:
        """Return a clean file with `block` as its only Exif block. Raises TooLarge."""


EDITORS: Mapping[str, Editor] = {
    jpeg.NAME: jpeg_edit,
    png.NAME: png_edit,
    webp.NAME: webp_edit,
}


def editor(file_format: Format) -> Editor:
    """Return what writes such copies of a format. Raises NotOffered where nothing does."""
    if file_format.NAME not in EDITORS:
        raise NotOffered(file_format.NAME)
    return EDITORS[file_format.NAME]
