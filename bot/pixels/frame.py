"""The first picture of a film, where a decoder for films is installed.

Package: PyAV, the FFmpeg libraries; an extra of ours, for it weighs more than all the rest.
"""

from contextlib import suppress
from importlib import import_module
from io import BytesIO
from types import ModuleType

from PIL import Image

from bot.pixels.opening import Decoding

LARGEST = 4096 * 2304  # pixels of a frame that is decoded: what phones film
LONGEST = 32 * 1024 * 1024  # bytes of a film that are looked at


def _decoder() -> ModuleType | None:
    with suppress(ImportError):
        return import_module("av")
    return None


AV = _decoder()  # at import: a child in the sandbox opens no files


def first_frame(film: memoryview) -> Image.Image | None:
    """Return the first picture of a film, None where nothing here can decode it."""
    if AV is None:
        return None
    with Decoding(), AV.open(BytesIO(film[:LONGEST])) as container:
        stream = container.streams.video[0]
        stream.thread_type = "NONE"
        if stream.width * stream.height > LARGEST:
            return None
        frame = next(container.decode(stream))
        picture: Image.Image = frame.to_image()
        return picture.rotate(frame.rotation, expand=True)
    return None
