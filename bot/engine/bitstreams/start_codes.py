"""MPEG-2 and MPEG-4 pictures: units behind start codes; words that a coder left are not kept.

Spec: ISO/IEC 13818-2 §6.2.2.2 (user data), 14496-2 §6.2.1 (start codes), §6.2.2.2.1 (user data).
"""

import re
from collections.abc import Iterator

from bot.engine.binary.plain_text import has_identifier, has_identifier_at_end
from bot.engine.errors import Damaged
from bot.engine.limits import DecodeBudget

USER_DATA = 0xB2
CODE = re.compile(rb"\x00\x00\x01(.)", re.DOTALL)
HEAD = 64  # bytes: units as short as this are numbers, not pictures


def drawing(data: memoryview, effort: DecodeBudget | None = None) -> Iterator[tuple[int, int]]:
    """Yield the runs of a sample that draw: start and end, in bytes, never touching.

    Raises Damaged where one ends in words, TooLarge where there are too many.
    """
    effort = effort or DecodeBudget(len(data))
    start, words, before = 0, False, 0
    for code in CODE.finditer(data):
        effort.spend()
        if words:
            start, words = code.start(), False
        else:
            _check(data[before : code.start()])
        before = code.start()
        if code[1][0] == USER_DATA:
            if code.start() > start:
                yield start, code.start()
            words = True
    if not words and len(data) > start:
        _check(data[before:])
        yield start, len(data)


def _check(unit: memoryview) -> None:
    if has_identifier_at_end(unit) or (len(unit) <= HEAD and has_identifier(unit)):
        raise Damaged("words behind a unit of code")
