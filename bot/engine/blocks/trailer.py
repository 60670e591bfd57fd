"""Bytes behind the end of a picture: no viewer draws them, and whole pictures hide there."""

import re
from collections.abc import Iterator

from bot.engine.blocks.vendors import sef
from bot.engine.model import Embedded, Finding, Kind

WINDOW = 8 * 1024 * 1024  # bytes searched for the start of another file
LISTED = 16  # hidden files named; a hostile trailer could hold a million

HIDDEN = re.compile(
    rb"(?P<picture>\xff\xd8\xff[\xc0-\xfe]|\x89PNG\r\n\x1a\n|RIFF....WEBP|GIF8[79]a)"
    rb"|(?P<video>ftyp(?:mp4|isom|iso[2-9]|qt  |avc1|M4V |MSNV|3gp|dash|hvc1))"
    rb"|(?P<heif>ftyp(?:hei[cx]|mif1|avif))"
    rb"|(?P<samsung>SEFH)"
    rb"|(?P<archive>PK\x03\x04|Rar!\x1a\x07|7z\xbc\xaf)",
    re.DOTALL,
)
NAMES = {
    "picture": Embedded.SECOND_PICTURE,
    "heif": Embedded.SECOND_PICTURE,
    "video": Embedded.MOTION_VIDEO,
    "samsung": Embedded.SAMSUNG_TRAILER,
    "archive": Embedded.ARCHIVE,
}


def read(raw: memoryview, where: str = "trailer") -> Iterator[Finding]:
    """Yield how many bytes follow the picture, and which files begin in them. Never raises."""
    yield Finding(Kind.TRAILING, where, "bytes", len(raw))
    files = tuple(_files(raw, where))
    yield from files
    values = {finding.value for finding in files}
    for finding in sef.read(raw):
        if finding.kind is not Kind.EMBEDDED or finding.value not in values:
            yield finding


def _files(raw: memoryview, where: str) -> Iterator[Finding]:
    named = []
    for count, match in enumerate(HIDDEN.finditer(raw[:WINDOW])):
        if count >= LISTED:
            break
        name = NAMES[match.lastgroup or ""]
        if name not in named:
            named.append(name)
            yield Finding(Kind.EMBEDDED, where, name, name)


def pictures(raw: memoryview) -> Iterator[memoryview]:
    """Yield the bytes from each hidden JPEG's start on, a few at most."""
    for count, match in enumerate(re.finditer(rb"\xff\xd8\xff[\xdb\xe0-\xef\xfe]", raw[:WINDOW])):
        if count >= LISTED:
            return
        yield raw[match.start() :]
