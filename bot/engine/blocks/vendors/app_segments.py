"""Small blocks in JPEG's application segments: Photoshop's "Ducky" and Kodak's "Meta".

Spec: none. Ducky, of "Save for Web": blocks of a tag, a length and a body; text is UTF-16 behind
its number of characters. Meta, in APP3: a TIFF stream; ExifTool's Kodak::Meta.
"""

from collections.abc import Iterator

from bot.engine.binary.cursor import Cursor
from bot.engine.binary.text import comment, legible
from bot.engine.blocks import ifd
from bot.engine.errors import Damaged
from bot.engine.model import Finding, Kind, clip

DUCKY = b"Ducky"
DUCKY_TEXTS = {2: (Kind.TEXT, "Comment"), 3: (Kind.OWNER, "Copyright")}
DUCKY_BLOCKS = 16  # that are read; there are three

KODAK_WHERE = "Kodak"
KODAK = b"Meta\0\0"
KODAK_TEXTS = {0xC353: (Kind.OWNER, "CameraOwner"), 0xC354: (Kind.SERIAL, "SerialNumber")}


def read_ducky(body: memoryview, where: str) -> Iterator[Finding]:
    """Yield what a Ducky block tells: how good the picture is, and text. Never raises."""
    yield Finding(Kind.SETTING, where, "Ducky", len(body))
    cursor = Cursor(body, at=len(DUCKY))
    try:
        for _ in range(DUCKY_BLOCKS):
            tag = cursor.u16()
            if not tag:
                return
            block = bytes(cursor.take(cursor.u16()))
            kind, label = DUCKY_TEXTS.get(tag, (Kind.SETTING, ""))
            if label and (text := clip(block[4:].decode("utf-16-be", "replace"))):
                yield Finding(kind, where, label, text)
    except Damaged:
        return


def read_kodak(data: memoryview) -> Iterator[Finding]:
    """Yield what a Kodak directory tells: who owns the camera, and which one it is.

    Never raises.
    """
    yield Finding(Kind.BLOCK, KODAK_WHERE, "Meta", len(data))
    tiff = ifd.parse(data)
    entries = (tiff.directory(tiff.first) or ((), 0))[0] if tiff else ()
    for entry in entries:
        if entry.tag in KODAK_TEXTS and (text := clip(comment(entry.raw, entry.order))):
            kind, label = KODAK_TEXTS[entry.tag]
            if legible(text):
                yield Finding(kind, KODAK_WHERE, label, text)
