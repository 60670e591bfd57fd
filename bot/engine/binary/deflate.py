"""zlib streams: where one ends, what it holds, and how to write one alike on every machine.

Spec: RFC 1950 (zlib), RFC 1951 §3.2.4 (stored blocks).
"""

import zlib
from collections.abc import Iterable, Iterator

from bot.engine.errors import Damaged

STEP = 256 * 1024  # bytes of output held at a time
STORED = 65535  # the longest stored block

# Finding the end of a stream means inflating it: 30 times a memory copy. Up to this many
# bytes it is always done. A longer stream is inflated only when its tail looks unlike
# deflated data: words, or the first bytes of another file. Noise made to look deflated
# passes there; that is steganography, and the limits say so.
ALWAYS = 1024 * 1024
INFLATED = 256 * 1024 * 1024  # bytes followed in one file; a bomb of 1 MB unfolds to 1 GB


def inflate(data: bytes, limit: int) -> bytes:
    """Return what a zlib stream holds, at most `limit` bytes of it; b"" if it is broken."""
    try:
        return zlib.decompressobj().decompress(data, limit)
    except zlib.error:
        return b""


def store(data: bytes) -> bytes:
    """Wrap `data` as a zlib stream without compressing it.

    Compressors differ from machine to machine; a copy must not.
    """
    blocks = [data[at : at + STORED] for at in range(0, len(data), STORED)] or [b""]
    out = b"\x78\x01"
    for number, block in enumerate(blocks, 1):
        size = len(block)
        final = number == len(blocks)
        out += bytes([final]) + size.to_bytes(2, "little") + (size ^ 0xFFFF).to_bytes(2, "little")
        out += block
    return out + zlib.adler32(data).to_bytes(4, "big")


def stream_length(pieces: Iterable[memoryview], expected: int) -> int | None:
    """Return how many bytes of the joined pieces the zlib stream takes.

    `expected` is the number of bytes the picture inflates to; the caller keeps their sum
    below INFLATED. None if the stream goes on to the end. Raises Damaged for a broken stream,
    or for one that holds more than its picture: no decoder shows what comes after.
    """
    stream = zlib.decompressobj()
    taken = inflated = 0
    for piece in _steps(pieces):
        taken += len(piece)
        waiting: bytes | memoryview = piece
        while waiting and not stream.eof:
            try:
                got = stream.decompress(waiting, STEP)
            except zlib.error as error:
                raise Damaged("picture data does not inflate") from error
            inflated += len(got)
            extra = inflated - expected
            if extra > STEP or (extra > 0 and any(got[max(0, len(got) - extra) :])):
                raise Damaged("data behind the last row")
            waiting = stream.unconsumed_tail
        if stream.eof:
            return taken - len(stream.unused_data)
    return None


def _steps(pieces: Iterable[memoryview]) -> Iterator[memoryview]:
    """Cut long pieces: zlib copies all input that still waits, once for every step of output."""
    for piece in pieces:
        for at in range(0, len(piece), STEP):
            yield piece[at : at + STEP]
