"""Small real pictures of every format, and dirt to hide in them.

`CLEAN` maps a name to a file that Pillow or we wrote; `dirty(name)` is a strategy of that
file with secrets planted wherever its container has room.
"""

import io
import random
import struct
import zlib
from collections.abc import Callable

import imagecodecs
import numpy
import piexif
import pillow_heif
import tifffile
from hypothesis import strategies as st
from PIL import Image, ImageCms

from bot.engine import plan
from bot.engine.formats.isobmff import boxes
from tests.engine import boxes as box_strategies
from tests.engine import directories, dngs, hdrs
from tests.engine.hdrs import segment as segment

pillow_heif.register_heif_opener()

XMP_TRAILER = b"\1" + bytes(range(255, -1, -1)) + b"\0"  # XMP part 3 §1.1.2
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
JXL = b"\0\0\0\x0cJXL \r\n\x87\n" + boxes.make(b"ftyp", b"jxl \0\0\0\0jxl ")
SECRET = b"-6.1754,106.8272 Budi Santoso"

Dirt = Callable[[bytes], bytes]


def _noise(mode: str, size: tuple[int, int] = (24, 16), seed: int = 7) -> Image.Image:
    random.seed(seed)
    channels = len(Image.new(mode, (1, 1)).getbands())
    return Image.frombytes(mode, size, random.randbytes(size[0] * size[1] * channels))


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """Return the bytes that Pillow writes."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def chunk(kind: bytes, body: bytes = b"") -> bytes:
    """Build a PNG chunk."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def riff_chunk(kind: bytes, body: bytes) -> bytes:
    """Build a WebP chunk, padded to an even length."""
    return kind + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)


def sub_blocks(body: bytes) -> bytes:
    """Build GIF sub-blocks with their terminator."""
    pieces = [body[at : at + 255] for at in range(0, len(body), 255)]
    return b"".join(bytes([len(piece)]) + piece for piece in pieces) + b"\0"


def insert(data: bytes, at: int, extra: bytes) -> bytes:
    """Put bytes into a file."""
    return data[:at] + extra + data[at:]


def exif_block(orientation: int = 1) -> bytes:
    """Return an Exif block with a place, a serial number and a thumbnail, written by piexif."""
    thumbnail = saved(_noise("RGB"), "JPEG")
    block: bytes = piexif.dump(
        {
            "0th": {
                piexif.ImageIFD.Make: b"Kamera",
                piexif.ImageIFD.Orientation: orientation,
                piexif.ImageIFD.Artist: SECRET,
            },
            "Exif": {piexif.ExifIFD.BodySerialNumber: b"SN-" + SECRET},
            "GPS": {
                piexif.GPSIFD.GPSLatitudeRef: b"S",
                piexif.GPSIFD.GPSLatitude: ((6, 1), (10, 1), (3144, 100)),
                piexif.GPSIFD.GPSLongitudeRef: b"E",
                piexif.GPSIFD.GPSLongitude: ((106, 1), (49, 1), (3800, 100)),
            },
            "1st": {},
            "thumbnail": thumbnail,
        }
    )
    return block


def _interlaced() -> bytes:
    """Return an Adam7 PNG: grey, 5 x 3 pixels; Pillow reads them but does not write them."""
    rows = bytes.fromhex("0010 0020 0030 00405060 007080 0090a0 00b0c0d0e0f0")
    header = struct.pack(">IIBBBBB", 5, 3, 8, 0, 0, 0, 1)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND"))
    )


def _big_tiff() -> bytes:
    """Return a BigTIFF in tiles, in planes of one colour."""
    pixels = numpy.frombuffer(random.Random(6).randbytes(3 * 24 * 16), "u1")
    file = io.BytesIO()
    with tifffile.TiffWriter(file, bigtiff=True) as writer:
        writer.write(
            pixels.reshape(3, 16, 24),
            photometric="rgb",
            planarconfig="separate",
            tile=(16, 16),
            metadata=None,
        )
    return file.getvalue()


