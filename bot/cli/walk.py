"""Which files are meant: those named, and all in the folders named; and where copies lie."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

CLEAN = "-bersih"  # ends the name, before the suffix, of a copy beside its original
SUFFIXES = {  # of some formats' files; our own choice, the format's extension, goes without saying
    "jpg": (".jpeg", ".jpe", ".jfif"),
    "png": (".apng",),
    "heic": (".heif", ".hif"),
    "tif": (".tiff",),
    "bmp": (".dib",),
    "mov": (".qt",),
    "mp4": (".m4v",),
    "m4a": (".m4b",),
    "3gp": (".3gpp", ".3g2"),
}


class Found(NamedTuple):
    """A file, and where it lies below a folder that was named; None where it was named itself."""

    path: Path
    below: Path | None


def files(named: Iterable[Path], apart: Path | None = None) -> Iterator[Found]:
    """Yield each file to work on, those of a folder in the order of their names.

    Hidden files, links to folders, and a folder of copies `apart` from the originals are
    passed over.
    """
    for path in named:
        if path.is_dir():
            yield from _within(path, apart.resolve() if apart else None)
        else:
            yield Found(path, None)


def is_copy(found: Found) -> bool:
    """Tell whether a file of a folder bears the name that we give to a copy."""
    return found.below is not None and found.path.stem.endswith(CLEAN)


def beside(found: Found, extension: str) -> Path:
    """Return where the clean copy of a file lies without a wish: beside it."""
    return found.path.with_name(found.path.stem + CLEAN + _suffix(found.path, extension))


def inside(found: Found, extension: str, folder: Path) -> Path:
    """Return where the clean copy lies in a folder of copies, in the same order as before."""
    return folder / (found.below or Path()) / (found.path.stem + _suffix(found.path, extension))


def _within(folder: Path, apart: Path | None) -> Iterator[Found]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(
            name for name in folders
            if not name.startswith(".") and (apart is None or Path(root, name).resolve() != apart)
        )  # fmt: skip
        for name in sorted(names):
            path = Path(root, name)
            if not name.startswith(".") and path.is_file():
                yield Found(path, Path(root).relative_to(folder))


def _suffix(path: Path, extension: str) -> str:
    """Keep a suffix that says what the file is; a wrong one is set right."""
    ours = f".{extension}"
    known = path.suffix.lower() in (ours, *SUFFIXES.get(extension, ()))
    return path.suffix if known else ours
