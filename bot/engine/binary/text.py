"""Words in bytes, as Exif writes them down and IPTC and maker notes do after it.

Spec: Exif 3.0 §4.6.2 (ASCII, UTF-8), §4.6.6 UserComment (character codes); Windows XP tags.
"""

from codecs import utf_8_decode

from bot.engine.model import TEXT_LIMIT

Raw = bytes | memoryview

TEXT_BYTES = 4 * TEXT_LIMIT  # one value: the longest UTF-8 that can still be shown
SAMPLE = 100  # characters that tell words from bytes
NOISE = 0.1  # share of control characters above which they are no words

CODES = {
    b"ASCII\0\0\0": "",
    b"UNICODE\0": "utf-16",
    b"JIS\0\0\0\0\0": "iso2022_jp",
    bytes(8): "",  # undefined: mostly ASCII
}


def decode(raw: Raw, limit: int = TEXT_BYTES) -> str:
    """Return the words up to a NUL: UTF-8, else the old Windows code page."""
    piece = bytes(raw[:limit]).lstrip(b"\0 ").partition(b"\0")[0]
    try:
        # Where the limit cuts, it may cut through a character.
        return utf_8_decode(piece, "strict", len(raw) <= limit)[0].strip()
    except UnicodeDecodeError:
        return piece.decode("cp1252", "replace").strip()


def comment(raw: Raw, order: str, limit: int = TEXT_BYTES) -> str:
    """Return the words behind an eight-byte character code."""
    code, rest = bytes(raw[:8]), raw[8:]
    match CODES.get(code.upper() if code.isascii() else code):
        case None:
            return decode(raw, limit)
        case "":
            return decode(rest, limit)
        case "utf-16":
            return utf16(rest, order, limit)
        case charset:
            return bytes(rest[:limit]).decode(charset, "replace").replace("\0", " ").strip()


def utf16(raw: Raw, order: str = "little", limit: int = TEXT_BYTES) -> str:
    """Return UTF-16 words; a mark or the bytes themselves overrule the promised order."""
    raw = bytes(raw[: limit // 2 * 2])
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        order, raw = ("little" if raw[0] == 0xFF else "big"), raw[2:]
    elif (low := raw[::2].count(0)) != (high := raw[1::2].count(0)):
        # Half the writers ignore the block's order; most letters have an empty upper byte.
        order = "big" if low > high else "little"
    text = raw.decode("utf-16-le" if order == "little" else "utf-16-be", "replace")
    return text.partition("\0")[0].strip()


def legible(text: str) -> bool:
    """Return words from bytes that somebody stored under a text tag."""
    sample = text[:SAMPLE]
    noise = sum(not (c.isprintable() or c.isspace()) or c == "\ufffd" for c in sample)
    return noise <= len(sample) * NOISE
