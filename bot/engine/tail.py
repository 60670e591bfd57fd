"""What the last bytes of coded picture data look like, where following the code costs too much."""

import re

WINDOW = 64 * 1024  # bytes at the end of a zlib stream that are looked at

# What deflated data shows by chance once in a few hundred files: a reason to follow the code.
FOREIGN = (  # (bytes from the end, pattern)
    (1024, re.compile(rb"[\x09\x0a\x0d\x20-\x7e]{10}|(?:[\x20-\x7e]\0){5}|(.)\1{11}", re.DOTALL)),
    (
        WINDOW,
        re.compile(
            rb"[\x09\x0a\x0d\x20-\x7e]{17}|(?:[\x20-\x7e]\0){7}|\0{12}"
            rb"|\xff\xd8\xff[\xc0-\xfe]|\x89PNG\r\n|ftyp[a-z]|PK\x03\x04|\x1f\x8b\x08\0"
        ),
    ),
)

# A JPEG scan or a VP8 frame can only be followed by decoding it. Words at its end are no
# code: in a million files chance writes one run as long and as varied as this.
SPOKEN = re.compile(rb"[\x20-\x7e]{20,}")
SPOKEN_WINDOW = 512
VARIETY = 10  # different characters; flat pictures repeat the same few bytes


def looks_foreign(tail: bytes) -> bool:
    """Tell whether the last bytes of a zlib stream look like anything but deflated data."""
    return any(pattern.search(tail[-size:]) for size, pattern in FOREIGN)


def ends_in_words(coded: memoryview) -> bool:
    """Tell whether coded picture data ends in something that people can read."""
    runs = SPOKEN.findall(coded[-SPOKEN_WINDOW:])
    return any(len(set(run)) >= VARIETY for run in runs)
