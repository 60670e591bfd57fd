"""What a copy holds of its original, byte for byte: nothing is followed or summed up twice.

A scan without a marker in it, a chunk whose checksum is right, a code that ends where its
picture does: once found so in the original, the same bytes are so in the copy. Only the
comparison is made anew, and it is many times faster than the finding.
"""

from collections.abc import Iterable

from bot.engine.model import Part

STEP = 256 * 1024  # bytes compared at a time: fits a processor's cache


class Reference:
    """Where parts of an original should stand in a copy; nothing, where there is no original."""

    def __init__(self, pieces: Iterable[Part | bytes] = ()) -> None:
        self._parts: dict[int, Part] = {}
        self.matches: dict[int, Part] = {}  # by offset in the copy: compared, and equal
        at = 0
        for piece in pieces:
            if isinstance(piece, Part):
                self._parts[at] = piece
                at += len(piece.raw)
            else:
                at += len(piece)

    def part(self, copy: memoryview, start: int) -> Part | None:
        """Return the original's part whose bytes stand at `start` of the copy, if they do."""
        part = self._parts.get(start)
        if part is None or not same(part.raw, copy[start : start + len(part.raw)]):
            return None
        self.matches[start] = part
        return part


def same(left: memoryview, right: memoryview) -> bool:
    """Return whether two views hold the same bytes."""
    # A view compares item by item, forty times slower than bytes.
    return len(left) == len(right) and all(
        bytes(left[at : at + STEP]).startswith(right[at : at + STEP])
        for at in range(0, len(left), STEP)
    )
