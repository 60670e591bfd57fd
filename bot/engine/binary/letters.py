"""Words where numbers or code should be: somebody wrote them, no coder did.

Letters and digits are a quarter of all bytes. Code shows ten in a row by chance once in a
million bytes, and a number's highest byte is hardly ever one.
"""

import re

SPELLED = re.compile(rb"[0-9A-Za-z_-]{10,}|(?:[0-9A-Za-z]\0){6,}|(?:\0[0-9A-Za-z]){6,}")
VARIETY = 6  # different letters; flat code and round numbers repeat the same few

WINDOW = 40  # bytes at the end of code that are looked at
FILLING = b"\0\x80\r\n"  # what may stand behind the last word: stop bits, ends of text
LOUD = re.compile(rb"(?:[0-9A-Z_-]{12,}|[0-9a-z_-]{12,}|[0-9A-Za-z_-]{14,})\Z")
WIDE = re.compile(rb"(?:(?:[0-9A-Za-z]\0){7,}[0-9A-Za-z])\Z")


def spelled(raw: bytes | memoryview) -> bool:
    """Tell whether letters stand in a row among some numbers, or a coder's settings."""
    return any(len(set(run) - {0}) >= VARIETY for run in SPELLED.findall(raw))


def ends_spelled(code: memoryview) -> bool:
    """Tell whether code ends in nothing but letters.

    By chance it does so once in a thousand million pictures, or more.
    """
    last = bytes(code[-WINDOW:]).rstrip(FILLING)
    found = LOUD.search(last) or WIDE.search(last)
    return found is not None and len(set(found[0]) - {0}) >= VARIETY
