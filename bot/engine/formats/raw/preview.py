"""A JPEG inside a raw file: the picture that the camera shows, with blocks of its own."""

from collections.abc import Iterator

from bot.engine.errors import EngineError
from bot.engine.formats import jpeg
from bot.engine.model import Finding, Kind
from bot.engine.reference import Reference

START = b"\xff\xd8"


def read(raw: memoryview, where: str, label: str) -> Iterator[Finding]:
    """Yield that there is a preview, and what it tells; never raises."""
    if bytes(raw[:2]) != START:
        return
    yield Finding(Kind.THUMBNAIL, where, label, len(raw))
    try:
        picture = jpeg.parse(raw, Reference())
    except EngineError:
        yield Finding(Kind.UNKNOWN, where, label, len(raw))
        return
    for finding in picture.findings():
        if finding.kind is not Kind.TRAILING:  # padding up to the next block of a card
            yield finding
