"""Albums: Telegram hands out each photo of one by itself; the answer is one."""

from collections import OrderedDict

REMEMBERED = 1000  # albums: those of a minute at a thousand chats; an older one is over


class Albums:
    """The albums that were answered lately."""

    def __init__(self) -> None:
        self._answered: OrderedDict[str, None] = OrderedDict()

    def is_first(self, album: str | None) -> bool:
        """Tell whether an album was not seen before; what is in none always is the first."""
        if album is None:
            return True
        if album in self._answered:
            return False
        self._answered[album] = None
        if len(self._answered) > REMEMBERED:
            self._answered.popitem(last=False)
        return True
