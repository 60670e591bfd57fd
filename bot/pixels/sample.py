"""A photo that gives away what phones write down: a drawn sunset, and true Exif.

Spec: Exif 3.0; the place is the National Monument in Jakarta, the rest is made up.
"""

import io
from fractions import Fraction

import piexif
from PIL import Image, ImageDraw

SIZE = (1200, 900)
THUMBNAIL = (160, 120)
SKY, GLOW, GROUND, STONE, GOLD = "#2b3a67", "#f2a65a", "#1d2b1f", "#ddd6c8", "#f5c542"

LATITUDE, LONGITUDE, ALTITUDE = -6.1754, 106.8272, 12.0  # degrees, degrees, metres


def photo() -> bytes:
    """Return a JPEG with a place, an owner, a serial number, a moment and a thumbnail."""
    picture = _drawn()
    small = io.BytesIO()
    picture.resize(THUMBNAIL).save(small, "JPEG", quality=70)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88, exif=_exif(small.getvalue()))
    return out.getvalue()


def _drawn() -> Image.Image:
    width, height = SIZE
    sky = Image.linear_gradient("L").resize(SIZE)
    picture = Image.composite(Image.new("RGB", SIZE, GLOW), Image.new("RGB", SIZE, SKY), sky)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((760, 420, 960, 620), fill="#ffd98a")
    draw.rectangle((0, 700, width, height), fill=GROUND)
    draw.polygon([(470, 640), (730, 640), (680, 700), (520, 700)], fill=STONE)  # the cup
    draw.polygon([(588, 250), (612, 250), (626, 640), (574, 640)], fill=STONE)  # the column
    draw.polygon([(600, 170), (622, 235), (600, 250), (578, 235)], fill=GOLD)  # the flame
    return picture


def _exif(thumbnail: bytes) -> bytes:
    taken = b"2025:09:10 17:42:08"
    block: bytes = piexif.dump(
        {
            "0th": {
                piexif.ImageIFD.Make: b"Contoh",
                piexif.ImageIFD.Model: b"Contoh Ponsel 5",
                piexif.ImageIFD.Software: b"Kamera 1.0",
                piexif.ImageIFD.Artist: b"Ayu Contoh",
                piexif.ImageIFD.DateTime: taken,
                piexif.ImageIFD.Orientation: 1,
            },
            "Exif": {
                piexif.ExifIFD.DateTimeOriginal: taken,
                piexif.ExifIFD.OffsetTimeOriginal: b"+07:00",
                piexif.ExifIFD.BodySerialNumber: b"CTH-0042-1945",
                piexif.ExifIFD.CameraOwnerName: b"Ayu Contoh",
                piexif.ExifIFD.LensModel: b"Contoh 24 mm f/1.8",
                piexif.ExifIFD.ExposureTime: (1, 60),
            },
            "GPS": {
                piexif.GPSIFD.GPSLatitudeRef: b"S",
                piexif.GPSIFD.GPSLatitude: _angle(LATITUDE),
                piexif.GPSIFD.GPSLongitudeRef: b"E",
                piexif.GPSIFD.GPSLongitude: _angle(LONGITUDE),
                piexif.GPSIFD.GPSAltitudeRef: 0,
                piexif.GPSIFD.GPSAltitude: (round(ALTITUDE * 10), 10),
            },
            "1st": {piexif.ImageIFD.Compression: 6},
            "thumbnail": thumbnail,
        }
    )
    return block


def _angle(degrees: float) -> tuple[tuple[int, int], ...]:
    """Return degrees, minutes and seconds as Exif writes them: three fractions."""
    seconds = Fraction(abs(degrees)).limit_denominator(10_000) * 3600
    whole, left = divmod(seconds, 3600)
    minutes, rest = divmod(left, 60)
    return (int(whole), 1), (int(minutes), 1), (round(rest * 100), 100)
