"""Sample descriptions: the codec of a track's samples, and its decoder's settings.

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
    JUNK,
    Box,
    children,
    is_text,
    make,
    make_full,
    parse_boxes,
    parse_full,
)
from bot.engine.formats.video import codec_boxes
from bot.engine.formats.video.sample_tables import SampleUnit, pack_numbers, unpack_numbers

ENTRY_LIMIT = 64  # descriptions of one track; real ones have one or two
ENCRYPTED = frozenset({b"encv", b"enca", b"drms", b"drmi", b"p608"})
COMPRESSOR_NAME_SIZE = 32  # bytes
FIRST = (1).to_bytes(2, "big")  # the number of the only data reference
DPI = (72 << 16).to_bytes(4, "big")
PCM_SIZES = {  # bytes of a number of uncompressed sound; 0 where the description has its bits
    b"twos": 0, b"sowt": 0, b"raw ": 0, b"NONE": 0, b"lpcm": 0, b"in24": 3, b"in32": 4,
    b"fl32": 4, b"fl64": 8, b"ulaw": 1, b"alaw": 1, b"ipcm": 0, b"fpcm": 0,
}  # fmt: skip
VERSION_2_SIZE = 48  # bytes of numbers of a sound's description of version 2
HIGHEST_RATE = 1e7  # samples a second
# Bytes of numbers that each version of QuickTime's sound description adds.
EXTRA_SOUND = {0: 0, 1: 16, 2: 36}
PICTURE_SIZE, SOUND_SIZE = 78, 28  # bytes of numbers


class Entry(NamedTuple):
    """A sample description."""

    kind: bytes  # the codec
    fields: memoryview  # the numbers before the boxes, from behind the header on
    boxes: tuple[Box, ...]

    def find(self, *kinds: bytes) -> Box | None:
        """Return the first box of one of these kinds."""
        return next((box for box in self.boxes if box.kind in kinds), None)


def read(stsd: Box, is_sound: bool) -> tuple[Entry, ...]:
    """Return a track's sample descriptions.

    Raises Damaged, or Unsupported where they are encrypted.
    """
    version, _, cursor = parse_full(stsd)
    count = cursor.u32()
    if not 0 < count <= ENTRY_LIMIT:
        raise Damaged("sample descriptions")
    boxes = children(stsd, 8)
    if len(boxes) < count:
        raise Damaged("sample descriptions")
    return tuple(_entry(box, is_sound, version) for box in boxes[:count])


def first_box(stsd: Box) -> Box:
    """Return the box of a track's first description, not parsed. Raises Damaged."""
    skip = stsd.header_size + 8
    first = next(parse_boxes(stsd.raw[skip:], stsd.start + skip), None)
    if first is None or first.kind == JUNK:
        raise Damaged("sample descriptions")
    return first


def size(entry: Entry) -> tuple[int, int]:
    """Return a picture's width and height in pixels."""
    return Cursor(entry.fields, at=24).u16(), Cursor(entry.fields, at=26).u16()


def sample_unit(entry: Entry) -> SampleUnit | None:
    """Return the size of a sound's samples, None where its description does not give it.

    QuickTime's stsz says that each sample has one byte then.
    """
    cursor = Cursor(entry.fields, at=8)
    version = cursor.u16()
    cursor.take(6)  # revision, vendor
    channels, bits = cursor.u16(), cursor.u16()
    if entry.kind in PCM_SIZES:
        if version == 2:  # whose numbers of 32 bits are further on
            cursor.seek(40)
            channels = cursor.u32()
            cursor.seek(48)
            bits = cursor.u32()
        return SampleUnit(channels * (PCM_SIZES[entry.kind] or (bits + 7) // 8), 1)
    if version == 1:
        cursor.seek(28)
        samples_per_packet, _, bytes_per_frame, _ = (cursor.u32() for _ in range(4))
        if samples_per_packet and bytes_per_frame:
            return SampleUnit(bytes_per_frame, samples_per_packet)
    return None


def written(entries: tuple[Entry, ...], is_sound: bool, version: int) -> bytes:
    """Return the stsd box without names, vendors and unlisted boxes."""
    boxes = [make(entry.kind, *_pieces(entry, is_sound)) for entry in entries]
    return make_full(b"stsd", version, 0, len(entries).to_bytes(4, "big"), *boxes)


def _entry(box: Box, is_sound: bool, version: int) -> Entry:
    if box.kind in ENCRYPTED:
        raise Unsupported("encrypted video", is_video=True)
    cursor = Cursor(box.body)
    cursor.take(SOUND_SIZE if is_sound else PICTURE_SIZE)
    if is_sound and version == 0:
        cursor.take(EXTRA_SOUND.get(Cursor(box.body, at=8).u16(), 0))
    elif not is_sound and not int.from_bytes(box.body[76:78], "big"):
        raise Unsupported("video with a colour table", is_video=True)
    rest = parse_boxes(cursor.data[cursor.at :], box.start + box.header_size + cursor.at)
    boxes = tuple(child for child in rest if child.kind != JUNK)
    if any(child.kind == b"sinf" for child in boxes):
        raise Unsupported("encrypted video", is_video=True)
    return Entry(box.kind, box.body[: cursor.at], boxes)


def _pieces(entry: Entry, is_sound: bool) -> Iterator[bytes]:
    yield bytes(6) + FIRST
    fields = bytes(entry.fields[8:])
    yield _sound(fields) if is_sound else _picture(fields)
    yield from codec_boxes.rewritten_boxes(entry.boxes)


def _picture(fields: bytes) -> bytes:
    """Return the numbers of a picture's description: of the file's, size and depth stay."""
    size, depth = fields[16:20], fields[66:68]
    frame_count, no_colour_table = b"\0\1", b"\xff" * 2
    head = bytes(16) + size + DPI * 2 + bytes(4) + frame_count
    return head + bytes(COMPRESSOR_NAME_SIZE) + depth + no_colour_table


def _sound(fields: bytes) -> bytes:
    """Return the numbers of a sound's description without its revision and vendor.

    Raises Damaged where one of them may be text.
    """
    numbers = array("I", unpack_numbers(memoryview(fields[8:])))
    checked = list(numbers)
    if len(numbers) * 4 == VERSION_2_SIZE:
        # The rate is a floating-point number, whose first half is no number by itself.
        rate = struct.unpack(">d", fields[24:32])[0]
        if not 0 < rate < HIGHEST_RATE:
            raise Damaged("words among numbers")
        checked[4] = 0
    if any(map(is_text, checked)):
        raise Damaged("words among numbers")
    return fields[:2] + bytes(6) + pack_numbers(numbers)
