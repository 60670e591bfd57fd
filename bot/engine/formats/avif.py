"""AVIF: pictures coded with AV1 in a HEIF file.

Spec: AV1 Image File Format 1.1 §6.
"""

from bot.engine.formats.heif import parse
from bot.engine.formats.isobmff import boxes

__all__ = ["EXTENSION", "NAME", "matches", "parse"]

NAME = "AVIF"
EXTENSION = "avif"
BRANDS = frozenset(b"avif avis".split())
MAJORS = BRANDS | frozenset(b"mif1 msf1".split())


def matches(head: bytes) -> bool:
    """Return whether a file that starts with `head` is ours."""
    brands = boxes.brands(head)
    return bool(brands) and brands[0] in MAJORS and bool(BRANDS & {*brands})
