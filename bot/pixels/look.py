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
from bot.pixels.opening import Decoding, opened
from bot.report import Look

SIDE = 24  # pixels of the square in which both are compared
DRAFT = 256  # pixels; a JPEG is decoded no larger than it takes
THUMB = 400 * 400  # pixels that any thumbnail may have, however small its picture became
SMALLER = 2  # times smaller than its picture is a preview; what is larger is another picture
BAR = 24  # of 255: the black beside a picture of another shape
SHAPE = 0.06  # how much two shapes may differ: a thumbnail of 160 pixels is cut by the pixel
SAME, OTHER = 0.8, 0.5  # correlation; between the two nobody can say

TURNS = (None, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)


def look(file: BinaryIO, found: Iterable[EmbeddedFile]) -> Look | None:
    """Compare a picture with the thumbnails inside its file; None where that cannot be told."""
    with Decoding(), opened(file) as picture:
        area, colour = picture.width * picture.height, picture.mode not in {"L", "1"}
        thumbnails = list(_thumbnails(found, area, colour))
        if not thumbnails:
            return None
        picture.draft("RGB", (DRAFT, DRAFT))
        seen = [_compared(_grey(picture), thumbnail) for thumbnail in thumbnails]
        # Behind the first may be those of another picture, as the second eye's in a 3D photo.
        return Look.DIFFERS if Look.DIFFERS in seen else seen[0]
    return None


def _thumbnails(found: Iterable[EmbeddedFile], area: int, colour: bool) -> Iterator[Image.Image]:
    """Yield the small pictures; a grey one beside a colour photo is a map of something."""
    for hidden in found:
        if hidden.film:
            continue
        with Decoding(), opened(BytesIO(hidden.data)) as small:
            if small.width * small.height > max(THUMB, area // SMALLER):
                continue
            if (small.mode == "L") != colour:
                yield _grey(small)


def _grey(picture: Image.Image) -> Image.Image:
    small = picture.copy()
    small.thumbnail((DRAFT, DRAFT))
    return small.convert("RGB").convert("L")


def _without_bars(picture: Image.Image) -> Image.Image:
    """Cut the black beside a picture, if it is on two sides only."""
    box = picture.point(lambda value: 255 * (value > BAR)).getbbox()
    if box and (box[2] - box[0] == picture.width) != (box[3] - box[1] == picture.height):
        return picture.crop(box)
    return picture


def _compared(picture: Image.Image, thumbnail: Image.Image) -> Look | None:
    whole = (thumbnail, _without_bars(thumbnail))  # a dark scene has black sides of its own
    turned = [cut if turn is None else cut.transpose(turn) for cut in whole for turn in TURNS]
    same = max((_likeness(picture, t) for t in turned if _alike(picture, t)), default=-1.0)
    if same >= SAME:
        return Look.SAME
    # The middle of a picture may be all that was cut to another shape: then nobody can say.
    return Look.DIFFERS if max(_likeness(picture, t) for t in turned) < OTHER else None


def _alike(one: Image.Image, two: Image.Image) -> bool:
    """Tell whether two pictures have the same shape."""
    return abs(one.width * two.height / (one.height * two.width) - 1) <= SHAPE


def _likeness(one: Image.Image, two: Image.Image) -> float:
    """Return how alike two pictures are, -1 to 1, each cut to a square."""
    square = (SIDE, SIDE)
    cut = (ImageOps.fit(p, square, Image.Resampling.BOX).tobytes() for p in (one, two))
    return _correlation(*cut)


def _correlation(one: bytes, two: bytes) -> float:
    """Return Pearson's coefficient; 1 where both are flat, 0 where one is."""
    mean_one, mean_two = sum(one) / len(one), sum(two) / len(two)
    pairs = [(a - mean_one, b - mean_two) for a, b in zip(one, two, strict=True)]
    spread = sqrt(sum(a * a for a, _ in pairs) * sum(b * b for _, b in pairs))
    if not spread:
        return float(max(one) - min(one) == max(two) - min(two))
    return sum(a * b for a, b in pairs) / spread