def _jpeg_xl() -> bytes:
    pixels = numpy.asarray(_noise("RGB"))
    return bytes(imagecodecs.jpegxl_encode(pixels, lossless=True))


def _run_length() -> bytes:
    """Return a BMP of 8-bit runs, 4 x 2 pixels: runs, a jump, a literal run, both ends."""
    rows = bytes([4, 1, 0, 0, 2, 5, 0, 2, 1, 0, 1, 7, 0, 1])
    palette = b"".join(bytes([n, n * 2, n * 3, 0]) for n in range(8))
    start = 14 + 40 + len(palette)
    head = struct.pack("<IiiHHIIIIII", 40, 4, 2, 1, 8, 1, len(rows), 0, 0, 8, 0)
    return struct.pack("<2sIHHI", b"BM", start + len(rows), 0, 0, start) + head + palette + rows


def _profiled() -> bytes:
    """Return a BMP with a version 5 header and a colour profile behind its rows."""
    rows = random.Random(8).randbytes(8 * 4 * 3)
    start = 14 + 124
    head = struct.pack("<IiiHHIIIIII", 124, 8, 4, 1, 24, 0, len(rows), 0, 0, 0, 0)
    head += bytes(16) + b"DEBM" + bytes(48) + struct.pack("<IIII", 4, 124 + 96, len(SRGB), 0)
    size = start + len(rows) + len(SRGB)
    return struct.pack("<2sIHHI", b"BM", size, 0, 0, start) + head + rows + SRGB


_FRAMES = [_noise("RGB", seed=seed) for seed in (1, 2, 3)]
_ALPHA = [_noise("RGBA", seed=seed) for seed in (4, 5)]

CLEAN: dict[str, bytes] = {
    "jpeg": saved(_noise("RGB"), "JPEG"),
    "jpeg-progressive": saved(_noise("RGB"), "JPEG", progressive=True),
    "jpeg-grey": saved(_noise("L"), "JPEG", restart_marker_blocks=1),
    "jpeg-cmyk": saved(_noise("CMYK"), "JPEG"),
    "jpeg-hdr": hdrs.ultra(),
    "jpeg-hdr-google": hdrs.photo(hdrs.adobe()),
    "jpeg-hdr-apple": hdrs.photo(hdrs.apple(), google=False),
    "png": saved(_noise("RGB"), "PNG"),
    "png-alpha": saved(_noise("RGBA"), "PNG"),
    "png-palette": saved(_noise("RGB").quantize(7), "PNG", transparency=2),
    "png-interlaced": _interlaced(),
    "apng": saved(_FRAMES[0], "PNG", save_all=True, append_images=_FRAMES[1:], duration=70),
    "webp": saved(_noise("RGB"), "WEBP"),
    "webp-lossless": saved(_noise("RGBA"), "WEBP", lossless=True),
    "webp-animated": saved(
        _ALPHA[0], "WEBP", save_all=True, append_images=_ALPHA[1:], duration=90, loop=3
    ),
    "gif": saved(_noise("RGB").quantize(9), "GIF"),
    "gif-animated": saved(
        _FRAMES[0].quantize(9),
        "GIF",
        save_all=True,
        append_images=[frame.quantize(9) for frame in _FRAMES[1:]],
        duration=70,
        loop=2,
    ),
    "heic": saved(_noise("RGB"), "HEIF"),
    "heic-alpha": saved(_noise("RGBA"), "HEIF"),
    "avif": saved(_noise("RGB"), "AVIF"),
    "avif-alpha": saved(_noise("RGBA"), "AVIF"),
    "tiff": saved(_noise("RGB"), "TIFF"),
    "tiff-lzw": saved(_noise("RGBA"), "TIFF", compression="tiff_lzw"),
    "tiff-jpeg": saved(_noise("RGB"), "TIFF", compression="jpeg"),
    "tiff-fax": saved(_noise("L").convert("1"), "TIFF", compression="group4"),
    "tiff-pages": saved(
        _FRAMES[0], "TIFF", save_all=True, append_images=_FRAMES[1:], compression="tiff_deflate"
    ),
    "tiff-big": _big_tiff(),
    "dng": dngs.dng(),
    "dng-tiles": dngs.dng(how={"tile": (16, 16)}, byteorder=">"),
    "jxl": JXL + boxes.make(b"jxlc", _jpeg_xl()),
    "jxl-pieces": JXL
    + boxes.make(b"jxlp", bytes(4), _jpeg_xl()[:99])
    + boxes.make(b"jxlp", b"\x80\0\0\1", _jpeg_xl()[99:]),
    "bmp": saved(_noise("RGB", (23, 16)), "BMP"),
    "bmp-palette": saved(_noise("RGB", (23, 16)).quantize(9), "BMP"),
    "bmp-rle": _run_length(),
    "bmp-profile": _profiled(),
    "avif-animated": saved(
        _ALPHA[0], "AVIF", save_all=True, append_images=_ALPHA[1:], duration=[70, 90]
    ),
}
CLEAN = {name: b"".join(plan(data).spans) for name, data in CLEAN.items()}

