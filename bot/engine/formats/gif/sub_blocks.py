"""GIF's sub-blocks: a size, as many bytes, and so on to a size of zero.

Spec: GIF89a §15-16. Nearly all of a large picture's are full (255 bytes), so runs of full
ones are taken by slices instead of one by one.
"""

from bot.engine.errors import Damaged, TooLarge

STRIDE = 256  # a full sub-block: its size and 255 bytes
RUN = 1024  # full sub-blocks looked at together
SHORT_LIMIT = 500_000  # sub-blocks taken one by one; ten million of one byte fit into 20 MB


def last_block(data: memoryview, at: int) -> tuple[int, int]:
    """Return where the last sub-block with data starts, and the end of the terminator.

    Raises Damaged if the data ends first, TooLarge where short ones abound.
    """
    last = at
    size = len(data)
    short = 0
    while at < size and data[at]:
        run = _full(data, at)
        short += not run
        if short > SHORT_LIMIT:
            raise TooLarge("too many short sub-blocks")
        last = at + STRIDE * (run - 1) if run else at
        at += STRIDE * run or 1 + data[at]
    if at >= size:
        raise Damaged("sub-blocks end too soon")
    return last, at + 1


def join(blocks: memoryview) -> bytes:
    """Join sub-blocks, up to a terminator or the end; never raise."""
    out = bytearray()
    at = 0
    while at < len(blocks) and blocks[at]:
        run = _full(blocks, at)
        if run:
            stretch = bytearray(blocks[at : at + STRIDE * run])
            del stretch[::STRIDE]
            out += stretch
        else:
            out += blocks[at + 1 : at + 1 + blocks[at]]
        at += STRIDE * run or 1 + blocks[at]
    return bytes(out)


class Full:
    """The data of sub-blocks that are all full but the last, sliced where they lie."""

    def __init__(self, blocks: memoryview, last: int) -> None:
        self._blocks = blocks
        self._size = last // STRIDE * (STRIDE - 1) + blocks[last]

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, span: slice) -> bytes:
        start, stop, _ = span.indices(self._size)
        if stop <= start:
            return b""
        first, last = start // (STRIDE - 1), (stop - 1) // (STRIDE - 1)
        raw = self._blocks[start + first + 1 : stop + last + 1]
        if first == last:
            return bytes(raw)
        joined = bytearray(raw)
        del joined[(first + 1) * (STRIDE - 1) - start :: STRIDE]
        return bytes(joined)


def payload(blocks: memoryview, last: int) -> Full | bytes:
    """Return the data of sub-blocks, of which the last starts at `last`, as cheaply as may be."""
    full = last < len(blocks) and last % STRIDE == 0
    if full and bytes(blocks[:last:STRIDE]).count(STRIDE - 1) == last // STRIDE:
        return Full(blocks, last)
    return join(blocks)


def place(data: memoryview, at: int, surplus: int, end: int) -> tuple[int, int]:
    """Return the sub-block in which the picture ends, and where in the file."""
    left = _carried(data, at, end) - surplus
    while left > data[at]:
        left -= data[at]
        at += 1 + data[at]
    return at, at + 1 + left


def _carried(data: memoryview, at: int, end: int) -> int:
    total = 0
    while at < end - 1:
        total += data[at]
        at += 1 + data[at]
    return total


def _full(data: memoryview, at: int) -> int:
    """Return how many full sub-blocks follow one another here, 0 to RUN."""
    if data[at] != STRIDE - 1:
        return 0
    sizes = bytes(data[at : at + STRIDE * RUN : STRIDE])
    return len(sizes) - len(sizes.lstrip(b"\xff"))
