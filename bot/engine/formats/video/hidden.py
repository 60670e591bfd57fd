"""A film behind a picture's end: the moving half of a photo, and where it says it was made.

Spec: as the film's own; Google Motion Photo 1.0, Samsung and Apple append or embed an MP4.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.engine.errors import EngineError
from bot.engine.formats.video import movie, tell
from bot.engine.model import Finding, Kind

WINDOW = 8 * 1024 * 1024  # bytes in which a film's first box is looked for
LISTED = 4  # films that are looked into; a hostile end could hold a million
FIRST = re.compile(rb"\0\0\0.ftyp", re.DOTALL)
ELSEWHERE = "second picture"  # whose facts are those of a file that has none itself
# What the picture before it does not tell just so: its dates and its maker are the same.
OWN = frozenset({
    Kind.GPS_POSITION, Kind.GPS_DETAIL, Kind.PLACE, Kind.OWNER, Kind.SERIAL, Kind.UNIQUE_ID,
})  # fmt: skip


def tells(raw: memoryview) -> Iterator[Finding]:
    """Say where films among some bytes were made, and whose they are; never raise."""
    for count, found in enumerate(FIRST.finditer(raw[:WINDOW])):
        if count >= LISTED:
            return
        view = raw[found.start() :]
        try:
            film = movie.read(view)
        except EngineError:
            continue
        for finding in tell.read(film, view, ()):
            if finding.kind in OWN:
                yield replace(finding, where=ELSEWHERE)
