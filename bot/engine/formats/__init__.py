"""The containers we know, one file each; order matters only for speed."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from bot.engine.errors import UnknownFormat, Unsupported
from bot.engine.formats import (
    avif,
    bmp,
    dng,
    foreign,
    gif,
    heic,
    jpeg,
    jxl,
    png,
    raw,
    tiff,
    video,
    webp,
)
from bot.engine.model import Caution, Finding, Part
from bot.engine.reference import Reference


class Format(Protocol):
    """What a container module offers; a plain module satisfies it."""

    NAME: str  # as people write it: "JPEG"
    EXTENSION: str  # of a clean copy, without the dot: "jpg"

    def matches(self, head: bytes) -> bool:
        """Tell whether a file that starts with `head` (HEAD bytes at most) is ours."""

    def split(self, data: memoryview, reference: Reference) -> Iterator[Part]:
        """Yield every byte of the file once, in order, as named parts.

        What `reference` holds of an original need not be followed to its end again.
        Raises Damaged, TooLarge or Unsupported.
        """

    def rebuild(self, parts: Sequence[Part]) -> Iterator[Part | bytes]:
        """Yield the clean file: kept parts as they are, small literals for patched ones.

        Raises Unsupported, at once, in formats that are only read: a camera's raw files.
        A literal equal to a part's own bytes is yielded as that part.
        """

    def coded(self, parts: Sequence[Part]) -> Iterator[memoryview]:
        """Yield the coded picture data alone, in order: equal before and after."""

    def read(self, parts: Sequence[Part]) -> Iterator[Finding]:
        """Say what the parts that must go would have told a stranger; never raise."""

    def cautions(self, parts: Sequence[Part]) -> Iterator[Caution]:
        """Name what shows in the picture and will be missing from, or is broken in, the copy."""

    def dimensions(self, parts: Sequence[Part]) -> tuple[int, int] | None:
        """Return width and height in pixels as coded, before any rotation."""


FORMATS: tuple[Format, ...] = (
    jpeg, png, webp, gif, heic, avif, jxl, bmp, *video.FILMS, tiff, dng,
)  # fmt: skip
HEAD = 256  # bytes that tell one container from another: a list of brands is the longest


def detect(data: memoryview) -> Format:
    """Return the container that these bytes are, by the bytes alone.

    Raises Unsupported, naming the type, or UnknownFormat.
    """
    if camera := raw.find(data):  # not by the head alone: most are TIFF, and tell it further on
        return camera
    if dng.holds(data):
        return dng
    head = bytes(data[:HEAD])
    for candidate in FORMATS:
        if candidate.matches(head):
            return candidate
    if name := foreign.name(data):
        raise Unsupported(name, is_video=name in foreign.VIDEOS)
    raise UnknownFormat(f"{len(data)} bytes of no known type")
