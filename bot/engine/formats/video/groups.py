"""Groups of samples that a player heeds: where it may begin, and how much before it must be heard.

Spec: ISO/IEC 14496-12 §8.9.2 (sbgp), §8.9.3 (sgpd), §10.1 (roll, prol), §10.4 (rap), §10.8 (sync).
"""

from array import array
from collections.abc import Iterator

from bot.engine.binary.boxes import Box, full, make_full
from bot.engine.formats.video.boxes import WORDS
from bot.engine.formats.video.tables import packed, words

KINDS = {b"roll": 2, b"prol": 2, b"rap ": 1, b"sync": 1}  # bytes of each description
DESCRIPTION_LIMIT = 1000


def kept(boxes: tuple[Box, ...], total: int) -> Iterator[bytes]:
    """Yield the groups of known kinds, their descriptions and samples written anew."""
    for kind, size in KINDS.items():
        told = _described(boxes, kind, size)
        if told is None:
            continue
        rows = _rows(boxes, kind, total, len(told) // size)
        if rows:
            head = kind + size.to_bytes(4, "big") + (len(told) // size).to_bytes(4, "big")
            yield make_full(b"sgpd", 1, 0, head, told)
            yield make_full(b"sbgp", 0, 0, kind, (len(rows) // 2).to_bytes(4, "big"), packed(rows))


def _described(boxes: tuple[Box, ...], kind: bytes, size: int) -> bytes | None:
    """Return the descriptions of a kind of group, where they are as long as it has them."""
    for box in boxes:
        version, _, cursor = full(box)
        if box.kind != b"sgpd" or bytes(cursor.take(4)) != kind:
            continue
        if version and cursor.u32() != size:
            return None
        if version >= 2:
            cursor.take(4)
        count = cursor.u32()
        told = bytes(cursor.take(count * size)) if count <= DESCRIPTION_LIMIT else b""
        return None if WORDS.search(told) else told
    return None


def _rows(boxes: tuple[Box, ...], kind: bytes, total: int, groups: int) -> "array[int]":
    """Return which samples are of which description."""
    found = array("I")
    for box in boxes:
        version, _, cursor = full(box)
        if box.kind != b"sbgp" or bytes(cursor.take(4)) != kind or found:
            continue
        if version:
            cursor.take(4)
        rows = words(cursor.take(cursor.u32() * 8))
        for count, group in zip(rows[::2], rows[1::2], strict=True):
            count, total = min(count, total), total - min(count, total)
            if count:
                found.extend((count, group if group <= groups else 0))
    return found
