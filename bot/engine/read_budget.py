"""How much of one file's metadata is read: what is past that is counted, and still dropped."""

# Twenty megabytes of XMP, or bombs that unfold to more, would keep a reader busy for minutes.
READ_BUDGET = 4 * 1024 * 1024  # bytes


class ReadBudget:
    """What is left to read of one file."""

    def __init__(self) -> None:
        self.left = READ_BUDGET

    def take(self, size: int) -> bool:
        """Count `size` bytes as read and return True, or False where they are too many."""
        if size > self.left:
            return False
        self.left -= size
        return True
