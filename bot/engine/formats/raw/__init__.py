"""Cameras' raw files: read to the end, and refused. What develops them needs too much of it.

Spec: one a maker, and hardly any published; each module names its own.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from bot.engine.blocks.vendors import ciff
from bot.engine.errors import EngineError, Unsupported
from bot.engine.formats.raw import cr3, proprietary, tiff_based, x3f
from bot.engine.model import Caution, Finding, Kind, Part, Role
from bot.engine.reference import Reference


class Reader(NamedTuple):
    """What reads a kind of raw file; both functions take the whole file.

    `findings` yields what the file tells, and raises EngineError where it ends too soon.
    `dimensions` returns width and height in pixels, or None where the file does not tell them.
    """

    findings: Callable[[memoryview], Iterator[Finding]]
    dimensions: Callable[[memoryview], tuple[int, int] | None]


class Raw:
    """A format that is only read."""

    def __init__(self, name: str, reader: Reader) -> None:
        self.NAME = name
        self.EXTENSION = name.lower()
        self._reader = reader

    def matches(self, head: bytes) -> bool:
        """Return whether a file that starts with `head` is of this format, as far as it tells."""
        return any(kind == self.NAME and head.startswith(magic, at) for at, magic, kind in MAGIC)

    def parse(self, data: memoryview, reference: Reference) -> "RawFile":  # noqa: ARG002
        """Return the file in one piece."""
        return RawFile(data, self.NAME, self._reader)


class RawFile:
    """A camera's raw file; there is no clean copy of it."""

    def __init__(self, data: memoryview, name: str, reader: Reader) -> None:
        self.parts = (Part(name, 0, data, Role.PICTURE),)
        self._data, self._name, self._reader = data, name, reader

    def rebuild(self) -> Iterator[Part | bytes]:
        """Raise Unsupported: a raw file is only read."""
        raise Unsupported(self._name)

    def coded(self) -> Iterator[memoryview]:
        """Yield the file."""
        yield self._data

    def findings(self) -> Iterator[Finding]:
        """Yield what the file tells; never raise."""
        try:
            yield from self._reader.findings(self._data)
        except EngineError:  # cut short: what was read so far is true
            yield Finding(Kind.UNKNOWN, self._name, "bytes", len(self._data))

    def cautions(self) -> Iterator[Caution]:
        """Yield nothing: there is no copy."""
        return iter(())

    def dimensions(self) -> tuple[int, int] | None:
        """Return width and height in pixels where they are known."""
        try:
            return self._reader.dimensions(self._data)
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
    "CR3": Reader(cr3.read, cr3.dimensions),
    "CRW": Reader(proprietary.read_crw, ciff.dimensions),
    "RAF": Reader(proprietary.read_raf, proprietary.raf_dimensions),
    "MRW": Reader(proprietary.read_mrw, proprietary.mrw_dimensions),
    "X3F": Reader(x3f.read, x3f.dimensions),
    "Contax RAW": Reader(proprietary.read_kyocera, proprietary.kyocera_dimensions),
}
TIFF_BASED = Reader(tiff_based.read, tiff_based.dimensions)
NAMES = frozenset({*READERS, *(kind for _, _, kind in MAGIC), *tiff_based.NAMES})
HEAD = 32  # bytes that hold every magic


def find(data: memoryview) -> Raw | None:
    """Return the raw file that these bytes are, or None."""
    head = bytes(data[:HEAD])
    name = next((kind for at, magic, kind in MAGIC if head.startswith(magic, at)), None)
    if name in AFTER_TIFF and head[:4] not in tiff_based.ORDERS:
        name = None
    if name is None and head[:4] in tiff_based.ORDERS:
        name = tiff_based.name(data)
    return Raw(name, READERS.get(name, TIFF_BASED)) if name else None
