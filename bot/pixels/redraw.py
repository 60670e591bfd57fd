"""A copy like a screenshot: only what is seen, drawn anew and coded with standard tables.

The pixels are brought upright and into sRGB, made a little smaller, and coded by our encoder
with its own tables: the camera's and the app's fingerprints in the file are gone, and so is what
is hidden in the lowest bits. What is seen stays: faces, text, visible watermarks, and watermarks
made to survive this (SynthID among them).
"""

from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from bot.engine.errors import Damaged, NotOffered, TooLarge
from bot.pixels.decoding import TooManyPixels, open_picture

SCALE = 0.97  # of each side: enough that no pixel is one of the original's
QUALITY = 90
JPEG, PNG = "jpg", "png"
SRGB = ImageCms.createProfile("sRGB")


def redraw(file: BinaryIO) -> tuple[bytes, str]:
    """Return a copy and its file's extension: PNG where it is see-through, else JPEG.

    Of an animation it is the first picture. Raises TooLarge, Damaged, or NotOffered for a format
    that no decoder of ours opens.
    """
    try:
        with open_picture(file) as picture:
            drawn = _plain(picture)
    except TooManyPixels as error:
        raise TooLarge("too many pixels") from error
    except UnidentifiedImageError as error:
        raise NotOffered("picture") from error
    except Exception as error:  # whatever a decoder raises for a hostile file
        raise Damaged("it cannot be drawn") from error
    return _encode(drawn)


def _plain(picture: Image.Image) -> Image.Image:
    """Return what is seen, upright, in sRGB, a little smaller, and with nothing attached."""
    profile = picture.info.get("icc_profile")
    upright: Image.Image = ImageOps.exif_transpose(picture) or picture
    mode = "RGBA" if upright.has_transparency_data else "RGB"
    srgb = _convert_to_srgb(upright, profile, mode)
    width, height = (max(1, round(side * SCALE)) for side in srgb.size)
    small = srgb.resize((width, height), Image.Resampling.LANCZOS)
    bare = Image.new(mode, small.size)  # a new image has no info to be saved with it
    bare.paste(small)
    return bare


def _convert_to_srgb(picture: Image.Image, profile: bytes | None, mode: str) -> Image.Image:
    """Return a picture in sRGB; with a profile that cannot be read, its numbers as they are."""
    if profile and picture.mode in ("RGB", "L", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
            converted = None
        if converted is not None:
            return converted
    return picture.convert(mode)


def _encode(picture: Image.Image) -> tuple[bytes, str]:
    out = BytesIO()
    if picture.mode == "RGBA":
        picture.save(out, "PNG")
        return out.getvalue(), PNG
    picture.save(out, "JPEG", quality=QUALITY, subsampling="4:2:0")
    return out.getvalue(), JPEG
