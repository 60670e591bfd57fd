"""A clean copy that names its maker: Artist and Copyright, written anew, and nothing else.

Spec: Exif 3.0 §4.6.6.2 (Artist, Copyright). What XMP and IPTC said of it is folded in.
"""

import re
from collections.abc import Iterable

import piexif

from bot.engine.choices.exif_block import with_block
from bot.engine.errors import NotOffered
from bot.engine.model import Finding, Kind
from bot.engine.plan import Plan, plan

LONGEST = 500  # characters of one line
RIGHTS = re.compile(r"copyright|rights|\(c\)|©", re.IGNORECASE)
ARTIST, COPYRIGHT = piexif.ImageIFD.Artist, piexif.ImageIFD.Copyright


def of(findings: Iterable[Finding]) -> dict[int, str]:
    """Return the first maker and the first copyright that a file names, by Exif's tag."""
    told: dict[int, str] = {}
    for finding in findings:
        words = " ".join(str(finding.value or "").split())[:LONGEST]
        if finding.kind is Kind.OWNER and any(map(str.isalpha, words)):
            rights = RIGHTS.search(finding.label) or RIGHTS.search(words)
            told.setdefault(COPYRIGHT if rights else ARTIST, words)
    return told


def with_credit(before: Plan, clean: bytes) -> bytes:
    """Return the clean copy of a file with its credit; without one, the copy as it is.

    Raises NotOffered for a type of file in which it is not written.
    """
    told = of(before.findings)
    if before.format.NAME not in ("JPEG", "PNG", "WebP"):
        raise NotOffered(before.format.NAME)
    if not told:
        return clean
    fields: dict[int, bytes | int] = {tag: words.encode() for tag, words in told.items()}
    if turn := _orientation(clean):
        fields[piexif.ImageIFD.Orientation] = turn
    block: bytes = piexif.dump({"0th": fields})
    return with_block(clean, block[len(b"Exif\0\0") :])


def _orientation(clean: bytes) -> int:
    """Return how the clean copy is held: the original may say it where no viewer looks."""
    turns = [f.value for f in plan(clean).findings if f.kind is Kind.ORIENTATION]
    return next((turn for turn in turns if isinstance(turn, int) and turn > 1), 0)
