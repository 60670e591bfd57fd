"""Words on a picture: lines that fit a width, in a font that the package brings along.

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

Font = ImageFont.FreeTypeFont


# Read at import: a child in the sandbox opens no files.
BYTES = {name: (files("bot.pixels") / "fonts" / name).read_bytes() for name in (REGULAR, BOLD)}


@cache
def font(name: str, size: int) -> Font:
    """Return one of the fonts at a size in pixels."""
    return ImageFont.truetype(BytesIO(BYTES[name]), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _has(letter: str) -> bool:
    """Tell whether the font draws a letter: what it lacks looks like what nobody has."""
    probe = font(REGULAR, 16)
    return letter.isspace() or bytes(probe.getmask(letter)) != bytes(probe.getmask("\U0010fffd"))


def drawable(text: str) -> str:
    """Return text in letters that the fonts have."""
    known = "".join(letter if _has(letter) else MISSING for letter in text)
    return " ".join(known.split())


def lines(text: str, used: Font, width: int, most: int) -> list[str]:
    """Break text into lines of a width in pixels, `most` at most; the last may be cut short."""
    told = list(_lines(drawable(text), used, width))
    if len(told) <= most:
        return told
    last = told[most - 1]
    while last and used.getlength(last + ELLIPSIS) > width:
        last = last[:-1]
    return [*told[: most - 1], last.rstrip() + ELLIPSIS]


def _lines(text: str, used: Font, width: int) -> Iterator[str]:
    line = ""
    for word in _words(text, used, width):
        longer = f"{line} {word}".strip()
        if line and used.getlength(longer) > width:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line


def _words(text: str, used: Font, width: int) -> Iterator[str]:
    """Yield words; one that is wider than the line is cut."""
    for word in text.split():
        rest = word
        while used.getlength(rest) > width and len(rest) > 1:
            fits = [n for n in range(2, len(rest)) if used.getlength(rest[:n]) <= width]
            at = max(fits, default=1)
            yield rest[:at]
            rest = rest[at:]
        yield rest
