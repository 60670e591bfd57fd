"""Pictures opened by the decoders that are named here, and by no other.

All of them are imported beforehand: a child in the sandbox opens no file of its own.
"""

import warnings
from types import TracebackType
from typing import BinaryIO

from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    ImageOps,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

PLUGINS = (
    AvifImagePlugin, BmpImagePlugin, GifImagePlugin, JpegImagePlugin, MpoImagePlugin,
    PngImagePlugin, TiffImagePlugin, WebPImagePlugin,
)  # fmt: skip
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF", "BMP")
LARGEST = 50_000_000  # pixels of a picture that is decoded to be looked at

Image.preinit()


class TooManyPixels(ValueError):
    """The file's: it declares more than is decoded here."""


class Decoding:
    """Decode inside: whatever a decoder raises or warns of a file ends here, unsaid."""

    def __enter__(self) -> None:
        self._quiet = warnings.catch_warnings()
        self._quiet.__enter__()
        warnings.simplefilter("ignore")
        self._patient = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = False  # half a picture is not judged

    def __exit__(
        self,
        kind: type[BaseException] | None,
        _error: BaseException | None,
        _at: TracebackType | None,
    ) -> bool:
        ImageFile.LOAD_TRUNCATED_IMAGES = self._patient
        self._quiet.__exit__(None, None, None)
        return kind is not None and issubclass(kind, Exception)


def opened(file: BinaryIO) -> Image.Image:
    """Open a picture; nothing is decoded yet.

    Raises TooManyPixels, or whatever a decoder makes of a hostile file.
    """
    picture = Image.open(file, formats=FORMATS)
    if picture.width * picture.height > LARGEST:
        raise TooManyPixels
    return picture


def small(file: BinaryIO, side: int) -> Image.Image:
    """Return a picture, upright, no larger than a square of `side` pixels; raises as `opened`."""
    with opened(file) as picture:
        picture.draft("RGB", (side, side))
        upright: Image.Image = ImageOps.exif_transpose(picture) or picture
        upright.thumbnail((side, side))
        return upright.convert("RGBA" if upright.has_transparency_data else "RGB")
