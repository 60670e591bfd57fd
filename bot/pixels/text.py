"""Text on a picture: lines that fit a width, in fonts that the package brings along.

The fonts hold Latin letters; what they lack is drawn as a dot, never as an empty box.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from io import BytesIO

from PIL import ImageFont

REGULAR, BOLD = "NotoSans-Regular.ttf", "NotoSans-Bold.ttf"
MISSING = "·"
ELLIPSIS = "…"
PRIVATE_USE = "\U0010fffd"  # no font of ours draws it

Font = ImageFont.FreeTypeFont

# Read at import: a child of the sandbox can open no file.
FONT_FILES = {name: (files("bot.pixels") / "fonts" / name).read_bytes() for name in (REGULAR, BOLD)}


@cache
def font(name: str, size: int) -> Font:
    """Return one of the fonts at a size in pixels."""
    data = BytesIO(FONT_FILES[name])
    return ImageFont.truetype(data, size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _is_drawable(letter: str) -> bool:
    """Return whether the font has a letter: one that it lacks looks like one that none has."""
    regular = font(REGULAR, 16)
    mask, missing = regular.getmask(letter), regular.getmask(PRIVATE_USE)
    return letter.isspace() or bytes(mask) != bytes(missing)


def drawable(text: str) -> str:
    """Return text in one line, with letters that the fonts have."""
    letters = "".join(letter if _is_drawable(letter) else MISSING for letter in text)
    return " ".join(letters.split())


def wrap(text: str, used: Font, width: int, most: int) -> list[str]:
    """Break text into at most `most` lines of a width in pixels; the last may be cut short."""
    lines = list(_lines(drawable(text), used, width))
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and used.getlength(last + ELLIPSIS) > width:
        last = last[:-1]
    return [*lines[: most - 1], last.rstrip() + ELLIPSIS]


def _lines(text: str, used: Font, width: int) -> Iterator[str]:
    line = ""
    for word in _cut_words(text, used, width):
        longer = f"{line} {word}".strip()
        if line and used.getlength(longer) > width:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line


def _cut_words(text: str, used: Font, width: int) -> Iterator[str]:
    """Yield words; one that is wider than the line comes in pieces."""
    for word in text.split():
        rest = word
        while used.getlength(rest) > width and len(rest) > 1:
            fitting = [n for n in range(2, len(rest)) if used.getlength(rest[:n]) <= width]
            length = max(fitting, default=1)
            yield rest[:length]
            rest = rest[length:]
        yield rest
