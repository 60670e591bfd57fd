"""The report as a picture: how risky, what the file tells, where it was, what hides in it.

It is drawn twice as large as it is shown on a phone 360 pixels wide, on a ground of its own,
so that it reads the same in a light chat and in a dark one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO

from PIL import Image, ImageDraw, ImageOps

from bot.pixels.chart import Chart, chart
from bot.pixels.text import BOLD, REGULAR, Font, font, lines
from bot.report import Risk

WIDTH, MARGIN, GAP = 720, 36, 18
PAPER, INK, QUIET, EDGE = "#fbfaf7", "#1d2327", "#56606a", "#c9c5bb"
LIGHTS = {Risk.HIGH: "#b3261e", Risk.MEDIUM: "#a85b00", Risk.LOW: "#7a6a00", Risk.NONE: "#1e6b3a"}
MOST_ROWS, MOST_LINES = 6, 3
PICTURES = 300  # pixels: how high a picture stands in the card at most
MAP = (WIDTH - 2 * MARGIN, 320)


@dataclass(frozen=True, slots=True)
class Row:
    """One topic: what is told, and what that means."""

    risk: Risk
    fact: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture in the card, and the words below it."""

    picture: Image.Image
    words: str


@dataclass(frozen=True, slots=True)
class Card:
    """Everything that a card shows; the words are plain text in the user's language."""

    risk: Risk
    level: str
    headline: str
    rows: tuple[Row, ...]
    foot: str
    map: Chart | None = None
    map_words: str = ""
    pictures: tuple[Shown, ...] = field(default=())


def drawn(card: Card) -> bytes:
    """Return the card as a PNG."""
    page = _Page()
    page.head(card)
    for row in card.rows[:MOST_ROWS]:
        page.row(row)
    if card.map:
        page.picture(chart(card.map, MAP), card.map_words)
    for start in range(0, len(card.pictures), 2):
        page.beside(card.pictures[start : start + 2])
    page.foot(card.foot)
    out = BytesIO()
    page.done().save(out, "PNG", optimize=True)
    return out.getvalue()


class _Page:
    """A strip of paper that grows downwards."""

    def __init__(self) -> None:
        self._paper = Image.new("RGB", (WIDTH, 6000), PAPER)
        self._draw = ImageDraw.Draw(self._paper)
        self._at = 0

    def head(self, card: Card) -> None:
        big, small = font(BOLD, 38), font(BOLD, 26)
        told = lines(card.headline, big, WIDTH - 2 * MARGIN, MOST_LINES)
        high = 2 * MARGIN + 40 + len(told) * 48
        self._draw.rectangle((0, 0, WIDTH, high), fill=LIGHTS[card.risk])
        self._draw.text((MARGIN, MARGIN - 8), card.level, "#ffffff", small)
        self._at = MARGIN + 40
        self._words(told, big, 48, "#ffffff", MARGIN)
        self._at = high + MARGIN

    def row(self, row: Row) -> None:
        left, bold, plain = MARGIN + 36, font(BOLD, 29), font(REGULAR, 27)
        width = WIDTH - left - MARGIN
        self._draw.ellipse((MARGIN, self._at + 10, MARGIN + 20, self._at + 30), LIGHTS[row.risk])
        self._words(lines(row.fact, bold, width, MOST_LINES), bold, 38, INK, left)
        self._words(lines(row.meaning, plain, width, MOST_LINES), plain, 36, QUIET, left)
        self._at += GAP

    def picture(self, picture: Image.Image, words: str) -> None:
        self._at += GAP // 2
        self._framed(picture, MARGIN, self._at)
        self._at += picture.height + 8
        self._caption(words, MARGIN, WIDTH - 2 * MARGIN)
        self._at += GAP

    def beside(self, shown: Sequence[Shown]) -> None:
        """Put two pictures side by side, their words below them."""
        width = (WIDTH - 2 * MARGIN - GAP) // 2
        top = low = self._at + GAP // 2
        fit = [ImageOps.contain(s.picture.convert("RGB"), (width, PICTURES)) for s in shown]
        for number, (each, small) in enumerate(zip(shown, fit, strict=True)):
            left = MARGIN + number * (width + GAP)
            self._framed(small, left, top)
            self._at = top + max(picture.height for picture in fit) + 8
            self._caption(each.words, left, width)
            low = max(low, self._at)
        self._at = low + GAP

    def foot(self, words: str) -> None:
        self._draw.line((MARGIN, self._at, WIDTH - MARGIN, self._at), EDGE, 2)
        self._at += GAP
        self._caption(words, MARGIN, WIDTH - 2 * MARGIN)

    def done(self) -> Image.Image:
        card = self._paper.crop((0, 0, WIDTH, self._at + MARGIN))
        ImageDraw.Draw(card).rectangle((0, 0, WIDTH - 1, card.height - 1), outline=EDGE, width=2)
        return card

    def _caption(self, words: str, left: int, width: int) -> None:
        small = font(REGULAR, 24)
        self._words(lines(words, small, width, MOST_LINES), small, 32, QUIET, left)

    def _framed(self, picture: Image.Image, left: int, top: int) -> None:
        self._paper.paste(picture, (left, top))
        box = (left - 1, top - 1, left + picture.width, top + picture.height)
        self._draw.rectangle(box, outline=EDGE, width=2)

    def _words(self, told: list[str], used: Font, step: int, colour: str, left: int) -> None:
        for line in told:
            self._draw.text((left, self._at), line, colour, used)
            self._at += step
