"""The gazetteers and the outlines of land."""

import zlib

DATA = __file__[: -len("/__init__.py")]


def read_table(name: str) -> bytes:
    """Return the decompressed bytes of a file in this folder."""
    with open(f"{DATA}/{name}", "rb") as file:  # noqa: PTH123 - pure code imports no pathlib
        return zlib.decompress(file.read())
