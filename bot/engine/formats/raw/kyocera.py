"""The raw file of Kyocera's Contax N Digital: a short header, every word in it backwards.

Spec: none; ExifTool's KyoceraRaw.
"""

import re
from collections.abc import Iterator

from bot.engine.binary.text import decode
from bot.engine.model import Finding, Kind, clip

WHERE = "Kyocera"
WORDS = (
    (slice(0x19, 0x20), Kind.MAKE, "Make"),
    (slice(0x0C, 0x18), Kind.MODEL, "Model"),
    (slice(0x01, 0x0B), Kind.SETTING, "FirmwareVersion"),
)
CLOCK = slice(0x21, 0x35)

_MOMENT = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)")


def read(data: memoryview) -> Iterator[Finding]:
    """Say what the header tells."""
    for place, kind, label in WORDS:
        if text := _word(data, place):
            yield Finding(kind, WHERE, label, text)
    if found := _MOMENT.match(_word(data, CLOCK)):
        value = f"{found[1]}-{found[2]}-{found[3]}T{found[4]}"
        yield Finding(Kind.DATETIME, WHERE, "DateTimeOriginal", value)


def dimensions(data: memoryview) -> None:
    """Return nothing: the header does not name them."""


def _word(data: memoryview, place: slice) -> str:
    return clip(decode(bytes(data[place])[::-1]))
