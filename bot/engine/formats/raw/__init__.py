"""Cameras' raw files: read to the end, and refused. What develops them needs too much of it.

Spec: one a maker, and hardly any published; each module names its own.
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

from bot.engine.errors import EngineError, Unsupported
from bot.engine.formats.raw import cr3, crw, kyocera, mrw, raf, tiffs, x3f
from bot.engine.model import Caution, Finding, Kind, Part, Role
from bot.engine.reference import Reference


class Reader(Protocol):
    """What a module for a kind of raw file offers; a plain module satisfies it."""

    def read(self, data: memoryview) -> Iterator[Finding]:
        """Say what the file tells; raise EngineError where it ends too soon."""

    def dimensions(self, data: memoryview) -> tuple[int, int] | None:
        """Return width and height in pixels where they can be told."""


class Raw:
    """A Format that is only read; what the protocol's signatures offer, it hardly uses."""

    def __init__(self, name: str, reader: Reader) -> None:
        self.NAME = name
        self.EXTENSION = name.lower()
        self._reader = reader

    def matches(self, head: bytes) -> bool:
        """Tell whether a file that starts with `head` is ours, as far as a head can tell."""
        return any(kind == self.NAME and head.startswith(magic, at) for at, magic, kind in MAGIC)

    def split(self, data: memoryview, reference: Reference) -> Iterator[Part]:  # noqa: ARG002
        """Yield the file in one piece."""
        yield Part(self.NAME, 0, data, Role.PICTURE)

    def rebuild(self, parts: Sequence[Part]) -> Iterator[Part | bytes]:  # noqa: ARG002
        """Refuse: raise Unsupported."""
        raise Unsupported(self.NAME)

    def coded(self, parts: Sequence[Part]) -> Iterator[memoryview]:
        """Yield the file."""
        yield from (part.raw for part in parts)

    def read(self, parts: Sequence[Part]) -> Iterator[Finding]:
        """Say what the file tells; never raise."""
        data = parts[0].raw
        try:
            yield from self._reader.read(data)
        except EngineError:  # cut short: what was told so far is true
            yield Finding(Kind.UNKNOWN, self.NAME, "bytes", len(data))

    def cautions(self, parts: Sequence[Part]) -> Iterator[Caution]:  # noqa: ARG002
        """Name nothing: there is no copy."""
        return iter(())

    def dimensions(self, parts: Sequence[Part]) -> tuple[int, int] | None:
        """Return width and height in pixels where they can be told."""
        try:
            return self._reader.dimensions(parts[0].raw)
        except EngineError:
            return None


# Offset, first bytes, name; the more telling first.
MAGIC = (
    (8, b"CR\x02\0", "CR2"),
    (8, b"\xba\xb0\xac\xbb", "Canon 1D RAW"),
    (8, b"IIII", "IIQ"),
    (8, b"MMMM", "IIQ"),
    (0, b"IIU\0", "RW2"),
    (0, b"IIRO", "ORF"),
    (0, b"IIRS", "ORF"),
    (0, b"MMOR", "ORF"),
    (4, b"ftypcrx ", "CR3"),
    (6, b"HEAPCCDR", "CRW"),
    (0, b"FUJIFILMCCD-RAW", "RAF"),
    (0, b"\0MRM", "MRW"),
    (0, b"FOVb", "X3F"),
    (25, b"ARECOYK", "Contax RAW"),
)
AFTER_TIFF = frozenset({"CR2", "Canon 1D RAW", "IIQ"})  # their magic stands behind TIFF's own
READERS: dict[str, Reader] = {
    "CR3": cr3,
    "CRW": crw,
    "RAF": raf,
    "MRW": mrw,
    "X3F": x3f,
    "Contax RAW": kyocera,
}
NAMES = frozenset({*READERS, *(kind for _, _, kind in MAGIC), *tiffs.NAMES})
HEAD = 32  # bytes that hold every magic


def find(data: memoryview) -> Raw | None:
    """Return the raw file that these bytes are, or None."""
    head = bytes(data[:HEAD])
    name = next((kind for at, magic, kind in MAGIC if head.startswith(magic, at)), None)
    if name in AFTER_TIFF and head[:4] not in tiffs.ORDERS:
        name = None
    if name is None and head[:4] in tiffs.ORDERS:
        name = tiffs.name(data)
    return Raw(name, READERS.get(name, tiffs)) if name else None
