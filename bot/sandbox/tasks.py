"""What a child is asked to do with the files it was given."""

import os
from collections.abc import Callable, Iterable, Mapping
from typing import BinaryIO

from bot import engine
from bot.engine import EngineError, Plan, check
from bot.engine.choices import Choice, check_choice, spans
from bot.engine.embedded import hidden
from bot.engine.errors import NotClean, Unsupported
from bot.engine.model import Kind
from bot.memory_map import mapped
from bot.outcomes import AlreadyClean, CardDrawn, Cleaned, Inspected, ReceiptMade, Refused
from bot.pixels.copy import redrawn
from bot.pixels.look import look
from bot.report import Look, receipt_of, report_of
from bot.report.meaning import is_tiny
from bot.sandbox.cards import card_of, warm
from bot.sandbox.confinement import probed
from bot.sandbox.protocol import Answer
from bot.wording import Wording

WORDING = Wording()  # before the walls: a child opens no catalogue
warm(WORDING)

Task = Callable[[int, int], Answer]  # descriptors of the original and of the copy


def clean(original: int, copy: int) -> Cleaned | AlreadyClean | Refused:
    """Write a clean copy, checked. A file that is clean already is not copied."""
    report = None
    try:
        before = engine.inspect(mapped(original))
        report = report_of(before, _looked(original, before))
        if before.already_clean:
            return AlreadyClean(report)
        _copied(before, copy)
    except Unsupported as error:
        return Refused(error.kind, error.what, report)  # what it tells is told all the same
    except EngineError as error:
        return Refused(error.kind)
    return Cleaned(report, before.size, before.format.EXTENSION)


def keep(choice: Choice) -> Task:
    """Return the task that writes the copy of a choice."""

    def task(original: int, copy: int) -> Cleaned | Refused:
        try:
            before = engine.inspect(mapped(original))
            report = report_of(before, _looked(original, before))
            written = tuple(spans(before, choice))
            _write(copy, written)
            check_choice(before, choice, mapped(copy))
        except EngineError as error:
            return Refused(error.kind, error.what)
        return Cleaned(report, sum(map(len, written)), before.format.EXTENSION, choice)

    return task


def redraw(original: int, copy: int) -> Cleaned | Refused:
    """Write a copy that is only pixels, drawn anew."""
    try:
        before = engine.inspect(mapped(original))
        report = report_of(before, _looked(original, before))
        with _from_the_start(original) as file:
            data, extension = redrawn(file)
        _write(copy, (data,))
        if not engine.inspect(mapped(copy)).already_clean:
            return Refused(NotClean.kind)
    except EngineError as error:
        return Refused(error.kind, error.what)
    return Cleaned(report, len(data), extension, Choice.PIXELS)


def inspect(original: int, _copy: int) -> Inspected | Refused:
    """Say what a file tells."""
    try:
        plan = engine.inspect(mapped(original))
        return Inspected(report_of(plan, _looked(original, plan)))
    except EngineError as error:
        return Refused(error.kind, error.what)


def draw(original: int, copy: int) -> CardDrawn | Refused:
    """Write a file's report card, a PNG, where a copy would go."""
    try:
        plan = engine.inspect(mapped(original))
        with _from_the_start(original) as file:
            card = card_of(plan, file, WORDING)
    except EngineError as error:
        return Refused(error.kind, error.what)
    _write(copy, (card,))
    return CardDrawn(len(card))


def prove(original: int, copy: int) -> ReceiptMade | Refused:
    """Write a clean copy once more, and say what became of the file."""
    try:
        before = engine.inspect(mapped(original))
        return ReceiptMade(receipt_of(before, _copied(before, copy)))
    except EngineError as error:
        return Refused(error.kind, error.what)


def _copied(before: Plan, copy: int) -> Plan:
    """Write the clean copy of a file, and check what was written; raises EngineError."""
    _write(copy, before.spans)
    return check(before, mapped(copy))


def _write(copy: int, pieces: Iterable[bytes | memoryview]) -> None:
    os.ftruncate(copy, 0)  # a child that died before may have begun it
    os.lseek(copy, 0, os.SEEK_SET)
    with open(copy, "wb", closefd=False) as stream:
        stream.writelines(pieces)


def _looked(original: int, plan: Plan) -> Look | None:
    """Say whether a thumbnail shows what its picture does, if there is one to look at."""
    if not any(f.kind is Kind.THUMBNAIL and not is_tiny(f) for f in plan.findings):
        return None
    with _from_the_start(original) as file:
        return look(file, hidden(plan))


def _from_the_start(original: int) -> BinaryIO:
    os.lseek(original, 0, os.SEEK_SET)
    return open(original, "rb", closefd=False)


def probe(_original: int, _copy: int) -> dict[str, bool]:
    """Say what this child cannot do."""
    return probed()


TASKS: Mapping[str, Task] = {
    "clean": clean,
    "inspect": inspect,
    "draw": draw,
    "prove": prove,
    Choice.LOCATION: keep(Choice.LOCATION),
    Choice.CREDIT: keep(Choice.CREDIT),
    Choice.PIXELS: redraw,
    "probe": probe,
}
