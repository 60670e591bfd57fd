"""A palette with text in it: colours that no pixel uses are emptied, where uses can be counted.

Spec: TIFF 6.0 §5 (ColorMap), §9 (PackBits), §13 (LZW).

Writers leave what their memory held in the colours that they do not need: names, even.
"""

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress

from bot.engine.binary.plain_text import has_identifier
from bot.engine.errors import Damaged

RAMPS = (256, 257)  # what eight bits are multiplied by to be sixteen
UNFOLDED = 256 * 1024  # bytes of pixels that are looked at: a tenth of a second
CLEAR, END, FIRST, WIDEST = 256, 257, 9, 12  # LZW's codes, and how many bits they have
FULL = (1 << WIDEST) - CLEAR - 2  # strings of a table


def has_text(values: Sequence[int]) -> bool:
    """Return whether letters stand in a row among some colours."""
    if any(all(value % step == 0 for value in values) for step in RAMPS):
        return False
    return any(
        has_identifier(b"".join(value.to_bytes(2, order) for value in values))
        for order in ("little", "big")
    )


def emptied(
    values: Sequence[int], bits: int, compression: int, strips: Iterable[tuple[bytes, int]]
) -> tuple[int, ...]:
    """Return a palette without the colours that no pixel uses.

    `strips` are a strip's bytes and how many it unfolds to. Raises Damaged where nobody here
    can tell which they are, or where words are left.
    """
    unfold = UNFOLD.get(compression)
    if unfold is None or bits not in (1, 2, 4, 8):
        raise Damaged("words in a palette")
    used: set[int] = set()
    budget = UNFOLDED
    for raw, expected in strips:
        budget -= expected
        if budget < 0:
            raise Damaged("words in a palette")
        used |= _pixels(unfold(raw, expected), bits)
    size = len(values) // 3
    left = tuple(value if n % size in used else 0 for n, value in enumerate(values))
    if has_text(left):
        raise Damaged("words in a palette")
    return left


def _pixels(unfolded: bytes, bits: int) -> set[int]:
    mask = (1 << bits) - 1
    return {byte >> shift & mask for byte in set(unfolded) for shift in range(0, 8, bits)}


def _plain(raw: bytes, expected: int) -> bytes:
    return raw[:expected]


def _inflated(raw: bytes, expected: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(raw, expected)
    except zlib.error as error:
        raise Damaged("a strip") from error


def _unpacked(raw: bytes, expected: int) -> bytes:
    out, at = bytearray(), 0
    while at < len(raw) and len(out) < expected:
        count = raw[at]
        if count < 128:
            out += raw[at + 1 : at + 2 + count]
            at += 2 + count
        elif count > 128:
            out += raw[at + 1 : at + 2] * (257 - count)
            at += 2
        else:
            at += 1
    return bytes(out[:expected])


def _lzw(raw: bytes, expected: int) -> bytes:
    table: list[bytes] = []
    out, last = bytearray(), b""
    bit, width = 0, FIRST
    with suppress(IndexError):  # a code that was never made: the end of what can be read
        while bit + width <= 8 * len(raw) and len(out) < expected:
            three = int.from_bytes(raw[bit >> 3 : (bit >> 3) + 3].ljust(3, b"\0"), "big")
            code = three >> 24 - (bit & 7) - width & (1 << width) - 1
            bit += width
            if code == END:
                break
            if code == CLEAR:
                table, width, last = [], FIRST, b""
                continue
            is_next = last and code - CLEAR - 2 == len(table)
            string = last + last[:1] if is_next else _string(table, code)
            if last and len(table) < FULL:
                table.append(last + string[:1])
            out += string
            last = string
            width = min(max(FIRST, (len(table) + CLEAR + 3).bit_length()), WIDEST)
    return bytes(out[:expected])


def _string(table: list[bytes], code: int) -> bytes:
    return bytes([code]) if code < CLEAR else table[code - CLEAR - 2]


UNFOLD: Mapping[int, Callable[[bytes, int], bytes]] = {
    1: _plain,
    5: _lzw,
    8: _inflated,
    32946: _inflated,
    32773: _unpacked,
}
