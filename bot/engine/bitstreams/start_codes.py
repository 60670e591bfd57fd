"""MPEG-2 and MPEG-4 pictures: units behind start codes; user data is not needed.

Spec: ISO/IEC 13818-2 §6.2.2.2 (user data), 14496-2 §6.2.1 (start codes), §6.2.2.2.1 (user data).
"""

import re
from collections.abc import Iterator

from bot.engine.binary.plain_text import has_identifier, has_identifier_at_end
from bot.engine.errors import Damaged
from bot.engine.limits import DecodeBudget

USER_DATA = 0xB2
START_CODE = re.compile(rb"\x00\x00\x01(.)", re.DOTALL)
HEADER_LIMIT = 64  # bytes: units up to this length are numbers, not pictures


def needed_ranges(
    data: memoryview, budget: DecodeBudget | None = None
) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a sample that a decoder needs; they never touch.

    Raises Damaged where a unit ends in text, TooLarge where there are too many units.
    """
    budget = budget or DecodeBudget(len(data))
    start, in_user_data, unit_start = 0, False, 0
    for code in START_CODE.finditer(data):
        budget.spend()
        if in_user_data:
            start, in_user_data = code.start(), False
        else:
            _check(data[unit_start : code.start()])
        unit_start = code.start()
        if code[1][0] == USER_DATA:
            if code.start() > start:
                yield start, code.start()
            in_user_data = True
    if not in_user_data and len(data) > start:
        _check(data[unit_start:])
        yield start, len(data)


def _check(unit: memoryview) -> None:
    if has_identifier_at_end(unit) or (len(unit) <= HEADER_LIMIT and has_identifier(unit)):
        raise Damaged("words behind a unit of code")
