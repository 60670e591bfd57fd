"""The kept parts, and small literals in place of those that must change."""

from collections.abc import Callable, Iterator, Sequence

from bot.engine.model import Part, Role

Patch = Callable[[Sequence[Part], int], bytes]  # all parts, and the number of the one to replace


def rebuilt(parts: Sequence[Part], patch: Patch, first: int = 0) -> Iterator[Part | bytes]:
    """Yield what stays, from part number `first` on; a patch that changes nothing is the part."""
    for number in range(first, len(parts)):
        part = parts[number]
        if part.role is Role.PATCHED:
            new = patch(parts, number)
            yield part if new == part.raw else new
        elif part.role is not Role.DROPPED:
            yield part
