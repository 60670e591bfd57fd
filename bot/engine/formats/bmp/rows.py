"""BMP's rows: how many bytes they are, and what stands between them.

Spec: Microsoft, Bitmap Storage (rows end at four bytes), Bitmap Compression (RLE4, RLE8).
"""

from collections.abc import Iterator

from bot.engine.errors import Damaged
from bot.engine.formats.bmp.header import RLE4, Header
from bot.engine.model import Part, Role

NAMES = frozenset({"rows", "padding"})
ROW_LIMIT = 100_000  # rows whose padding must be emptied one by one
END_OF_LINE, END, DELTA = 0, 1, 2  # what a zero is followed by


def length(header: Header, data: memoryview) -> int:
    """Return the bytes of all rows; of coded ones, up to their end code.

    Raises Damaged where the code never ends.
    """
    if header.packed:
        return _coded(data, header.coding == RLE4)
    return stride(header) * abs(header.height)


def pixels(header: Header, rows: memoryview) -> Iterator[memoryview]:
    """Yield what draws of some rows."""
    step, row = stride(header), -(-header.width * header.depth // 8)
    if header.packed or row == step:
        yield rows
        return
    yield from (rows[at : at + row] for at in range(0, len(rows), step))


def stride(header: Header) -> int:
    """Return the bytes from one row to the next."""
    return (header.width * header.depth + 31) // 32 * 4


def parts(header: Header, data: memoryview, start: int, end: int) -> Iterator[Part]:
    """Yield the rows, and apart from them what was written into their padding."""
    step, row = stride(header), -(-header.width * header.depth // 8)
    # One look at each byte of padding for all rows: slices with a step are fast.
    dirty = not header.packed and any(any(data[start + at : end : step]) for at in range(row, step))
    if not dirty:
        yield Part("rows", start, data[start:end], Role.PICTURE)
        return
    if abs(header.height) > ROW_LIMIT:
        raise Damaged("words between rows")
    for at in range(start, end, step):
        middle, behind = min(at + row, end), min(at + step, end)
        yield Part("rows", at, data[at:middle], Role.PICTURE)
        if middle < behind:
            yield Part("padding", middle, data[middle:behind], Role.PATCHED)


def _coded(data: memoryview, four: bool) -> int:
    at = 0
    while at + 1 < len(data):
        count, value = data[at], data[at + 1]
        at += 2
        if count:
            continue
        if value == END:
            return at
        if value == DELTA:
            at += 2
        elif value > DELTA:
            size = (value + 1) // 2 if four else value
            at += size + size % 2
    raise Damaged("rows without an end")
