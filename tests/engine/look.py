"""What a picture looks like to decoders that are not ours: Pillow, libheif through it, libjxl."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import imagecodecs
import pillow_heif
import rawpy
from PIL import Image, ImageCms, ImageFile, ImageOps, ImageSequence

from bot.engine.formats import dng

pillow_heif.register_heif_opener()
ImageFile.LOAD_TRUNCATED_IMAGES = True  # a photo cut short must look cut at the same place


@dataclass(frozen=True)
class Look:
    """Every frame as upright RGBA pixels, with its time, and the loop count."""

    frames: tuple[bytes, ...]
    sizes: tuple[tuple[int, ...], ...]
    durations: tuple[object, ...]
    loop: object
    colours: bytes | None
    bright: bytes | None = None  # what an HDR screen shows


def look(data: bytes) -> Look:
    """Decode a file with Pillow, a camera's raw with LibRaw, JPEG XL with libjxl."""
    if dng.is_dng(memoryview(data)):
        return _developed(data)
    if data.startswith((b"\xff\x0a", b"\0\0\0\x0cJXL ")):
        return _jpeg_xl(data)
    with Image.open(io.BytesIO(data)) as image:
        profile = image.info.get("icc_profile")
        frames = [
            (ImageOps.exif_transpose(frame).convert("RGBA"), frame.info.get("duration"))
            for frame in _frames(image)
        ]
        return Look(
            tuple(frame.tobytes() for frame, _ in frames),
            tuple(frame.size for frame, _ in frames),
            tuple(duration for _, duration in frames),
            image.info.get("loop"),
            through(profile) if profile else None,
            _bright(data),
        )


def _bright(data: bytes) -> bytes | None:
    """Return what libultrahdr makes of a JPEG and its gain map, None where it sees none."""
    if not data.startswith(b"\xff\xd8"):
        return None
    try:
        return bytes(imagecodecs.ultrahdr_decode(data).tobytes())
    except imagecodecs.UltrahdrError:
        return None


def _developed(data: bytes) -> Look:
    with rawpy.imread(io.BytesIO(data)) as raw:
        picture = raw.postprocess(output_bps=16)
        return Look((picture.tobytes(),), (picture.shape[:2],), (raw.raw_image.tobytes(),), 0, None)


def _jpeg_xl(data: bytes) -> Look:
    """Decode with libjxl: frames lie one behind the other, upright."""
    pixels = imagecodecs.jpegxl_decode(data)
    return Look((pixels.tobytes(),), (pixels.shape,), (), None, None)


def _frames(image: Image.Image) -> Iterator[Image.Image]:
    if image.format == "MPO":  # its other pictures hide behind the end
        return iter((image,))
    return iter(ImageSequence.Iterator(image))


def through(profile: bytes) -> bytes:
    """Return what a profile makes of a ramp of colours: equal bytes, equal colours."""
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    mode = {"RGB ": "RGB", "GRAY": "L", "CMYK": "CMYK"}[source.profile.xcolor_space]
    bands = len(Image.new(mode, (1, 1)).getbands())
    ramp = Image.frombytes(mode, (64, 64), bytes(i * 37 % 256 for i in range(64 * 64 * bands)))
    lab = ImageCms.profileToProfile(ramp, source, ImageCms.createProfile("LAB"), outputMode="LAB")
    return lab.tobytes() if lab else b""
