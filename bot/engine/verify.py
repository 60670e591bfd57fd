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
    """Return whether two runs of views hold the same bytes, however they are cut."""
    left_view = right_view = memoryview(b"")
    while True:
        left_view = left_view or next((view for view in left if view), memoryview(b""))
        right_view = right_view or next((view for view in right if view), memoryview(b""))
        size = min(len(left_view), len(right_view), STEP)
        if not size:
            return len(left_view) == len(right_view)
        if not same(left_view[:size], right_view[:size]):
            return False
        left_view, right_view = left_view[size:], right_view[size:]


def _compared(before: Plan, after: Plan, reference: Reference) -> bool:
    """Return whether reading the copy met every part of the picture, in its order."""
    pairs = zip_longest(_parts(before, Role.PICTURE), _parts(after, Role.PICTURE))
    return all(
        part and copied and reference.matches.get(copied.start) is part for part, copied in pairs
    )


def _as_planned(pieces: Sequence[Part | bytes], copy: memoryview, reference: Reference) -> bool:
    """Return whether a copy is the pieces in a row; what was compared is not again."""
    at = 0
    for piece in pieces:
        raw = memoryview(piece) if isinstance(piece, bytes) else piece.raw
        if reference.matches.get(at) is not piece and not same(raw, copy[at : at + len(raw)]):
            return False
        at += len(raw)
    return at == len(copy)


def _parts(file: Plan, role: Role) -> Iterator[Part]:
    return (part for part in file.parts if part.role is role)


def _raw(file: Plan, role: Role) -> Iterator[memoryview]:
    return (part.raw for part in _parts(file, role))
