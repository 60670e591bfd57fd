"""The trained weights and the word list, and how they are read."""

DATA = __file__[: -len("/__init__.py")]


def opened(name: str) -> bytes:
    """Return a file's bytes."""
    with open(f"{DATA}/{name}", "rb") as file:  # noqa: PTH123 - pathlib is of the world
        return file.read()
