"""What is to go: everything, the location alone, or everything but the maker and the copyright.

A copy of a choice is checked as every other is: it is read again from its first byte, and what
is left in it is what was chosen, no more; its coded picture is the original's.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum

from bot.engine.choices import credit, location
from bot.engine.errors import NotClean, NotOffered, TooLarge
from bot.engine.model import HARMLESS, Finding, Kind
from bot.engine.plan import Plan, Span, plan
from bot.engine.verify import check, same_bytes

LARGEST = 128 * 1024 * 1024  # bytes of a file that is copied by a choice: it is held in memory


class Choice(StrEnum):
    """What is to go; the values are stable: they stand in receipts and on the command line."""

    EVERYTHING = "everything"
    LOCATION = "location"
    CREDIT = "credit"
    PIXELS = "pixels"  # drawn anew, by who can draw


MAKERS: Mapping[Choice, Callable[[Plan, bytes], bytes]] = {
    Choice.LOCATION: location.without_place,
    Choice.CREDIT: credit.with_credit,
}


def spans(before: Plan, choice: Choice) -> tuple[Span, ...]:
    """Return the copy of a choice, in pieces.

    Raises EngineError: NotOffered where this type of file has no such copy.
    """
    if choice is Choice.EVERYTHING:
        return before.spans
    if choice not in MAKERS:
        raise NotOffered(before.format.NAME)
    if len(before.data) > LARGEST:
        raise TooLarge("for this choice")
    return (MAKERS[choice](before, b"".join(before.spans)),)


def check_choice(before: Plan, choice: Choice, out: bytes | memoryview) -> Plan:
    """Compare a written copy with its original; return the copy, taken apart.

    Raises NotClean unless it holds the same picture and tells only what was chosen.
    """
    if choice is Choice.EVERYTHING:
        return check(before, out)
    after = plan(out)
    if after.format is not before.format or after.dimensions() != before.dimensions():
        raise NotClean("another picture")
    if not same_bytes(before.coded(), after.coded()):
        raise NotClean("the picture data changed")
    told = [finding for finding in after.findings if finding.kind not in HARMLESS]
    if not all(map(ALLOWED[choice](before), told)):
        raise NotClean("the copy tells more than was chosen")
    return after


def _no_place(_before: Plan) -> Callable[[Finding], bool]:
    return lambda finding: finding.kind not in location.PLACES


def _credit_alone(before: Plan) -> Callable[[Finding], bool]:
    told = tuple(credit.of(before.findings).values())
    # A maker's name may say that it is no person: "AI-Generated with ..." is told as that, too.
    kinds = {Kind.OWNER, Kind.AI_ORIGIN}
    return lambda finding: (
        finding.kind in kinds and any(str(finding.value) in words for words in told)
    )


ALLOWED = {Choice.LOCATION: _no_place, Choice.CREDIT: _credit_alone}
