"""The trained weights, the word list and the rules."""

DATA = __file__[: -len("/__init__.py")]


def read_data(name: str) -> bytes:
    """Return the bytes of a file in this folder."""
    with open(f"{DATA}/{name}", "rb") as file:  # noqa: PTH123 - pure code imports no pathlib
        return file.read()
