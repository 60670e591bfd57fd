"""Pictures and films opened by the decoders that are named here, and by no others.

All of them are imported beforehand: a child of the sandbox can open no file of its own.
Packages: Pillow; for films PyAV, the FFmpeg libraries, where it is installed: an extra of ours,
for it weighs more than all the rest.
"""

import warnings
from contextlib import suppress
from importlib import import_module
from io import BytesIO
from types import ModuleType, TracebackType
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
MAX_PIXELS = 50_000_000  # of a picture that is decoded to be looked at
MAX_FRAME_PIXELS = 4096 * 2304  # of a film: what phones record
MAX_FILM = 32 * 1024 * 1024  # bytes of a film that are read

Image.preinit()


def _import_av() -> ModuleType | None:
    with suppress(ImportError):
        return import_module("av")
    return None


AV = _import_av()


class TooManyPixels(ValueError):
    """The picture declares more pixels than are decoded here."""


class Decoding:
    """A context to decode in: it ends where a decoder raises, and nothing is warned of.

    What stands after it runs all the same, so a value that is computed inside needs a default.
    """

    def __enter__(self) -> None:
        self._warnings = warnings.catch_warnings()
        self._warnings.__enter__()
        warnings.simplefilter("ignore")
        self._load_truncated = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = False  # half a picture is not judged

    def __exit__(
        self,
        kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> bool:
        ImageFile.LOAD_TRUNCATED_IMAGES = self._load_truncated
        self._warnings.__exit__(None, None, None)
        return kind is not None and issubclass(kind, Exception)


def open_picture(file: BinaryIO) -> Image.Image:
    """Return the picture that a file begins with; nothing is decoded yet.

    Raises TooManyPixels, or whatever a decoder raises for a hostile file.
    """
    picture = Image.open(file, formats=FORMATS)
    if picture.width * picture.height > MAX_PIXELS:
        raise TooManyPixels
    return picture


def decode_small(file: BinaryIO, side: int) -> Image.Image:
    """Return a picture, upright, RGB or RGBA, no larger than a square of `side` pixels.

    Raises as open_picture does.
    """
    with open_picture(file) as picture:
        picture.draft("RGB", (side, side))
        upright: Image.Image = ImageOps.exif_transpose(picture) or picture
        upright.thumbnail((side, side))
        return upright.convert("RGBA" if upright.has_transparency_data else "RGB")


def first_frame(film: memoryview) -> Image.Image | None:
    """Return the first picture of a film, None where it cannot be decoded here."""
    if AV is None:
        return None
    with Decoding(), AV.open(BytesIO(film[:MAX_FILM])) as container:
        stream = container.streams.video[0]
        stream.thread_type = "NONE"
        if stream.width * stream.height > MAX_FRAME_PIXELS:
            return None
        frame = next(container.decode(stream))
        picture: Image.Image = frame.to_image()
        return picture.rotate(frame.rotation, expand=True)
    return None
