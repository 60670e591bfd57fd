"""Pictures and films inside what goes: thumbnails, previews, the moving half of a photo.

They are found by how they begin, wherever they lie. Nothing is decoded here.

Spec: ITU-T T.81 §B.1.1.3 (SOI, then a marker); ISO/IEC 14496-12 §4.3 (ftyp).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.engine.model import Role
from bot.engine.plan import Plan

WINDOW = 8 * 1024 * 1024  # bytes of a part that are searched
LISTED = 8  # hostile files hold a million

STARTS = re.compile(
    rb"(?P<picture>\xff\xd8\xff[\xc0\xc4\xdb\xe0-\xef\xfe])"
    rb"|....(?P<film>ftyp(?:mp4|isom|iso[2-9]|qt  |avc1|M4V |MSNV|3gp|hvc1))",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class EmbeddedFile:
    """The bytes from a hidden file's first on; where it ends, its own decoder knows."""

    film: bool
    data: memoryview


def hidden(plan: Plan) -> Iterator[EmbeddedFile]:
    """Yield the JPEGs and films in what a clean copy will not have, in the file's order."""
    count = 0
    for part in plan.parts:
        if part.role in {Role.PICTURE, Role.STRUCTURE}:
            continue
        for start in STARTS.finditer(part.raw[:WINDOW]):
            if part.start + start.start() == 0:
                continue  # the file itself
            yield EmbeddedFile(start.lastgroup == "film", part.raw[start.start() :])
            count += 1
            if count == LISTED:
                return
