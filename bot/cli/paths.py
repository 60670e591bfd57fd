"""Which files a command works on, and where their clean copies are written."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from bot.engine.choices import Choice

COPY_ENDING = "-bersih"  # of the stem of a clean copy written next to its original
COPY_ENDINGS = {
    Choice.EVERYTHING: COPY_ENDING,
    Choice.LOCATION: "-tanpa-lokasi",
    Choice.CREDIT: "-dengan-nama",
    Choice.PIXELS: "-gambar-ulang",
}
SUFFIXES = {  # accepted for a format besides a dot and its own extension
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


class InputFile(NamedTuple):
    """A file to work on.

    `subfolder` is its folder relative to the folder that was named; None where the file itself
    was named.
    """

    path: Path
    subfolder: Path | None


def input_files(paths: Iterable[Path], output_folder: Path | None = None) -> Iterator[InputFile]:
    """Yield the files that were named, and those in the folders that were named, by name.

    Hidden files, links to folders and the `output_folder` are skipped.
    """
    for path in paths:
        if path.is_dir():
            yield from _folder_files(path, output_folder.resolve() if output_folder else None)
        else:
            yield InputFile(path, None)


def is_copy(file: InputFile) -> bool:
    """Return whether a file in a folder is named as our copies are."""
    return file.subfolder is not None and file.path.stem.endswith(COPY_ENDING)


def sibling_path(file: InputFile, extension: str, choice: Choice = Choice.EVERYTHING) -> Path:
    """Return the default path of the copy of a choice: next to its original."""
    name = file.path.stem + COPY_ENDINGS[choice] + _suffix(file.path, extension)
    return file.path.with_name(name)


def output_path(file: InputFile, extension: str, folder: Path) -> Path:
    """Return the path of a clean copy in an output folder, in the same subfolder as before."""
    return folder / (file.subfolder or Path()) / (file.path.stem + _suffix(file.path, extension))


def _folder_files(folder: Path, skipped: Path | None) -> Iterator[InputFile]:
    for root, subfolders, names in os.walk(folder):
        subfolders[:] = sorted(  # os.walk descends into what is left in this list
            name for name in subfolders
            if not name.startswith(".")
            and (skipped is None or Path(root, name).resolve() != skipped)
        )  # fmt: skip
        for name in sorted(names):
            path = Path(root, name)
            if not name.startswith(".") and path.is_file():
                yield InputFile(path, Path(root).relative_to(folder))


def _suffix(path: Path, extension: str) -> str:
    """Return the path's own suffix if it fits the format, else the format's."""
    default = f".{extension}"
    fits = path.suffix.lower() in (default, *SUFFIXES.get(extension, ()))
    return path.suffix if fits else default
