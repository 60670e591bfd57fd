"""What a film tells beside its pictures and its sound.

Spec: ISO/IEC 14496-12 §8.10 (udta, meta), §8.1.2 (free); XMP part 3 §1.2.7.1; C2PA 2.1 §A.5 (uuid).
"""

from collections.abc import Iterator, Sequence

from bot.engine import trailer
from bot.engine.model import Finding, Kind, Part, Role


def read(parts: Sequence[Part]) -> Iterator[Finding]:
    """Say what the parts that must go would have told a stranger; never raise."""
    for part in parts:
        if part.name == "trailer":
            yield from trailer.read(part.raw)
        elif part.role is Role.DROPPED:
            yield Finding(Kind.UNKNOWN, part.name, "bytes", len(part.raw))
