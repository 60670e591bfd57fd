"""A field's value as a person would read it: words, numbers, exposure times.

Spec: Exif 3.0 §4.6.2 (types).
"""

from math import isfinite

from bot.engine.binary.text import TEXT_BYTES, comment, decode, utf16
from bot.engine.blocks.exif import tags
from bot.engine.blocks.ifd import BYTES, MAX_SHOWN, Entry
from bot.engine.model import Value, clip


def text_of(entry: Entry, limit: int = TEXT_BYTES) -> str:
    """Return the words of a text field, in the charset that is its tag's own."""
    if entry.tag in tags.WINDOWS_TEXT:
        return utf16(entry.raw, limit=limit)
    if entry.tag == tags.USER_COMMENT:
        return comment(entry.raw, entry.order, limit)
    if entry.tag == tags.COPYRIGHT:  # the photographer's, then the editor's behind a NUL
        pieces = bytes(entry.raw[:limit]).split(b"\0", 1)
        return ", ".join(filter(None, (decode(piece) for piece in pieces)))
    return entry.text(limit)


def setting(entry: Entry) -> Value:
    """Return a technical value: a number, numbers, or a version in letters."""
    if entry.tag == tags.PADDING:
        return len(entry.raw) if bytes(entry.raw[:TEXT_BYTES]).strip(b"\0") else None
    if entry.type in BYTES:
        if entry.type == 2 or bytes(entry.raw[:16]).strip(b"\0").isalnum():
            return clip(entry.text())
        return bytes(entry.raw).hex() if len(entry.raw) <= 8 else len(entry.raw)
    values = [_ratio(*pair) for pair in entry.ratios()[:MAX_SHOWN]]
    return values[0] if len(values) == 1 else clip(" ".join(map(str, values)))


def _ratio(top: float, bottom: float) -> float | str:
    """Return exposure times as people know them: 1/120, 2.8, 30."""
    if not bottom:
        return f"{top}/0"
    if 0 < top < bottom and bottom % top == 0 and bottom > 1:
        return f"1/{bottom // top}"
    value = top if bottom == 1 else round(top / bottom, 6)
    return value if isfinite(value) else str(value)  # JSON has no infinity
