"""A clean copy that names its creator: Artist and Copyright, written anew, and nothing else.

Spec: Exif 3.0 §4.6.6.2 (Artist, Copyright). What XMP and IPTC hold of it is folded in.
"""

import re
from collections.abc import Iterable

import piexif

from bot.engine.choices.editors import editor
from bot.engine.model import Finding, Kind
from bot.engine.plan import Plan, plan

LONGEST = 500  # characters of one field
RIGHTS = re.compile(r"copyright|rights|\(c\)|©", re.IGNORECASE)
ARTIST, COPYRIGHT = piexif.ImageIFD.Artist, piexif.ImageIFD.Copyright


def credit_of(findings: Iterable[Finding]) -> dict[int, str]:
    """Return the first creator and the first copyright that a file names, by Exif's tag."""
    credit: dict[int, str] = {}
    for finding in findings:
        text = " ".join(str(finding.value or "").split())[:LONGEST]
        if finding.kind is Kind.OWNER and any(map(str.isalpha, text)):
            rights = RIGHTS.search(finding.label) or RIGHTS.search(text)
            credit.setdefault(COPYRIGHT if rights else ARTIST, text)
    return credit


def with_credit(original: Plan, clean: bytes) -> bytes:
    """Return the clean copy of a file with its credit; without one, the copy as it is.

    Raises NotOffered for a type of file in which it is not written.
    """
    edit = editor(original.format)
    credit = credit_of(original.findings)
    if not credit:
        return clean
    copy = plan(clean)
    fields: dict[int, bytes | int] = {tag: text.encode() for tag, text in credit.items()}
    if orientation := _orientation(copy):
        fields[piexif.ImageIFD.Orientation] = orientation
    block: bytes = piexif.dump({"0th": fields})
    return edit.with_exif(copy.parts, block.removeprefix(b"Exif\0\0"))


def _orientation(copy: Plan) -> int:
    """Return the clean copy's orientation, 0 where it is upright.

    The original may hold another where no viewer looks.
    """
    values = [f.value for f in copy.findings if f.kind is Kind.ORIENTATION]
    return next((value for value in values if isinstance(value, int) and value > 1), 0)
