"""The report card: how risky a file is, what it tells, where it was taken, what hides in it.

It is drawn twice as large as it is shown on a phone 360 pixels wide, on a background of its own,
so that it reads the same in a light chat and in a dark one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw, ImageOps

from bot.pixels.maps import Map, draw_map
from bot.pixels.text import BOLD, REGULAR, Font, font, wrap
from bot.report import Risk

WIDTH, MARGIN, GAP = 720, 36, 18  # pixels
MAX_HEIGHT = 6000  # while drawing; the card is then cut to what it holds
BACKGROUND, INK, GREY, EDGE = "#fbfaf7", "#1d2327", "#56606a", "#c9c5bb"
RISK_COLOURS = {
    Risk.HIGH: "#b3261e",
    Risk.MEDIUM: "#a85b00",
    Risk.LOW: "#7a6a00",
    Risk.NONE: "#1e6b3a",
}
MAX_ROWS, MAX_LINES = 6, 3
PICTURE_HEIGHT = 300  # at most
MAP_SIZE = (WIDTH - 2 * MARGIN, 320)


@dataclass(frozen=True, slots=True)
class Row:
    """One topic: what the file tells, and what that means."""

    risk: Risk
    fact: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in the card, and the text below it."""

    image: Image.Image
    caption: str


@dataclass(frozen=True, slots=True)
class Card:
    """Everything that a card shows; its texts are plain, in the user's language."""

    risk: Risk
    level: str  # the risk in words
    headline: str
    rows: tuple[Row, ...]
    footer: str
    map: Map | None = None
    map_caption: str = ""
    pictures: tuple[Picture, ...] = ()


def draw_card(card: Card) -> bytes:
    """Return the card as a PNG."""
    page = _Page()
    page.add_header(card)
    for row in card.rows[:MAX_ROWS]:
        page.add_row(row)
    if card.map:
        page.add_map(draw_map(card.map, MAP_SIZE), card.map_caption)
    for start in range(0, len(card.pictures), 2):
        page.add_pictures(card.pictures[start : start + 2])
    page.add_footer(card.footer)
    out = BytesIO()
    page.cut().save(out, "PNG", optimize=True)
    return out.getvalue()


class _Page:
    """A picture that is filled from the top; `_y` is where the next thing is drawn."""

    def __init__(self) -> None:
        self._image = Image.new("RGB", (WIDTH, MAX_HEIGHT), BACKGROUND)
        self._draw = ImageDraw.Draw(self._image)
        self._y = 0

    def add_header(self, card: Card) -> None:
        big, small = font(BOLD, 38), font(BOLD, 26)
        lines = wrap(card.headline, big, WIDTH - 2 * MARGIN, MAX_LINES)
        height = 2 * MARGIN + 40 + len(lines) * 48
        self._draw.rectangle((0, 0, WIDTH, height), fill=RISK_COLOURS[card.risk])
        self._draw.text((MARGIN, MARGIN - 8), card.level, "#ffffff", small)
        self._y = MARGIN + 40
        self._add_lines(lines, big, 48, "#ffffff", MARGIN)
        self._y = height + MARGIN

    def add_row(self, row: Row) -> None:
        left, bold, plain = MARGIN + 36, font(BOLD, 29), font(REGULAR, 27)
        width = WIDTH - left - MARGIN
        dot = (MARGIN, self._y + 10, MARGIN + 20, self._y + 30)
        self._draw.ellipse(dot, RISK_COLOURS[row.risk])
        self._add_lines(wrap(row.fact, bold, width, MAX_LINES), bold, 38, INK, left)
        self._add_lines(wrap(row.meaning, plain, width, MAX_LINES), plain, 36, GREY, left)
        self._y += GAP

    def add_map(self, image: Image.Image, caption: str) -> None:
        self._y += GAP // 2
        self._draw_framed(image, MARGIN, self._y)
        self._y += image.height + 8
        self._add_caption(caption, MARGIN, WIDTH - 2 * MARGIN)
        self._y += GAP

    def add_pictures(self, pictures: Sequence[Picture]) -> None:
        """Put up to two pictures side by side, their captions below them."""
        width = (WIDTH - 2 * MARGIN - GAP) // 2
        top = bottom = self._y + GAP // 2
        box = (width, PICTURE_HEIGHT)
        images = [ImageOps.contain(picture.image.convert("RGB"), box) for picture in pictures]
        captions_top = top + max(image.height for image in images) + 8
        for number, (picture, image) in enumerate(zip(pictures, images, strict=True)):
            left = MARGIN + number * (width + GAP)
            self._draw_framed(image, left, top)
            self._y = captions_top
            self._add_caption(picture.caption, left, width)
            bottom = max(bottom, self._y)
        self._y = bottom + GAP

    def add_footer(self, text: str) -> None:
        self._draw.line((MARGIN, self._y, WIDTH - MARGIN, self._y), EDGE, 2)
        self._y += GAP
        self._add_caption(text, MARGIN, WIDTH - 2 * MARGIN)

    def cut(self) -> Image.Image:
        """Return the page as high as what is on it, in a frame."""
        card = self._image.crop((0, 0, WIDTH, self._y + MARGIN))
        ImageDraw.Draw(card).rectangle((0, 0, WIDTH - 1, card.height - 1), outline=EDGE, width=2)
        return card

    def _add_caption(self, text: str, left: int, width: int) -> None:
        small = font(REGULAR, 24)
        self._add_lines(wrap(text, small, width, MAX_LINES), small, 32, GREY, left)

    def _draw_framed(self, image: Image.Image, left: int, top: int) -> None:
        self._image.paste(image, (left, top))
        box = (left - 1, top - 1, left + image.width, top + image.height)
        self._draw.rectangle(box, outline=EDGE, width=2)

    def _add_lines(self, lines: list[str], used: Font, height: int, colour: str, left: int) -> None:
        for line in lines:
            self._draw.text((left, self._y), line, colour, used)
            self._y += height
