"""JPEG's tables: each must end where its segment ends, or somebody has put more into it.

Spec: ITU-T T.81 §B.2.4 (DQT, DHT, DAC, DRI), §B.2.5 (DNL).
"""

from collections.abc import Callable

from bot.engine.cursor import Cursor

DHT, DQT, DAC, DNL, DRI = 0xC4, 0xDB, 0xCC, 0xDC, 0xDD
NAMES = {DHT: "DHT", DQT: "DQT", DAC: "DAC", DNL: "DNL", DRI: "DRI"}


def whole(marker: int, body: memoryview) -> bool:
    """Tell whether a table's segment holds whole tables and nothing else."""
    return CHECKS[marker](body)


def _quantisation(body: memoryview) -> bool:
    """Tell whether DQT holds whole tables and nothing else, B.2.4.1."""
    cursor = Cursor(body)
    while cursor.left:
        head = cursor.u8()
        size = 128 if head >> 4 else 64
        if head >> 4 > 1 or head & 15 > 3 or cursor.left < size:
            return False
        cursor.take(size)
    return True


def _huffman(body: memoryview) -> bool:
    """Tell whether DHT holds whole tables and nothing else, B.2.4.2."""
    cursor = Cursor(body)
    while cursor.left:
        if cursor.left < 17:
            return False
        head, counts = cursor.u8(), cursor.take(16)
        size = sum(counts)
        if head >> 4 > 1 or head & 15 > 3 or size > 256 or cursor.left < size:
            return False
        cursor.take(size)
    return True


CHECKS: dict[int, Callable[[memoryview], bool]] = {
    DQT: _quantisation,
    DHT: _huffman,
    DAC: lambda body: len(body) % 2 == 0 and len(body) <= 64,
    DRI: lambda body: len(body) == 2,
    DNL: lambda body: len(body) == 2,
}
