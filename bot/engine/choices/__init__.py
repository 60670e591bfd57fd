"""What a copy leaves out: everything, the location alone, or everything but creator and copyright.

A copy of a choice is checked as every other is: it is read again from its first byte, and what
is left in it is what was chosen, no more; its coded picture is the original's.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum

from bot.engine.choices.credit import credit_of, with_credit
from bot.engine.choices.location import LOCATIONS, without_location
from bot.engine.errors import NotClean, NotOffered, TooLarge
from bot.engine.model import HARMLESS, Finding, Kind
from bot.engine.plan import Plan, Span, plan
from bot.engine.verify import check, same_bytes

LARGEST = 128 * 1024 * 1024  # bytes of a file that is copied by a choice: it is held in memory


class Choice(StrEnum):
    """What a copy leaves out; the values are stable: receipts and the command line hold them."""

    EVERYTHING = "everything"
    LOCATION = "location"
    CREDIT = "credit"  # everything but the creator and the copyright
    PIXELS = "pixels"  # everything: the picture is decoded and encoded anew, outside the engine


# Take the original and its clean copy, and return the copy of the choice.
WRITERS: Mapping[Choice, Callable[[Plan, bytes], bytes]] = {
    Choice.LOCATION: without_location,
    Choice.CREDIT: with_credit,
}


def spans(original: Plan, choice: Choice) -> tuple[Span, ...]:
    """Return the copy of a choice, in pieces.

    Raises EngineError: NotOffered where this type of file has no such copy, TooLarge where the
    file is larger than LARGEST.
    """
    if choice is Choice.EVERYTHING:
        return original.spans
    if choice not in WRITERS:
        raise NotOffered(original.format.NAME)
    if len(original.data) > LARGEST:
        raise TooLarge("for this choice")
    return (WRITERS[choice](original, b"".join(original.spans)),)


def check_choice(original: Plan, choice: Choice, out: bytes | memoryview) -> Plan:
    """Compare a written copy with its original; return the copy, taken apart.

    Raises NotClean unless it holds the same picture and tells only what was chosen.
    """
    if choice is Choice.EVERYTHING:
        return check(original, out)
    copy = plan(out)
    if copy.format is not original.format or copy.dimensions() != original.dimensions():
        raise NotClean("another picture")
    if not same_bytes(original.coded(), copy.coded()):
        raise NotClean("the picture data changed")
    findings = [finding for finding in copy.findings if finding.kind not in HARMLESS]
    if not all(map(FILTERS[choice](original), findings)):
        raise NotClean("the copy tells more than was chosen")
    return copy


def _without_location(_original: Plan) -> Callable[[Finding], bool]:
    return lambda finding: finding.kind not in LOCATIONS


def _with_credit(original: Plan) -> Callable[[Finding], bool]:
    credit = tuple(credit_of(original.findings).values())
    # A creator may be no person: "AI-Generated with ..." is reported as an origin, too.
    kinds = {Kind.OWNER, Kind.AI_ORIGIN}
    return lambda finding: (
        finding.kind in kinds and any(str(finding.value) in text for text in credit)
    )


# Take the original, and return which findings a copy of the choice may still have.
FILTERS = {Choice.LOCATION: _without_location, Choice.CREDIT: _with_credit}
