"""Does a thumbnail show what its picture shows? A few hundred grey pixels of each are compared.

A thumbnail is made when the photo is taken. Who crops the photo with a program that does not
know of it leaves the whole scene behind.
"""

from collections.abc import Iterable, Iterator
from io import BytesIO
from math import sqrt
from typing import BinaryIO

from PIL import Image, ImageOps

from bot.engine.embedded import EmbeddedFile
from bot.pixels.decoding import Decoding, open_picture
from bot.report import Look

SIDE = 24  # pixels of the square in which both are compared
DRAFT_SIDE = 256  # pixels; a JPEG is decoded no larger than that takes
THUMBNAIL_AREA = 400 * 400  # pixels that any thumbnail may have, however small its picture became
PREVIEW_RATIO = 2  # times smaller than its picture is a preview; what is larger is another picture
BLACK = 24  # of 255: the darkest bar beside a picture of another shape
SHAPE_TOLERANCE = 0.06  # of two shapes: a thumbnail of 160 pixels is cut by the pixel
SAME, DIFFERENT = 0.8, 0.5  # correlation; between the two nothing is claimed

TURNS = (None, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)


def compare_thumbnails(file: BinaryIO, embedded: Iterable[EmbeddedFile]) -> Look | None:
    """Compare a picture with the thumbnails inside its file; None where that is unclear."""
    with Decoding(), open_picture(file) as picture:
        area, has_colour = picture.width * picture.height, picture.mode not in {"L", "1"}
        thumbnails = list(_thumbnails(embedded, area, has_colour))
        if not thumbnails:
            return None
        picture.draft("RGB", (DRAFT_SIDE, DRAFT_SIDE))
        grey = _grey(picture)
        looks = [_compare(grey, thumbnail) for thumbnail in thumbnails]
        # Behind the first may be those of another picture, as the second eye's in a 3D photo.
        return Look.DIFFERS if Look.DIFFERS in looks else looks[0]
    return None


def _thumbnails(
    embedded: Iterable[EmbeddedFile], area: int, has_colour: bool
) -> Iterator[Image.Image]:
    """Yield the small pictures; a grey one beside a colour photo is a map of something."""
    for hidden in embedded:
        if hidden.film:
            continue
        with Decoding(), open_picture(BytesIO(hidden.data)) as small:
            if small.width * small.height > max(THUMBNAIL_AREA, area // PREVIEW_RATIO):
                continue
            if (small.mode == "L") != has_colour:
                yield _grey(small)


def _grey(picture: Image.Image) -> Image.Image:
    small = picture.copy()
    small.thumbnail((DRAFT_SIDE, DRAFT_SIDE))
    return small.convert("RGB").convert("L")


def _without_bars(picture: Image.Image) -> Image.Image:
    """Cut off black bars, if they are on two opposite sides only."""
    box = picture.point(lambda value: 255 * (value > BLACK)).getbbox()
    if box and (box[2] - box[0] == picture.width) != (box[3] - box[1] == picture.height):
        return picture.crop(box)
    return picture


def _compare(picture: Image.Image, thumbnail: Image.Image) -> Look | None:
    cuts = (thumbnail, _without_bars(thumbnail))  # a dark scene has black sides of its own
    turned = [cut if turn is None else cut.transpose(turn) for cut in cuts for turn in TURNS]
    of_same_shape = (cut for cut in turned if _has_same_shape(picture, cut))
    if max((_likeness(picture, cut) for cut in of_same_shape), default=-1.0) >= SAME:
        return Look.SAME
    # The middle of a picture may be all that was cut to another shape: then nothing is claimed.
    most_alike = max(_likeness(picture, cut) for cut in turned)
    return Look.DIFFERS if most_alike < DIFFERENT else None


def _has_same_shape(first: Image.Image, second: Image.Image) -> bool:
    ratio = first.width * second.height / (first.height * second.width)
    return abs(ratio - 1) <= SHAPE_TOLERANCE


def _likeness(first: Image.Image, second: Image.Image) -> float:
    """Return how alike two pictures are, -1 to 1, each cut to a square."""
    square = (SIDE, SIDE)
    cuts = (ImageOps.fit(p, square, Image.Resampling.BOX).tobytes() for p in (first, second))
    return _correlation(*cuts)


def _correlation(first: bytes, second: bytes) -> float:
    """Return Pearson's coefficient; 1 where both are flat, 0 where one is."""
    first_mean, second_mean = sum(first) / len(first), sum(second) / len(second)
    pairs = [(a - first_mean, b - second_mean) for a, b in zip(first, second, strict=True)]
    spread = sqrt(sum(a * a for a, _ in pairs) * sum(b * b for _, b in pairs))
    if not spread:
        return float(max(first) - min(first) == max(second) - min(second))
    return sum(a * b for a, b in pairs) / spread
