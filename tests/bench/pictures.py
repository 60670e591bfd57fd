"""The pictures of the bench: large, real to a decoder, the same on every machine."""

import io
import random
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import imagecodecs
import numpy
import piexif
import pillow_heif
import tifffile
from PIL import Image

from bot.engine.formats.isobmff.boxes import make

pillow_heif.register_heif_opener()

FOLDER = Path(".cache/bench")
TWELVE = (4000, 3000)  # a 12-megapixel phone photo
CLIP = 500_000_000  # bytes of film: more than a small machine would hold twice

Maker = Callable[[Path], object]  # writes a file of its own


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


def _still(kind: str, size: tuple[int, int], **options: object) -> Maker:
    return lambda path: path.write_bytes(_saved(_photo(size), kind, exif=_exif(), **options))


def _moving(path: Path) -> None:
    frames = [_photo((1600, 1200)).rotate(turn).quantize(256) for turn in (0, 90, 180, 270)]
    frames[0].save(path, save_all=True, append_images=frames[1:], comment="Budi")


def _pages(path: Path) -> None:
    """Write a page of strips as it is, and one of compressed tiles, as scanners do."""
    pixels = numpy.asarray(_photo(TWELVE))
    with tifffile.TiffWriter(path) as file:
        file.write(pixels, photometric="rgb", rowsperstrip=64, description="Budi")
        file.write(pixels, photometric="rgb", tile=(256, 256), compression="zlib")


def _jpeg_xl(path: Path) -> object:
    """Write a codestream in a container, and an Exif box behind it."""
    code = bytes(imagecodecs.jpegxl_encode(numpy.asarray(_photo(TWELVE)), level=90, effort=1))
    boxes = make(b"JXL ", b"\r\n\x87\n"), make(b"ftyp", b"jxl \0\0\0\0jxl "), make(b"jxlc", code)
    return path.write_bytes(b"".join(boxes) + make(b"Exif", bytes(4), _exif()[6:]))


def _clip(path: Path) -> None:
    """Write half a gigabyte of film: a second of it, again and again."""
    with av.open(str(path), "w") as file:
        file.metadata["title"] = "Budi"
        film = file.add_stream("libx264", rate=25, width=1920, height=1080)
        film.options = {"preset": "ultrafast", "qp": "2"}
        picture = av.VideoFrame.from_ndarray(numpy.asarray(_photo((1920, 1080))))
        second = [packet for _ in range(25) for packet in film.encode(picture)]
        second += film.encode(None)
        for number in range(CLIP // sum(packet.size for packet in second) * len(second)):
            packet = av.Packet(bytes(second[number % len(second)]))
            packet.stream, packet.time_base = film, Fraction(1, 25)
            packet.pts = packet.dts = number
            packet.is_keyframe = second[number % len(second)].is_keyframe
            file.mux(packet)


PICTURES: dict[str, tuple[str, Maker]] = {
    "jpeg": ("jpg", _still("JPEG", TWELVE, quality=95)),
    "jpeg-progressive": ("jpg", _still("JPEG", TWELVE, quality=95, progressive=True)),
    "png": ("png", _still("PNG", (2400, 2000))),
    "webp": ("webp", _still("WEBP", (3000, 2500), lossless=True, method=0)),
    "gif": ("gif", _moving),
    "heic": ("heic", _still("HEIF", TWELVE, quality=80)),
    "avif": ("avif", _still("AVIF", TWELVE, quality=80, speed=10)),
    "tiff": ("tif", _pages),
    "jxl": ("jxl", _jpeg_xl),
    "mp4": ("mp4", _clip),
}
NAMES = tuple(PICTURES)


def picture(name: str) -> Path:
    """Return the path of a picture, made on the first call and kept."""
    extension, make_file = PICTURES[name]
    path = FOLDER / f"{name}.{extension}"
    if not path.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        make_file(path)
    return path
