"""The whole story: split, judge, rebuild, check."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice

from bot.engine import motion
from bot.engine.formats import Container, Format, detect
from bot.engine.formats.video import Film
from bot.engine.model import GAIN_MAP, Caution, Embedded, Finding, Kind, Part, Role
from bot.engine.reference import Reference

MAX_FINDINGS = 20_000  # a block of 64 KB can hold five thousand; nobody reads a million

EMBEDDED_CAUTIONS = {  # embedded files that some viewer may show, and what their loss means
    Embedded.MOTION_VIDEO: Caution.VIDEO_REMOVED,
    Embedded.SECOND_PICTURE: Caution.SECOND_PICTURE_REMOVED,
    Embedded.DEPTH_MAP: Caution.SECOND_PICTURE_REMOVED,
}

UNKNOWN = Reference()
Span = memoryview | bytes  # a view of the input, or a small literal of ours


@dataclass(frozen=True)
class Plan:
    """A file taken apart, and the clean copy as spans of it.

    Nothing is copied: write `spans` one after the other, then `check` what was written.
    """

    format: Format
    data: memoryview
    container: Container

    @property
    def parts(self) -> tuple[Part, ...]:
        """Every byte of the file once, in order, as named parts."""
        return self.container.parts

    @cached_property
    def pieces(self) -> tuple[Part | bytes, ...]:
        """The clean copy: parts that stay as they are, and literals.

        Raises EngineError where a file can be read and not be cleaned, as a camera's raw file.
        """
        return tuple(self.container.rebuild())

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The clean copy, in pieces.

        Raises EngineError where a file can be read and not be cleaned, as a camera's raw file.
        """
        return tuple(_merge(self.data, self.pieces))

    @property
    def already_clean(self) -> bool:
        """Return whether the copy would be the file itself."""
        return len(self.spans) == 1 and self.spans[0] is self.data

    @property
    def size(self) -> int:
        """Bytes of the clean copy."""
        return sum(map(len, self.spans))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the file tells; reading never raises."""
        own = self.container.findings()
        films = () if isinstance(self.container, Film) else motion.findings(self.parts)
        return tuple(islice(chain(own, films), MAX_FINDINGS))

    @cached_property
    def cautions(self) -> tuple[Caution, ...]:
        """What shows and will be missing from, or is broken in, the copy; each once."""
        cautions = dict.fromkeys(self.container.cautions())
        for finding in self.findings:
            if finding.kind is Kind.GAIN_MAP and not self._keeps_hdr:
                cautions[Caution.HDR_LOST] = None
            elif finding.kind is Kind.EMBEDDED and finding.value in EMBEDDED_CAUTIONS:
                cautions[EMBEDDED_CAUTIONS[Embedded(str(finding.value))]] = None
        return tuple(cautions)

    @property
    def _keeps_hdr(self) -> bool:
        return any(part.name == GAIN_MAP and part.role is Role.PICTURE for part in self.parts)

    def coded(self) -> Iterator[memoryview]:
        """Yield the coded picture data, in order."""
        return self.container.coded()

    def dimensions(self) -> tuple[int, int] | None:
        """Return width and height in pixels as coded, before any rotation."""
        return self.container.dimensions()


def inspect(data: bytes | memoryview, reference: Reference = UNKNOWN) -> Plan:
    """Take a file apart; its copy is laid out only when it is asked for.

    What `reference` holds of an original need not be followed to its end again.
    Raises EngineError, and only EngineError, for any input whatsoever.
    """
    view = memoryview(data).toreadonly()
    if view.nbytes != memoryview(view.obj).nbytes:
        view = memoryview(bytes(view))  # a window: `whole` must not look out of it
    fmt = detect(view)
    return Plan(fmt, view, fmt.parse(view, reference))


def plan(data: bytes | memoryview, reference: Reference = UNKNOWN) -> Plan:
    """Take a file apart and lay out its clean copy, copying nothing.

    Raises EngineError, and only EngineError, for any input whatsoever.
    """
    file = inspect(data, reference)
    _ = file.spans  # what can only be read is refused here, before anyone relies on a copy
    return file


def _merge(data: memoryview, pieces: Iterable[Part | bytes]) -> Iterator[Span]:
    """Join neighbouring parts into one view: a million chunks leave as one write."""
    start = end = 0
    for piece in pieces:
        if isinstance(piece, Part) and piece.start == end:
            end = piece.end
            continue
        if end > start:
            yield data[start:end]
        if isinstance(piece, Part):
            start, end = piece.start, piece.end
        else:
            yield piece
            start = end = 0
    if (start, end) == (0, len(data)):
        yield data
    elif end > start:
        yield data[start:end]
