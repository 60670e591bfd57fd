"""How many bytes are in hand: files wait outside until there is room for them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

BYTES = 256 * 1024 * 1024  # of originals and copies together
EACH = 2  # an original and its copy


class Admission:
    """So many bytes at once; one file that is larger than all has it for itself."""

    def __init__(self, size: int = BYTES) -> None:
        self._size = self._left = size
        self._changed = asyncio.Condition()

    @asynccontextmanager
    async def taken(self, size: int) -> AsyncIterator[None]:
        """Wait until there is room for a file of so many bytes and its copy."""
        wanted = min(size * EACH, self._size)
        async with self._changed:
            await self._changed.wait_for(lambda: self._left >= wanted)
            self._left -= wanted
        try:
            yield
        finally:
            async with self._changed:
                self._left += wanted
                self._changed.notify_all()
