"""Read the copy again: nothing left to find, the coded picture equal to the last byte."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from bot.engine.errors import EngineError, NotClean
from bot.engine.model import HARMLESS, Part, Role
from bot.engine.plan import Plan, plan
from bot.engine.reference import STEP, Reference, same


def check(before: Plan, out: bytes | memoryview) -> Plan:
    """Compare a written copy with the file it came from; return the copy, taken apart.

    Raises NotClean unless the copy parses, would not be cleaned any further, tells nothing,
    holds the same coded picture data and the same structure, and is what was planned.
    """
    reference = Reference(before.pieces)
    try:
        after = plan(out, reference)
    except EngineError as error:
        raise NotClean("the copy does not parse") from error
    if after.format is not before.format or not after.already_clean:
        raise NotClean("the copy would be cleaned again")
    if any(finding.kind not in HARMLESS for finding in after.findings):
        raise NotClean("the copy still tells something")
    if after.dimensions() != before.dimensions():
        raise NotClean("the size changed")
    if not _compared(before, after, reference) and not same_bytes(before.coded(), after.coded()):
        raise NotClean("the picture data changed")
    if not same_bytes(_raw(before, Role.STRUCTURE), _raw(after, Role.STRUCTURE)):
        raise NotClean("the structure changed")
    if not _as_planned(before.pieces, after.data, reference):
        raise NotClean("the copy is not what was planned")
    return after


def same_bytes(left: Iterator[memoryview], right: Iterator[memoryview]) -> bool:
    """Tell whether two runs of views hold the same bytes, however they are cut."""
    one = two = memoryview(b"")
    while True:
        one = one or next((view for view in left if view), memoryview(b""))
        two = two or next((view for view in right if view), memoryview(b""))
        size = min(len(one), len(two), STEP)
        if not size:
            return len(one) == len(two)
        if not same(one[:size], two[:size]):
            return False
        one, two = one[size:], two[size:]


def _compared(before: Plan, after: Plan, reference: Reference) -> bool:
    """Tell whether every part of the picture was found again, in its order, while reading."""
    pairs = zip_longest(_of(before, Role.PICTURE), _of(after, Role.PICTURE))
    return all(one and two and reference.matches.get(two.start) is one for one, two in pairs)


def _as_planned(pieces: Sequence[Part | bytes], copy: memoryview, reference: Reference) -> bool:
    """Tell whether a copy is the pieces one after the other; what was compared is not again."""
    at = 0
    for piece in pieces:
        raw = memoryview(piece) if isinstance(piece, bytes) else piece.raw
        if reference.matches.get(at) is not piece and not same(raw, copy[at : at + len(raw)]):
            return False
        at += len(raw)
    return at == len(copy)


def _of(of: Plan, role: Role) -> Iterator[Part]:
    return (part for part in of.parts if part.role is role)


def _raw(of: Plan, role: Role) -> Iterator[memoryview]:
    return (part.raw for part in _of(of, role))
