"""The first box of a film: who may play it.

Spec: ISO/IEC 14496-12 §4.3 (ftyp), annex E (brands); mp4ra.org.
"""

from bot.engine.binary.boxes import Box, make
from bot.engine.binary.cursor import Cursor

# Brands that players know. An unknown one may be a word, or the name of a maker.
KNOWN = frozenset({
    b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"iso7", b"iso8", b"iso9",
    b"mp41", b"mp42", b"mp71", b"avc1", b"av01", b"hvc1", b"hev1", b"dby1", b"dash", b"msdh",
    b"msix", b"cmfc", b"cmf2", b"cmfs", b"M4V ", b"M4A ", b"M4B ", b"M4VH", b"M4VP",
    b"3gp4", b"3gp5", b"3gp6", b"3gp7", b"3gp8", b"3gp9", b"3gr6", b"3gs6", b"3ge6", b"3gg6",
    b"3g2a", b"3g2b", b"3g2c", b"qt  ", b"f4v ", b"mmp4",
})  # fmt: skip
PLAIN = b"isom"


def written(box: Box) -> bytes:
    """Return an ftyp box of known brands, each once. Raises Damaged where it is too short."""
    cursor = Cursor(box.body)
    major = bytes(cursor.take(4))
    cursor.take(4)
    more = [bytes(cursor.take(4)) for _ in range(cursor.left // 4)]
    major = major if major in KNOWN else PLAIN
    kept = dict.fromkeys(brand for brand in more if brand in KNOWN)
    return make(b"ftyp", major, bytes(4), *(kept or {major: None}))
