"""Where the code of a strip ends by its own rules: what stands behind is never drawn.

Spec: TIFF 6.0 §9 (PackBits), §13 (LZW: codes from the highest bit on, one early).
"""

CLEAR, END, FIRST = 256, 257, 258
NARROW, WIDE = 9, 12  # bits of a code
REPEAT = 128  # a head byte above it repeats; itself it says nothing


def lzw(raw: memoryview) -> int | None:
    """Return the bytes up to the end code, None where there is none.

    Files of before 1992 write codes from the lowest bit on, and widen them one later.
    """
    old = len(raw) > 1 and raw[0] == 0 and raw[1] & 1 == 1
    return _lzw_of_old(raw) if old else _lzw(raw)


def pack_bits(raw: memoryview, expected: int) -> int | None:
    """Return the bytes that unfold to `expected` ones, or all where they are fewer.

    None where the last run unfolds to more: what it says too much is not drawn.
    """
    at = out = 0
    while at < len(raw) and out < expected:
        head = raw[at]
        if head < REPEAT:
            at, out = at + 2 + head, out + 1 + head
        elif head > REPEAT:
            at, out = at + 2, out + 257 - head
        else:
            at += 1
    return min(at, len(raw)) if out <= expected else None


def _lzw(raw: memoryview) -> int | None:
    bits = count = known = 0
    width = NARROW
    for at, byte in enumerate(raw, 1):
        bits = bits << 8 | byte
        count += 8
        while count >= width:
            count -= width
            code = bits >> count
            bits &= (1 << count) - 1
            if code == END:
                return at
            if code == CLEAR:
                width, known = NARROW, FIRST - 1  # the first code behind it names nothing new
                continue
            known += 1
            if known == (1 << width) - 1 and width < WIDE:
                width += 1
    return None


def _lzw_of_old(raw: memoryview) -> int | None:
    bits = count = known = 0
    width = NARROW
    for at, byte in enumerate(raw, 1):
        bits |= byte << count
        count += 8
        while count >= width:
            code = bits & ((1 << width) - 1)
            bits >>= width
            count -= width
            if code == END:
                return at
            if code == CLEAR:
                width, known = NARROW, FIRST - 1
                continue
            known += 1
            if known == 1 << width and width < WIDE:
                width += 1
    return None
