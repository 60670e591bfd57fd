"""HEIC: pictures coded with H.265 (or H.264) in a HEIF file.

Spec: ISO/IEC 23008-12 annex B.
"""

from bot.engine.formats.avif import BRANDS as AV1
from bot.engine.formats.heif import parse
from bot.engine.formats.isobmff import boxes

__all__ = ["EXTENSION", "NAME", "matches", "parse"]

NAME = "HEIC"
EXTENSION = "heic"
BRANDS = frozenset(b"heic heix heim heis hevc hevx mif1 msf1".split())


def matches(head: bytes) -> bool:
    """Return whether a file that starts with `head` is ours."""
    brands = boxes.brands(head)
    return bool(brands) and brands[0] in BRANDS and not AV1 & {*brands}
