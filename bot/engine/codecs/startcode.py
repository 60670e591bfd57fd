"""MPEG-2 and MPEG-4 pictures: units behind start codes; words that a coder left are not kept.

Spec: ISO/IEC 13818-2 §6.2.2.2 (user data), 14496-2 §6.2.1 (start codes), §6.2.2.2.1 (user data).
"""

import re
from collections.abc import Iterator

from bot.engine.errors import Damaged

USER_DATA = 0xB2
CODE = re.compile(rb"\x00\x00\x01(.)", re.DOTALL)
CODE_LIMIT = 10_000  # of one picture: a million empty ones would fit into 4 MB


def drawing(data: memoryview) -> Iterator[tuple[int, int]]:
    """Yield the runs of a sample that draw: start and end, in bytes, never touching.

    Raises Damaged where there are too many.
    """
    start, words = 0, False
    for count, code in enumerate(CODE.finditer(data)):
        if count > CODE_LIMIT:
            raise Damaged("too many start codes")
        if words:
            start, words = code.start(), False
        if code[1][0] == USER_DATA:
            if code.start() > start:
                yield start, code.start()
            words = True
    if not words and len(data) > start:
        yield start, len(data)
