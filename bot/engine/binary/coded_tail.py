"""What the last bytes of coded picture data look like, where following the code costs too much."""

import re

WINDOW = 64 * 1024  # bytes at the end of a zlib stream that are looked at

# What deflated data shows by chance once in a few hundred files: a reason to follow the code.
NEAR = 1024
NEAR_THE_END = re.compile(rb"[\x09\x0a\x0d\x20-\x7e]{10}|(?:[\x20-\x7e]\0){5}|(.)\1{11}", re.DOTALL)
STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"ftyp", b"PK\3\4", b"\x1f\x8b\x08\0")  # of files
# An expression with so many beginnings takes 60 ns a byte; a table and a plain search take one.
SHAPE = bytes(
    ord("w") if byte in b"\t\n\r" or 0x20 <= byte < 0x7F else ord("-") if byte else ord("0")
    for byte in range(256)
)
SHAPES = (b"w" * 17, b"w0" * 7, b"0" * 12)  # words, words in UTF-16, padding

# A JPEG scan or a VP8 frame can only be followed by decoding it. Words at its end are no
# code: in a million files chance writes one run as long and as varied as this.
SPOKEN = re.compile(rb"[\x20-\x7e]{20,}")
SPOKEN_WINDOW = 512
VARIETY = 10  # different characters; flat pictures repeat the same few bytes
DOUBLED = re.compile(rb"(.)\1+", re.DOTALL)
CHANGES = 16  # of letters in a run of twenty: words double few of theirs, even areas many


def looks_foreign(tail: bytes) -> bool:
    """Tell whether the last bytes of a zlib stream look like anything but deflated data."""
    tail = tail[-WINDOW:]
    shape = tail.translate(SHAPE)
    return (
        NEAR_THE_END.search(tail[-NEAR:]) is not None
        or any(start in tail for start in STARTS)
        or any(run in shape for run in SHAPES)
    )


def ends_in_words(coded: memoryview) -> bool:
    """Tell whether coded picture data ends in something that people can read."""
    runs = SPOKEN.findall(coded[-SPOKEN_WINDOW:])
    return any(
        len(set(run)) >= VARIETY and len(DOUBLED.sub(rb"\1", run)) >= CHANGES for run in runs
    )
