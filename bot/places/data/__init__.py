"""The tables, and how they are read: once, at the first need."""

import zlib

DATA = __file__[: -len("/__init__.py")]


def unpacked(name: str) -> bytes:
    """Return a table as it was before it was compressed."""
    with open(f"{DATA}/{name}", "rb") as file:  # noqa: PTH123 - pathlib is of the world
        return zlib.decompress(file.read())
