"""Sample descriptions: which coder made a track's samples, and what a decoder must know.

Spec: ISO/IEC 14496-12 §8.5.2 (stsd), §12.1.3 (pictures), §12.2.3 (sound);
QuickTime File Format: sound descriptions version 0, 1 and 2.
"""

import struct
from array import array
from collections.abc import Iterator
from typing import NamedTuple

from bot.engine.binary.cursor import Cursor
from bot.engine.errors import Damaged, Unsupported
from bot.engine.formats.isobmff.boxes import (
    FIRST_CHARACTER,
    JUNK,
    Box,
    is_text,
    make,
    make_full,
    parse_boxes,
    parse_full,
)
from bot.engine.formats.video import codec_boxes
from bot.engine.formats.video.sample_tables import Unit, packed, words

ENTRY_LIMIT = 64  # descriptions of one track; real ones have one or two
ENCRYPTED = frozenset({b"encv", b"enca", b"drms", b"drmi", b"p608"})
NAME = 32  # bytes in which the coder may write its name
FIRST = (1).to_bytes(2, "big")  # the only data reference
DPI = (72 << 16).to_bytes(4, "big")
PLAIN = {  # sound without a coder: bytes of one number; 0 where the description tells its bits
    b"twos": 0, b"sowt": 0, b"raw ": 0, b"NONE": 0, b"lpcm": 0, b"in24": 3, b"in32": 4,
    b"fl32": 4, b"fl64": 8, b"ulaw": 1, b"alaw": 1, b"ipcm": 0, b"fpcm": 0,
}  # fmt: skip
FLOATING = 48  # bytes of numbers of version 2, whose rate is a floating one
FASTEST = 1e7  # samples a second
MORE_SOUND = {0: 0, 1: 16, 2: 36}  # bytes that each version of QuickTime's description adds


class Entry(NamedTuple):
    """A sample description; `boxes` are those behind its numbers."""

    kind: bytes
    fields: memoryview  # the bytes before them
    boxes: tuple[Box, ...]

    def find(self, *kinds: bytes) -> Box | None:
        """Return the first box of one of these kinds."""
        return next((box for box in self.boxes if box.kind in kinds), None)


def read(stsd: Box, sound: bool) -> tuple[Entry, ...]:
    """Return a track's sample descriptions.

    Raises Damaged, or Unsupported where they are encrypted.
    """
    version, _, cursor = parse_full(stsd)
    count = cursor.u32()
    if not 0 < count <= ENTRY_LIMIT:
        raise Damaged("sample descriptions")
    skip = stsd.header_size + 8
    found = [box for box in parse_boxes(stsd.raw[skip:], stsd.start + skip) if box.kind != JUNK]
    if len(found) < count:
        raise Damaged("sample descriptions")
    return tuple(_entry(box, sound, version) for box in found[:count])


def bare(stsd: Box) -> Box:
    """Return the first description of a track that is not looked into. Raises Damaged."""
    skip = stsd.header_size + 8
    found = next(parse_boxes(stsd.raw[skip:], stsd.start + skip), None)
    if found is None or found.kind == JUNK:
        raise Damaged("sample descriptions")
    return found


def size(entry: Entry) -> tuple[int, int]:
    """Return a picture's width and height."""
    return Cursor(entry.fields, at=24).u16(), Cursor(entry.fields, at=26).u16()


def unit(entry: Entry) -> Unit | None:
    """Return how many bytes hold how many samples, where a table only counts them."""
    head = Cursor(entry.fields, at=8)
    version = head.u16()
    head.take(6)
    channels, bits = head.u16(), head.u16()
    if entry.kind in PLAIN:
        if version == 2:
            head.seek(40)
            channels = head.u32()
            head.seek(48)
            bits = head.u32()
        return channels * (PLAIN[entry.kind] or (bits + 7) // 8), 1
    if version == 1:
        head.seek(28)
        samples, _, frame, _ = (head.u32() for _ in range(4))
        return (frame, samples) if samples and frame else None
    return None


def written(entries: tuple[Entry, ...], sound: bool, version: int) -> bytes:
    """Return the stsd box without names, vendors and unlisted boxes."""
    described = [make(entry.kind, *_described(entry, sound)) for entry in entries]
    return make_full(b"stsd", version, 0, len(entries).to_bytes(4, "big"), *described)


def _entry(box: Box, sound: bool, version: int) -> Entry:
    if box.kind in ENCRYPTED:
        raise Unsupported("encrypted video", is_video=True)
    cursor = Cursor(box.body)
    cursor.take(28 if sound else 78)
    if sound and version == 0:
        cursor.take(MORE_SOUND.get(Cursor(box.body, at=8).u16(), 0))
    elif not sound and not int.from_bytes(box.body[76:78], "big"):
        raise Unsupported("video with a colour table", is_video=True)
    rest = parse_boxes(cursor.data[cursor.at :], box.start + box.header_size + cursor.at)
    found = tuple(child for child in rest if child.kind != JUNK)
    if any(child.kind == b"sinf" for child in found):
        raise Unsupported("encrypted video", is_video=True)
    return Entry(box.kind, box.body[: cursor.at], found)


def _described(entry: Entry, sound: bool) -> Iterator[bytes]:
    yield bytes(6) + FIRST
    head = bytes(entry.fields[8:])
    yield _sound(head) if sound else _picture(head)
    yield from codec_boxes.kept(entry.boxes)


def _picture(head: bytes) -> bytes:
    """Return what is told of pictures: their size and their depth."""
    depth = head[66:68]
    return (
        bytes(16) + head[16:20] + DPI * 2 + bytes(4) + b"\0\1" + bytes(NAME) + depth + b"\xff" * 2
    )


def _sound(head: bytes) -> bytes:
    """Return what is told of sound: channels, bits, rate, and what QuickTime adds.

    Raises Damaged where a number is a word.
    """
    numbers = array("I", words(memoryview(head[8:])))
    checked = list(numbers)
    if len(numbers) * 4 == FLOATING:
        rate = struct.unpack(">d", head[24:32])[0]
        checked[4] = 0 if 0 < rate < FASTEST else FIRST_CHARACTER + 1
    if any(map(is_text, checked)):
        raise Damaged("words among numbers")
    return head[:2] + bytes(6) + packed(numbers)
