"""DNG files as cameras and converters write them: a preview first, the sensor's data below."""

import io
import random
import struct
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy
import tifffile

Tag = tuple[int, int, int, object, bool]
WIDE, HIGH = 64, 48

# What every raw developer needs: an iPhone's matrix, as ratios.
MATRIX = (7000, 10000, -2000, 10000, -600, 10000, -4500, 10000, 12500, 10000, 2200, 10000,
          -900, 10000, 1800, 10000, 5500, 10000)  # fmt: skip
FILE: tuple[Tag, ...] = (
    (50706, 1, 4, b"\1\4\0\0", True),
    (50707, 1, 4, b"\1\1\0\0", True),
    (50708, 2, 0, "Phone 12 wide", True),
    (50721, 10, 9, MATRIX, True),
    (50728, 5, 3, (5, 10, 1, 1, 6, 10), True),
    (50778, 3, 1, 21, True),
)
SENSOR: tuple[Tag, ...] = (
    (33421, 3, 2, (2, 2), True),
    (33422, 1, 4, b"\0\1\1\2", True),
    (50710, 1, 3, b"\0\1\2", True),
    (50711, 3, 1, 1, True),
    (50714, 3, 1, 256, True),
    (50717, 3, 1, 16000, True),
    (50829, 4, 4, (0, 0, HIGH, WIDE), True),
)
WORDS: tuple[Tag, ...] = (
    (271, 2, 0, "Phones", True),
    (272, 2, 0, "Phone 12", True),
    (50735, 2, 0, "SN-0042-4711", True),
    (50740, 1, 12, b"private blob", True),
    (50781, 1, 16, b"unique-number-16", True),
    (50827, 2, 0, "IMG_0001.RAW", True),
    (50936, 2, 0, "My own profile", True),
)


def opcodes(*codes: tuple[int, bytes], flags: int = 1) -> bytes:
    """Return a list of opcodes of a number and a body each."""
    return struct.pack(">I", len(codes)) + b"".join(
        struct.pack(">I4sII", number, b"\1\3\0\0", flags, len(body)) + body
        for number, body in codes
    )


def sensor(seed: int = 1) -> "numpy.ndarray[tuple[int, int], numpy.dtype[numpy.uint16]]":
    """Return what a sensor saw: noise between black and white."""
    noise = random.Random(seed)
    values = [noise.randrange(256, 15000) for _ in range(WIDE * HIGH)]
    return numpy.array(values, numpy.uint16).reshape(HIGH, WIDE)


def dng(
    of_file: Sequence[Tag] = (),
    of_sensor: Sequence[Tag] = (),
    *,
    preview: bool = True,
    how: Mapping[str, Any] | None = None,
    byteorder: Literal["<", ">"] = "<",
    more: Sequence[tuple[int, Any, int]] = (),
) -> bytes:
    """Return a DNG; `more` are further pictures below, each of a kind and a photometric."""
    file = io.BytesIO()
    plain: dict[str, Any] = {"metadata": None, "software": False}
    shown: dict[str, Any] = {"photometric": 32803, "subfiletype": 0, **plain, **(how or {})}
    with tifffile.TiffWriter(file, byteorder=byteorder) as writer:
        tags = [*FILE, *of_file]
        if preview:
            small = numpy.full((12, 16, 3), 99, "u1")
            writer.write(
                small, photometric="rgb", subfiletype=1, subifds=1 + len(more),
                extratags=tags, **plain,
            )  # fmt: skip
            writer.write(sensor(), extratags=[*SENSOR, *of_sensor], **shown)
            for kind, pixels, light in more:
                writer.write(pixels, photometric=light, subfiletype=kind, **plain)
        else:
            writer.write(sensor(), extratags=[*tags, *SENSOR, *of_sensor], **shown)
    return file.getvalue()
