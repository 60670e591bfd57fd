"""How much of one file's metadata is read: what is past that is counted, and still dropped."""

# Twenty megabytes of XMP, or bombs that unfold to more, would keep a reader busy for minutes.
ROOM = 4 * 1024 * 1024  # bytes


class Room:
    """What is left to read of one file."""

    def __init__(self) -> None:
        self.left = ROOM

    def take(self, size: int) -> bool:
        """Count `size` bytes as read and return True, or False where they are too many."""
        if size > self.left:
            return False
        self.left -= size
        return True
