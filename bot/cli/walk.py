"""Which files are meant: those named, and all in the folders named."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

CLEAN = "-bersih"  # ends the name, before the suffix, of a copy beside its original
SUFFIXES = {  # of each format's files, our own choice first
    "JPEG": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "PNG": (".png", ".apng"),
    "WebP": (".webp",),
    "GIF": (".gif",),
}


class Found(NamedTuple):
    """A file, and where it lies below a folder that was named; None where it was named itself."""

    path: Path
    below: Path | None


def files(named: Iterable[Path]) -> Iterator[Found]:
    """Yield each file to work on, those of a folder in the order of their names.

    Hidden files, links to folders, and the copies we made before are passed over.
    """
    for path in named:
        if path.is_dir():
            yield from _within(path)
        else:
            yield Found(path, None)


def beside(found: Found, fmt: str) -> Path:
    """Return where the clean copy of a file lies without a wish: beside it."""
    return found.path.with_name(found.path.stem + CLEAN + _suffix(found.path, fmt))


def inside(found: Found, fmt: str, folder: Path) -> Path:
    """Return where the clean copy lies in a folder of copies, in the same order as before."""
    return folder / (found.below or Path()) / (found.path.stem + _suffix(found.path, fmt))


def _within(folder: Path) -> Iterator[Found]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(root, name)
            if not name.startswith(".") and not path.stem.endswith(CLEAN) and path.is_file():
                yield Found(path, Path(root).relative_to(folder))


def _suffix(path: Path, fmt: str) -> str:
    """Keep a suffix that says what the file is; a wrong one is set right."""
    return path.suffix if path.suffix.lower() in SUFFIXES[fmt] else SUFFIXES[fmt][0]
