"""Directories of an Exif block: the chain of main ones, and what they point at.

Spec: Exif 3.0 §4.6.3; TIFF 6.0 §2.
"""

from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from bot.engine.blocks.exif import tags
from bot.engine.blocks.exif.ifd import Entry, Tiff


class Directory(NamedTuple):
    """One directory of the block, and what it is there for."""

    ifd: tags.Ifd
    entries: tuple[Entry, ...]
    at: int = 0  # offset of the directory in the block

    def find(self, tag: int) -> Entry | None:
        """Return the first entry with `tag`."""
        return next((entry for entry in self.entries if entry.tag == tag), None)


def walk(tiff: Tiff) -> tuple[Directory, ...]:
    """Return every directory of a stream once: the chain of main ones, what they point at."""
    return tuple(_walk(tiff))


def _walk(tiff: Tiff) -> Iterator[Directory]:
    """Yield every directory once, the chain of main ones and what they point at."""
    waiting: deque[tuple[tags.Ifd, int]] = deque([("0th", tiff.first)])
    while waiting:
        name, at = waiting.popleft()
        found = tiff.directory(at)
        if not found:
            continue
        entries, after = found
        yield Directory(name, entries, at)
        if name in ("GPS", "Interop"):
            continue
        for entry in entries:
            if entry.tag in tags.POINTERS:
                waiting += ((tags.POINTERS[entry.tag], offset) for offset in entry.whole())
        if after and name in ("0th", "1st"):
            waiting.append(("1st", after))
