"""Photos of a scene with what phones put in them: a thumbnail, perhaps of another moment."""

import io
import random

import piexif
from PIL import Image, ImageDraw

SIZE = (800, 600)


def scene(seed: int = 1, size: tuple[int, int] = SIZE) -> Image.Image:
    """Return a picture of coloured shapes, a different one for every seed."""
    chance = random.Random(seed)
    picture = Image.new("RGB", size, (200, 220, 240))
    draw = ImageDraw.Draw(picture)
    for _ in range(30):
        x, y = chance.randrange(size[0]), chance.randrange(size[1])
        wide, high = chance.randrange(40, 260), chance.randrange(40, 260)
        draw.rectangle((x, y, x + wide, y + high), tuple(chance.randbytes(3)))
    return picture


def jpeg(picture: Image.Image, **how: object) -> bytes:
    """Return a picture as a JPEG."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88, **how)
    return out.getvalue()


def thumbnail(picture: Image.Image, frame: tuple[int, int] = (160, 120)) -> bytes:
    """Return the small picture that a camera makes: in a frame, black where the scene ends."""
    small = picture.copy()
    small.thumbnail(frame)
    page = Image.new("RGB", frame)
    page.paste(small, ((frame[0] - small.width) // 2, (frame[1] - small.height) // 2))
    return jpeg(page)


def photo(picture: Image.Image, small: bytes, orientation: int = 1) -> bytes:
    """Return a JPEG with a thumbnail."""
    exif = {"0th": {piexif.ImageIFD.Orientation: orientation}, "1st": {}, "thumbnail": small}
    return jpeg(picture, exif=piexif.dump(exif))
