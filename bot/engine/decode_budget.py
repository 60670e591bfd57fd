"""What following one file may cost: units of code, or their worth, over all its pictures."""

from bot.engine.errors import TooLarge

# Ten megabytes hold five million units of two bytes, half a minute's work; a film of two
# hours in 4K holds one million, in ten gigabytes.
ALWAYS = 200_000
SPACING = 64  # bytes of the file for one more


class DecodeBudget:
    """Units of code that may still be looked at."""

    __slots__ = ("left",)

    def __init__(self, size: int) -> None:
        self.left = ALWAYS + size // SPACING

    def spend(self, units: int = 1) -> None:
        """Count some units. Raises TooLarge where they are too many for the file."""
        self.left -= units
        if self.left < 0:
            raise TooLarge("too many units of code")
