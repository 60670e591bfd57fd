"""The formats we know, a module or a folder for each container."""

from collections.abc import Iterator
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


class Container(Protocol):
    """A file taken apart: its parts tile it, and what was parsed is kept for the steps below."""

    @property
    def parts(self) -> tuple[Part, ...]:
        """Every byte of the file once, in order, as named parts."""

    def rebuild(self) -> Iterator[Part | bytes]:
        """Yield the clean file: kept parts as they are, small literals for patched ones.

        A literal equal to a part's own bytes is yielded as that part.
        Raises Unsupported, at once, in formats that are only read: a camera's raw files.
        """

    def coded(self) -> Iterator[memoryview]:
        """Yield the coded picture data alone, in order: equal before and after."""

    def findings(self) -> Iterator[Finding]:
        """Yield what the parts that must go tell; never raises."""

    def cautions(self) -> Iterator[Caution]:
        """Yield what shows in the picture and will be missing from, or is broken in, the copy."""

    def dimensions(self) -> tuple[int, int] | None:
        """Return width and height in pixels as coded, before any rotation."""


class Format(Protocol):
    """What a container's module offers; a plain module satisfies it.

    What is called `open` elsewhere is `parse` here: `open` is a built-in that reads the disk.
    """

    NAME: str  # as people write it: "JPEG"
    EXTENSION: str  # of a clean copy, without the dot: "jpg"

    def matches(self, head: bytes) -> bool:
        """Return whether a file that starts with `head` (HEAD bytes at most) is of this format."""

    def parse(self, data: memoryview, reference: Reference) -> Container:
        """Return the file taken apart.

        `reference` is empty, unless `data` is the clean copy of a file that was parsed before:
        then it holds that file's parts, by the offset at which each should stand in the copy.
        Where the same bytes do stand there, comparing them is enough: they need not be decoded
        again to find out where a scan, a stream or a code ends.
        Raises Damaged, TooLarge or Unsupported.
        """


FORMATS: tuple[Format, ...] = (
    jpeg, png, webp, gif, heic, avif, jxl, bmp, *video.FILMS, tiff, dng,
)  # fmt: skip
HEAD = 256  # bytes that tell one container from another: a list of brands is the longest


def detect(data: memoryview) -> Format:
    """Return the format that these bytes are, by the bytes alone.

    Raises Unsupported, naming the type, or UnknownFormat.
    """
    if camera := raw.find(data):  # not by the head alone: most are TIFF, and tell it further on
        return camera
    if dng.is_dng(data):
        return dng
    head = bytes(data[:HEAD])
    for candidate in FORMATS:
        if candidate.matches(head):
            return candidate
    if name := foreign.name(data):
        raise Unsupported(name, is_video=name in foreign.VIDEOS)
    raise UnknownFormat(f"{len(data)} bytes of no known type")
