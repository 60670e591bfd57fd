"""Kodak's directory in a JPEG's APP3: who owns the camera, and which one it is.

Spec: none; ExifTool's Kodak::Meta.
"""

from collections.abc import Iterator

from bot.engine.binary.text import comment, legible
from bot.engine.blocks.exif import ifd
from bot.engine.model import Finding, Kind, clip

WHERE = "Kodak"
PREFIX = b"Meta\0\0"
WORDS = {0xC353: (Kind.OWNER, "CameraOwner"), 0xC354: (Kind.SERIAL, "SerialNumber")}


def read(data: memoryview) -> Iterator[Finding]:
    """Say what the directory tells; never raise."""
    yield Finding(Kind.BLOCK, WHERE, "Meta", len(data))
    tiff = ifd.parse(data)
    entries = (tiff.directory(tiff.first) or ((), 0))[0] if tiff else ()
    for entry in entries:
        if entry.tag in WORDS and (text := clip(comment(entry.raw, entry.order))):
            kind, label = WORDS[entry.tag]
            if legible(text):
                yield Finding(kind, WHERE, label, text)
