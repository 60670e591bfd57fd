"""The pictures of the bench: large, real to a decoder, the same on every machine."""

import io
import random
from pathlib import Path

import piexif
from PIL import Image

FOLDER = Path(".cache/bench")
TWELVE = (4000, 3000)  # a 12-megapixel phone photo


def _photo(size: tuple[int, int]) -> Image.Image:
    """Return noise on gradients: it compresses about as badly as a photo does."""
    width, height = size
    noise = Image.frombytes("L", (width // 2, height // 2), random.Random(7).randbytes(
        width // 2 * (height // 2))).resize(size)  # fmt: skip
    slope = Image.linear_gradient("L").resize(size)
    round_ = Image.radial_gradient("L").resize(size)
    bands = (Image.blend(noise, slope, 0.6), Image.blend(noise, round_, 0.7), slope)
    return Image.merge("RGB", bands)


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def _exif() -> bytes:
    gps = {
        piexif.GPSIFD.GPSLatitudeRef: b"S",
        piexif.GPSIFD.GPSLatitude: ((6, 1), (10, 1), (3144, 100)),
        piexif.GPSIFD.GPSLongitudeRef: b"E",
        piexif.GPSIFD.GPSLongitude: ((106, 1), (49, 1), (3800, 100)),
    }
    block: bytes = piexif.dump({"0th": {piexif.ImageIFD.Make: b"Kamera"}, "GPS": gps})
    return block


def _make(name: str) -> bytes:
    exif = _exif()
    match name:
        case "jpeg":
            return _saved(_photo(TWELVE), "JPEG", quality=95, exif=exif)
        case "jpeg-progressive":
            return _saved(_photo(TWELVE), "JPEG", quality=95, exif=exif, progressive=True)
        case "png":
            return _saved(_photo((2400, 2000)), "PNG", exif=exif)
        case "webp":
            return _saved(_photo((3000, 2500)), "WEBP", lossless=True, method=0, exif=exif)
        case _:
            frames = [_photo((1600, 1200)).rotate(turn).quantize(256) for turn in (0, 90, 180, 270)]
            return _saved(frames[0], "GIF", save_all=True, append_images=frames[1:], comment="Budi")


NAMES = ("jpeg", "jpeg-progressive", "png", "webp", "gif")
EXTENSIONS = {"jpeg": "jpg", "jpeg-progressive": "jpg"}


def picture(name: str) -> Path:
    """Return the path of a picture, made on the first call and kept."""
    path = FOLDER / f"{name}.{EXTENSIONS.get(name, name)}"
    if not path.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_make(name))
    return path