secrets = st.binary(max_size=40).map(lambda noise: noise + SECRET)


def _jpeg(body: bytes, marker: int, at: int) -> Dirt:
    def plant(data: bytes) -> bytes:
        parts = [part for part in plan(data).parts[1:] if not part.name.endswith(" table")]
        starts = [*(part.start for part in parts), len(data)]
        return insert(data, starts[at % len(starts)], segment(marker, body))

    return plant


def _png(kind: bytes, body: bytes, at: int) -> Dirt:
    def plant(data: bytes) -> bytes:
        starts = [p.start for p in plan(data).parts[2:] if not p.name.endswith((" data", " tail"))]
        return insert(data, starts[at % len(starts)], chunk(kind, body))

    return plant


def _png_behind_stream(body: bytes) -> Dirt:
    def plant(data: bytes) -> bytes:
        streams = [part for part in plan(data).parts if part.name in {"IDAT", "fdAT"}]
        if not streams:
            return data + body
        part = streams[-1]
        kind, old = bytes(part.raw[4:8]), bytes(part.raw[8:-4])
        return data[: part.start] + chunk(kind, old + body) + data[part.end :]

    return plant


def _longer(data: bytes, more: int) -> bytes:
    size = struct.unpack_from("<I", data, 4)[0]
    return data[:4] + struct.pack("<I", size + more) + data[8:]


def _webp(kind: bytes, body: bytes, at: int) -> Dirt:
    def plant(data: bytes) -> bytes:
        starts = [p.start for p in plan(data).parts[1:] if "/" not in p.name]
        extra = riff_chunk(kind, body)
        return _longer(insert(data, starts[at % len(starts)], extra), len(extra))

    return plant


def _webp_in_frame(kind: bytes, body: bytes) -> Dirt:
    def plant(data: bytes) -> bytes:
        frames = [part.start for part in plan(data).parts if part.name == "ANMF"]
        if not frames:
            return data + body
        at = frames[0]
        extra = riff_chunk(kind, body)
        size = struct.unpack_from("<I", data, at + 4)[0]
        out = insert(data, at + 8 + size, extra)
        out = out[: at + 4] + struct.pack("<I", size + len(extra)) + out[at + 8 :]
        return _longer(out, len(extra))

    return plant


def _gif(extension: bytes, at: int) -> Dirt:
    def plant(data: bytes) -> bytes:
        names = {"control", "loop", "image", "end"}
        starts = [part.start for part in plan(data).parts if part.name in names]
        return insert(data, starts[at % len(starts)], extension)

    return plant


def _gif_behind_stream(body: bytes) -> Dirt:
    def plant(data: bytes) -> bytes:
        ends = [part.start for part in plan(data).parts if part.name == "terminator"]
        return insert(data, ends[-1], sub_blocks(body)[:-1])

    return plant


def _xmp(body: bytes) -> bytes:
    return b"\x21\xff\x0bXMP DataXMP" + body.replace(b"\0", b"") + XMP_TRAILER


