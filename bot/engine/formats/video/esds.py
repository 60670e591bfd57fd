"""MPEG-4's description of a stream: which coder, and what it must know before it begins.

Spec: ISO/IEC 14496-1 §7.2.6 (descriptors), 14496-3 §1.6 (sound), 14496-2 §6.2 (pictures).
"""

from bot.engine.binary.boxes import Box, full, make_full
from bot.engine.binary.cursor import Cursor
from bot.engine.bitstreams import startcode
from bot.engine.errors import Damaged, Unsupported
from bot.engine.formats.video.boxes import WORDS, spoken

STREAM, DECODER, SPECIFIC = 3, 4, 5  # tags
SYNC = bytes.fromhex("060102")  # the only one that MP4 allows
PICTURES = frozenset({0x20, *range(0x60, 0x66), 0x6A})  # coders whose setup is start codes
OTHERS = 0xC0  # coders that no standard names: Nero's Vorbis carries comments
SOUND_LIMIT = 64  # bytes of setup: real ones have 2 to 30, and a comment may hide in long ones


def written(box: Box) -> bytes:
    """Return an esds box with the coder and its setup alone.

    Raises Damaged where it breaks its specification.
    """
    coder, setup = _parts(full(box)[2])
    head = coder[:2]
    for number in coder[2:5], coder[5:9], coder[9:13]:  # buffer, highest and mean bit rate
        value = int.from_bytes(number, "big") << (32 - 8 * len(number))
        head += bytes(len(number)) if spoken(value) else number
    head = bytes([head[0], head[1] | 1]) + head[2:]
    inner = _descriptor(SPECIFIC, _setup(coder[0], setup)) if setup else b""
    stream = bytes(3) + _descriptor(DECODER, head + inner) + SYNC
    return make_full(b"esds", 0, 0, _descriptor(STREAM, stream))


def coder(box: Box) -> int:
    """Return the number of the coder that an esds box names. Raises Damaged."""
    return _parts(full(box)[2])[0][0]


def _parts(cursor: Cursor) -> tuple[bytes, bytes]:
    """Return the 13 bytes that tell the coder, and its setup."""
    stream = _open(cursor, STREAM)
    stream.take(2)
    flags = stream.u8()
    stream.take(2 if flags & 0x80 else 0)
    stream.take(stream.u8() if flags & 0x40 else 0)
    stream.take(2 if flags & 0x20 else 0)
    decoder = _open(stream, DECODER)
    head = bytes(decoder.take(13))
    if not decoder.left or decoder.data[decoder.at] != SPECIFIC:
        return head, b""
    setup = _open(decoder, SPECIFIC)
    return head, bytes(setup.take(setup.left))


def _open(cursor: Cursor, tag: int) -> Cursor:
    """Return a cursor in the next descriptor, which must have this tag."""
    if cursor.u8() != tag:
        raise Damaged(f"no descriptor {tag}")
    size = 0
    for _ in range(4):
        byte = cursor.u8()
        size = size << 7 | byte & 0x7F
        if byte < 0x80:
            break
    return Cursor(cursor.take(min(size, cursor.left)))


def _setup(kind: int, setup: bytes) -> bytes:
    if kind in PICTURES:
        view = memoryview(setup)
        return b"".join(bytes(view[start:end]) for start, end in startcode.drawing(view))
    if kind >= OTHERS and len(setup) > SOUND_LIMIT:
        raise Unsupported(f"MP4 (sound {kind:#x})", is_video=True)
    if len(setup) > SOUND_LIMIT or WORDS.search(setup):
        raise Damaged("setup of a sound coder")
    return setup


def _descriptor(tag: int, body: bytes) -> bytes:
    size = len(body)
    length = [size >> shift & 0x7F | 0x80 for shift in (21, 14, 7)] + [size & 0x7F]
    return bytes([tag, *length]) + body
