"""How much work one file may cause: bytes of metadata that are read, units of code followed.

What is past the first limit is counted, and still dropped; past the second, the file is refused.
"""

from bot.engine.errors import TooLarge

# Twenty megabytes of XMP, or bombs that unfold to more, would keep a reader busy for minutes.
READ_BUDGET = 4 * 1024 * 1024  # bytes

# Ten megabytes hold five million units of two bytes, half a minute's work; a film of two
# hours in 4K holds one million, in ten gigabytes.
MIN_UNITS = 200_000
BYTES_PER_UNIT = 64  # of the file, for each further unit


class ReadBudget:
    """Bytes of metadata that may still be read, of one file."""

    def __init__(self) -> None:
        self.left = READ_BUDGET

    def take(self, size: int) -> bool:
        """Count `size` bytes as read and return True, or False where they are too many."""
        if size > self.left:
            return False
        self.left -= size
        return True


class DecodeBudget:
    """Units of code, or their worth, that may still be followed, over all pictures of one file."""

    __slots__ = ("left",)

    def __init__(self, size: int) -> None:
        self.left = MIN_UNITS + size // BYTES_PER_UNIT

    def spend(self, units: int = 1) -> None:
        """Count some units. Raises TooLarge where they are too many for the file."""
        self.left -= units
        if self.left < 0:
            raise TooLarge("too many units of code")