def _jxl(kind: bytes, body: bytes, at: int) -> Dirt:
    def plant(data: bytes) -> bytes:
        starts = [box.start for box in boxes.parse_boxes(memoryview(data))][2:]
        return insert(data, starts[at % len(starts)], boxes.make(kind, bytes(4), body))

    return plant


def _bmp(body: bytes) -> Dirt:
    """Put words between the palette and the rows, and a resolution into the header."""

    def plant(data: bytes) -> bytes:
        (at,) = struct.unpack_from("<I", data, 10)
        dots = struct.pack("<II", 3780, 3780)
        out = data[:10] + struct.pack("<I", at + len(body)) + data[14:38] + dots + data[46:at]
        if data[14] == 124:
            (old,) = struct.unpack_from("<I", out, 14 + 112)
            out = out[:126] + struct.pack("<I", old + len(body)) + out[130:]
        return out + body + data[at:]

    return plant


def _behind(body: bytes) -> Dirt:
    return lambda data: data + body


places = st.integers(0, 60)
letters = st.sampled_from([b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"caBX", b"sPLT", b"vpAg"])
_behind_the_end = st.builds(_behind, secrets)
DIRT: dict[str, st.SearchStrategy[Dirt]] = {
    "jpeg": st.builds(_jpeg, secrets, st.sampled_from([*range(0xE0, 0xF0), 0xFE]), places)
    | st.builds(_jpeg, st.just(exif_block()), st.just(0xE1), places)
    | st.builds(
        _jpeg,
        secrets.map(lambda s: b"http://ns.adobe.com/xap/1.0/\0" + s),
        st.just(0xE1),
        places,
    )
    | _behind_the_end,
    "png": st.builds(_png, letters, secrets.map(lambda s: b"Comment\0" + s), places)
    | st.builds(_png, st.just(b"eXIf"), st.just(exif_block()[6:]), places)
    | st.builds(_png_behind_stream, secrets)
    | _behind_the_end,
    "webp": st.builds(_webp, st.sampled_from([b"EXIF", b"XMP ", b"C2PA", b"abcd"]), secrets, places)
    | st.builds(_webp_in_frame, st.sampled_from([b"abcd", b"EXIF"]), secrets)
    | _behind_the_end,
    "gif": st.builds(_gif, secrets.map(lambda s: b"\x21\xfe" + sub_blocks(s)), places)
    | st.builds(_gif, secrets.map(_xmp), places)
    | st.builds(_gif, secrets.map(lambda s: b"\x21\x01\x0c" + bytes(12) + sub_blocks(s)), places)
    | st.builds(_gif_behind_stream, secrets)
    | _behind_the_end,
    "tiff": directories.dirt(secrets) | _behind_the_end,
    "dng": directories.dirt(secrets) | _behind_the_end,
    "jxl": st.builds(_jxl, st.sampled_from([b"Exif", b"xml ", b"brob", b"uuid"]), secrets, places)
    | _behind_the_end,
    "bmp": st.builds(_bmp, secrets) | _behind_the_end,
    "heic": box_strategies.dirt(secrets) | _behind_the_end,
    "avif": box_strategies.dirt(secrets) | _behind_the_end,
}


def family(name: str) -> str:
    """Return the container that a picture of CLEAN is in."""
    head = name.split("-")[0]
    return "png" if head == "apng" else head


@st.composite
def dirty(draw: st.DrawFn, name: str) -> bytes:
    """Return a clean picture with up to four secrets planted in it."""
    data = CLEAN[name]
    for plant in draw(st.lists(DIRT[family(name)], max_size=4)):
        data = plant(data)
    return data


@st.composite
def dirty_pictures(draw: st.DrawFn) -> tuple[str, bytes]:
    """Return any picture of CLEAN, by name, with dirt in it."""
    name = draw(st.sampled_from(sorted(CLEAN)))
    return name, draw(dirty(name))


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Return a picture with a few bytes overwritten anywhere, or cut short, or pure noise."""
    _, data = draw(dirty_pictures())
    at = draw(st.integers(0, len(data) - 1))
    patch = draw(st.binary(max_size=6))
    return data[:at] + patch + data[at + len(patch) :] if patch else data[:at]
