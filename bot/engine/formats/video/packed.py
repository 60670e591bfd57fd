"""Films of old whose own box is packed: it is unpacked to be read, and written as it should be.

Spec: QuickTime File Format 2001, chapter 2, "Compressed Movie Resources".
"""

from bot.engine.binary import deflate
from bot.engine.binary.boxes import Box, boxes
from bot.engine.errors import Damaged, TooLarge, Unsupported
from bot.engine.formats.video.boxes import need, tree

LIMIT = 8 * 1024 * 1024  # bytes unfolded: tables of hours; a bomb of 64 KB holds 64 MB
CODER, DATA, SIZE = b"dcom", b"cmvd", 4  # the box unfolded begins behind its size


def unpacked(moov: Box) -> Box:
    """Return the film's own box, itself where nothing is packed.

    Raises Unsupported for a coder that nobody used, TooLarge, or Damaged.
    """
    found = tree(moov).get(b"cmov")
    if found is None:
        return moov
    inner = tree(found)
    if bytes(need(inner, CODER).body[:4]) != b"zlib":
        raise Unsupported("compressed MOV", is_video=True)
    raw = deflate.inflate(bytes(need(inner, DATA).body[SIZE:]), LIMIT + 1)
    if len(raw) > LIMIT:
        raise TooLarge("tables")
    first = next(boxes(memoryview(raw)), None)
    if first is None or first.kind != b"moov" or b"cmov" in tree(first):
        raise Damaged("a packed film without tables")
    return first
