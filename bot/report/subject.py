"""What a file most likely is a picture of, as far as the file itself tells.

No pixel is looked at: the choice decides which questions a person is asked first, no more.
"""

import re
from enum import StrEnum

from bot.engine.model import Kind
from bot.report.model import Report


class Subject(StrEnum):
    """What a person should look for; the values are ids of pages."""

    FILM = "film"
    DRAWN = "buatan_ai"
    SCREENSHOT = "tangkapan"
    DOCUMENT = "dokumen"
    PORTRAIT = "potret"
    PHOTO = "foto"


FILMS = frozenset({"MP4", "MOV", "3GP", "M4V", "M4A"})
SHOT = re.compile(r"screen ?shot|tangkapan layar", re.IGNORECASE)
SCANNER = re.compile(r"scan|tap ?scanner|office lens|microsoft lens", re.IGNORECASE)
FRONT = re.compile(r"\bfront\b", re.IGNORECASE)  # as iPhones name the lens of a selfie
SCREENS = frozenset(  # pixels of a phone's shorter side
    {720, 750, 828, 1080, 1125, 1170, 1179, 1206, 1220, 1242, 1260, 1284, 1290, 1320, 1344, 1440}
)
SLIM = 1.6, 2.5  # how much longer than wide phones are


def subject(report: Report) -> Subject:
    """Return what the file most likely shows."""
    told = report.summary
    words = " ".join(filter(None, (*told.texts, told.software, told.make, told.model)))
    if report.format in FILMS:
        return Subject.FILM
    if told.ai.declared or any(f.kind is Kind.PROMPT for i in report.items for f in i.findings):
        return Subject.DRAWN
    if SHOT.search(words) or _looks_like_a_screen(report):
        return Subject.SCREENSHOT
    if SCANNER.search(words):
        return Subject.DOCUMENT
    front = FRONT.search(told.lens or "")
    if told.people or told.face_regions or front or "depth-map" in told.embedded:
        return Subject.PORTRAIT
    return Subject.PHOTO


def _looks_like_a_screen(report: Report) -> bool:
    """Tell a phone's screen by its shape, in a file that no camera signed."""
    sides = sorted((report.width or 0, report.height or 0))
    if report.summary.make or report.format != "PNG" or not sides[0]:
        return False
    return sides[0] in SCREENS and SLIM[0] <= sides[1] / sides[0] <= SLIM[1]
