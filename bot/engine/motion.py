"""A film behind a picture: the moving half of a photo, and where it says it was made.

Spec: as the film's own; Google Motion Photo 1.0, Samsung and Apple append or embed an MP4.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice

from bot.engine.errors import EngineError
from bot.engine.formats.video import findings as film_findings
from bot.engine.formats.video import movie
from bot.engine.model import SECOND_PICTURE, Finding, Kind, Part, Role

WINDOW = 8 * 1024 * 1024  # bytes of a part in which a film's first box is looked for
LISTED = 4  # films that are read; a hostile end could hold a million
FIRST_BOX = re.compile(rb"\0\0\0.ftyp", re.DOTALL)
# Parts in which a phone puts a film: behind a picture's end, or in HEIC's own box for it.
HOLDERS = frozenset({"trailer", "behind", "mpvd"})
# What the picture before it does not tell just so: its dates and its maker are the same.
OWN = frozenset({
    Kind.GPS_POSITION, Kind.GPS_DETAIL, Kind.PLACE, Kind.OWNER, Kind.SERIAL, Kind.UNIQUE_ID,
})  # fmt: skip


def findings(parts: Iterable[Part]) -> Iterator[Finding]:
    """Yield where films among a picture's dropped parts were made, and whose they are.

    Never raises.
    """
    holders = (p for p in parts if p.role is Role.DROPPED and p.name in HOLDERS)
    for view in islice(chain.from_iterable(map(_starts, holders)), LISTED):
        try:
            film = movie.read(view)
        except EngineError:
            continue
        for finding in film_findings.read(film, view, ()):
            if finding.kind in OWN:
                yield replace(finding, where=SECOND_PICTURE)


def _starts(part: Part) -> Iterator[memoryview]:
    """Yield the bytes from each film's first box on."""
    return (part.raw[match.start() :] for match in FIRST_BOX.finditer(part.raw[:WINDOW]))
