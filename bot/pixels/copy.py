"""A copy like a screenshot: only what is seen, drawn anew and pressed with standard tables.

The pixels are brought upright and into sRGB, made a little smaller, and coded by our encoder
with its own tables: the camera's and the app's fingerprints in the file are gone, and so is what
lies in the lowest bits. What is seen stays: faces, words, visible watermarks, and watermarks
made to last (SynthID among them).
"""

from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from bot.engine.errors import Damaged, NotOffered, TooLarge
from bot.pixels.opening import TooManyPixels, opened

SMALLER = 0.97  # of each side: enough that no pixel is one of the original's
QUALITY = 90
JPEG, PNG = "jpg", "png"
SRGB = ImageCms.createProfile("sRGB")


def redrawn(file: BinaryIO) -> tuple[bytes, str]:
    """Return a copy, and its file's suffix: PNG where it is see-through, else JPEG.

    Of an animation, the first picture. Raises TooLarge, Damaged, or NotOffered for what no
    decoder of ours opens.
    """
    try:
        with opened(file) as picture:
            drawn = _plain(picture)
    except TooManyPixels as error:
        raise TooLarge("too many pixels") from error
    except UnidentifiedImageError as error:
        raise NotOffered("picture") from error
    except Exception as error:  # whatever a decoder makes of a hostile file
        raise Damaged("it cannot be drawn") from error
    return _coded(drawn)


def _plain(picture: Image.Image) -> Image.Image:
    """Return what is seen, upright, in sRGB, a little smaller, and with nothing attached."""
    profile = picture.info.get("icc_profile")
    upright: Image.Image = ImageOps.exif_transpose(picture) or picture
    mode = "RGBA" if upright.has_transparency_data else "RGB"
    colours = _in_srgb(upright, profile, mode)
    size = tuple(max(1, round(side * SMALLER)) for side in colours.size)
    small = colours.resize((size[0], size[1]), Image.Resampling.LANCZOS)
    bare = Image.new(mode, small.size)
    bare.paste(small)
    return bare


def _in_srgb(picture: Image.Image, profile: bytes | None, mode: str) -> Image.Image:
    if profile and picture.mode in ("RGB", "L", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            made = ImageCms.profileToProfile(picture, source, SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
            made = None  # a profile nobody can read: the numbers as they are
        if made is not None:
            return made
    return picture.convert(mode)


def _coded(picture: Image.Image) -> tuple[bytes, str]:
    out = BytesIO()
    if picture.mode == "RGBA":
        picture.save(out, "PNG")
        return out.getvalue(), PNG
    picture.save(out, "JPEG", quality=QUALITY, subsampling="4:2:0")
    return out.getvalue(), JPEG
