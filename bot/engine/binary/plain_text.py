"""Readable text where numbers or coded data should be: somebody wrote it, no coder did.

Three questions, for data that is not followed to its own end: whether the end of a zlib stream
is deflated data at all, whether coded data ends in text, and whether numbers hold an identifier.
The thresholds are measured: how often chance alone looks the same stands beside each.
"""

import re

# What deflated data shows by chance once in a few hundred files: a reason to follow the code.
DEFLATE_WINDOW = 64 * 1024  # bytes at the end of a zlib stream that are looked at
NEAR = 1024
NEAR_THE_END = re.compile(rb"[\x09\x0a\x0d\x20-\x7e]{10}|(?:[\x20-\x7e]\0){5}|(.)\1{11}", re.DOTALL)
SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"ftyp", b"PK\3\4", b"\x1f\x8b\x08\0")  # of files
# An expression with so many beginnings takes 60 ns a byte; a table and a plain search take one.
CHARACTER_CLASS = bytes(
    ord("w") if byte in b"\t\n\r" or 0x20 <= byte < 0x7F else ord("-") if byte else ord("0")
    for byte in range(256)
)
FOREIGN_RUNS = (b"w" * 17, b"w0" * 7, b"0" * 12)  # text, UTF-16 text, padding

# A JPEG scan or a VP8 frame can only be followed by decoding it. Text at its end is no
# code: in a million files chance writes one run as long and as varied as this.
TEXT = re.compile(rb"[\x20-\x7e]{20,}")
TEXT_WINDOW = 512
TEXT_VARIETY = 10  # different characters; flat pictures repeat the same few bytes
DOUBLED = re.compile(rb"(.)\1+", re.DOTALL)
CHANGES = 16  # of letters in a run of twenty: text doubles few of its own, even areas many

# Letters and digits are a quarter of all bytes. Code shows ten in a row by chance once in a
# million bytes, and a number's highest byte is hardly ever one.
IDENTIFIER = re.compile(rb"[0-9A-Za-z_-]{10,}|(?:[0-9A-Za-z]\0){6,}|(?:\0[0-9A-Za-z]){6,}")
IDENTIFIER_VARIETY = 6  # different letters; flat code and round numbers repeat the same few
IDENTIFIER_WINDOW = 40  # bytes at the end of code that are looked at
FILLING = b"\0\x80\r\n"  # what may stand behind the last word: stop bits, ends of text
LAST_IDENTIFIER = re.compile(rb"(?:[0-9A-Z_-]{12,}|[0-9a-z_-]{12,}|[0-9A-Za-z_-]{14,})\Z")
LAST_UTF16_IDENTIFIER = re.compile(rb"(?:(?:[0-9A-Za-z]\0){7,}[0-9A-Za-z])\Z")


def has_foreign_end(stream: bytes) -> bool:
    """Return whether the last bytes of a zlib stream look like anything but deflated data."""
    tail = stream[-DEFLATE_WINDOW:]
    classes = tail.translate(CHARACTER_CLASS)
    return (
        NEAR_THE_END.search(tail[-NEAR:]) is not None
        or any(signature in tail for signature in SIGNATURES)
        or any(run in classes for run in FOREIGN_RUNS)
    )


def has_text_at_end(coded: memoryview) -> bool:
    """Return whether coded picture data ends in something that people can read."""
    runs = TEXT.findall(coded[-TEXT_WINDOW:])
    return any(
        len(set(run)) >= TEXT_VARIETY and len(DOUBLED.sub(rb"\1", run)) >= CHANGES for run in runs
    )


def has_identifier(raw: bytes | memoryview) -> bool:
    """Return whether letters stand in a row among some numbers, or a coder's settings."""
    return any(len(set(run) - {0}) >= IDENTIFIER_VARIETY for run in IDENTIFIER.findall(raw))


def has_identifier_at_end(code: memoryview) -> bool:
    """Return whether code ends in nothing but letters.

    By chance it does so once in a thousand million pictures, or more.
    """
    last = bytes(code[-IDENTIFIER_WINDOW:]).rstrip(FILLING)
    match = LAST_IDENTIFIER.search(last) or LAST_UTF16_IDENTIFIER.search(last)
    return match is not None and len(set(match[0]) - {0}) >= IDENTIFIER_VARIETY
