"""How makers write a value down; a decode_value returns it, or None where it says nothing."""

import math
import re
from collections.abc import Callable
from typing import Literal, NamedTuple

from bot.engine.binary.text import decode, legible, utf16
from bot.engine.blocks.ifd import Entry
from bot.engine.model import Kind, Value, clip

Decoder = Callable[[Entry], Value]

RECORD = 8 * 1024  # bytes of a note in which a mark is looked for

_LETTERS = re.compile(rb"\w{6,}")
_UNSET = frozenset(" 0.-:/?")  # what a field that nobody filled holds


def clean_text(text: str) -> str | None:
    """Return text that say something."""
    return clip(text) if legible(text) and not _UNSET.issuperset(text) else None


def text(entry: Entry) -> Value:
    """Return text, or numbers with spaces between."""
    return clean_text(entry.text())


def hexadecimal(entry: Entry) -> Value:
    """Return an identifier in bytes, in hexadecimal."""
    raw = bytes(entry.raw[:32])
    return raw.hex() if any(raw) else None


def number(entry: Entry) -> Value:
    """Return a number with a fraction."""
    value = next(iter(entry.numbers()), None)
    return value if value is not None and math.isfinite(value) else None


def size(entry: Entry) -> Value:
    """Return how long a picture inside the note is."""
    return len(entry.raw) or None


def text_or_hex(entry: Entry) -> Value:
    """Return an identifier that some cameras write in letters, and others in bytes."""
    text = bytes(entry.raw[:32]).rstrip(b"\0 ")
    if text.isascii() and text.decode("latin-1").isprintable():
        return clean_text(text.decode("latin-1"))
    return hexadecimal(entry)


def canon_id(entry: Entry) -> Value:
    """Return Canon's inner number: in some cameras behind nine bytes, in some filled up."""
    raw = bytes(entry.raw[:64])
    match = _LETTERS.match(raw) or _LETTERS.match(raw, 9)
    return clean_text(match[0].decode("ascii")) if match else None


def swapped_digits(entry: Entry) -> Value:
    """Return a number whose pairs of digits stand in reverse."""
    text = entry.text()
    if len(text) == 8 and text.isascii() and text.isdecimal():
        text = (text[6:] + text[4:6] + text[2:4] + text[:2]).removeprefix("0")
    return clean_text(text)


def integer_at(start: int, length: int, keep: int = -1) -> Decoder:
    """Return a number at a fixed place of a record, in the block's byte order."""

    def decode_value(entry: Entry) -> Value:
        raw = bytes(entry.raw[start : start + length])
        order: Literal["little", "big"] = "little" if entry.order == "little" else "big"
        return (int.from_bytes(raw, order) & keep or None) if len(raw) == length else None

    return decode_value


def text_at(start: int, length: int) -> Decoder:
    """Return text at a fixed place of a record."""
    return lambda entry: clean_text(decode(entry.raw[start : start + length]))


def text_after(mark: bytes) -> Decoder:
    """Return one word behind a mark."""
    pattern = re.compile(re.escape(mark) + rb"\s*([!-Z^-~]+)", re.IGNORECASE)
    return lambda entry: (
        clean_text(decode(m[1])) if (m := pattern.search(entry.raw[:RECORD])) else None
    )


def utf16_at(start: int, length: int) -> Decoder:
    """Return UTF-16 at a fixed place of a record."""
    return lambda entry: clean_text(utf16(entry.raw[start : start + length]))


def hex_at(start: int, length: int) -> Decoder:
    """Return an identifier in bytes at a fixed place of a record."""
    return lambda entry: hexadecimal(entry._replace(raw=entry.raw[start : start + length]))


def nth(index: int) -> Decoder:
    """Return one number of a record of numbers."""
    return lambda entry: clean_text(" ".join(map(str, entry.whole()[index : index + 1])))


class Tag(NamedTuple):
    """A tag of a note that tells something, and how to read it."""

    number: int
    label: str
    kind: Kind
    decode_value: Decoder = text
    start: int = 0  # the tag with the offset of what this one is the length of


Tags = tuple[Tag, ...]
