"""Canon's CRW: a heap of records, and XMP that programs put behind it.

Spec: CIFF 1.0r4; for what is behind it none: ExifTool's CanonVRD.
"""

from collections.abc import Iterator

from bot.engine.blocks import xmp
from bot.engine.blocks.vendors import ciff
from bot.engine.blocks.vendors.ciff import dimensions
from bot.engine.limits import READ_BUDGET
from bot.engine.model import Finding, Kind

__all__ = ["dimensions", "read"]

TRAILER = b"CANON OPTIONAL DATA\0"
PACKET, END = b"<?xpacket begin", b"<?xpacket end"


def read(data: memoryview) -> Iterator[Finding]:
    """Say what the file tells."""
    yield Finding(Kind.MAKER_NOTE, ciff.WHERE, "MakerNote", "Canon")
    yield from ciff.read(data)
    tail = bytes(data[-READ_BUDGET:])
    behind = tail.rfind(TRAILER)
    if behind < 0:
        return
    yield Finding(Kind.BLOCK, "CRW", "CanonVRD")
    start = tail.find(PACKET, max(0, tail.find(TRAILER)))
    end = tail.rfind(END, start) if start >= 0 else -1
    if end >= 0:
        yield from xmp.read(tail[start : tail.find(b">", end) + 1 or end])
