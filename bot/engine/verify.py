"""Read the copy again: nothing left to find, the coded picture equal to the last byte."""

from collections.abc import Iterator

from bot.engine.clean import Plan, plan
from bot.engine.errors import EngineError, NotClean
from bot.engine.model import HARMLESS, Role

STEP = 256 * 1024  # bytes compared at a time: fits a processor's cache


def check(before: Plan, out: bytes | memoryview) -> None:
    """Compare a written copy with the file it came from.

    Raises NotClean unless the copy parses, would not be cleaned any further, tells nothing,
    and holds the same coded picture data and the same structure.
    """
    try:
        after = plan(out)
    except EngineError as error:
        raise NotClean("the copy does not parse") from error
    if after.format is not before.format or not after.already_clean:
        raise NotClean("the copy would be cleaned again")
    if any(finding.kind not in HARMLESS for finding in after.findings):
        raise NotClean("the copy still tells something")
    if after.dimensions() != before.dimensions():
        raise NotClean("the size changed")
    if not same_bytes(before.coded(), after.coded()):
        raise NotClean("the picture data changed")
    if not same_bytes(_structure(before), _structure(after)):
        raise NotClean("the structure changed")


def same_bytes(left: Iterator[memoryview], right: Iterator[memoryview]) -> bool:
    """Tell whether two runs of views hold the same bytes, however they are cut."""
    one = two = memoryview(b"")
    while True:
        one = one or next((view for view in left if view), memoryview(b""))
        two = two or next((view for view in right if view), memoryview(b""))
        size = min(len(one), len(two), STEP)
        if not size:
            return len(one) == len(two)
        # A view compares item by item, forty times slower than bytes.
        if not bytes(one[:size]).startswith(two[:size]):
            return False
        one, two = one[size:], two[size:]


def _structure(of: Plan) -> Iterator[memoryview]:
    return (part.raw for part in of.parts if part.role is Role.STRUCTURE)
