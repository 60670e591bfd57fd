"""Ducky: what Photoshop's "Save for Web" leaves in a JPEG: how good, and words.

Spec: none; what others found out. Blocks of a tag, a length and a body; words are UTF-16 behind
their number of letters.
"""

from collections.abc import Iterator

from bot.engine.binary.cursor import Cursor
from bot.engine.errors import Damaged
from bot.engine.model import Finding, Kind, clip

PREFIX = b"Ducky"
WORDS = {2: (Kind.TEXT, "Comment"), 3: (Kind.OWNER, "Copyright")}
BLOCKS = 16  # that are read; there are three


def read(body: memoryview, where: str) -> Iterator[Finding]:
    """Say what the block tells; never raise."""
    yield Finding(Kind.SETTING, where, "Ducky", len(body))
    cursor = Cursor(body, at=len(PREFIX))
    try:
        for _ in range(BLOCKS):
            tag = cursor.u16()
            if not tag:
                return
            told = bytes(cursor.take(cursor.u16()))
            kind, label = WORDS.get(tag, (Kind.SETTING, ""))
            if label and (text := clip(told[4:].decode("utf-16-be", "replace"))):
                yield Finding(kind, where, label, text)
    except Damaged:
        return
