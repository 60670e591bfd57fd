"""The tasks of a sandboxed child by name: each takes the descriptors of a file and of its copy."""

import os
from collections.abc import Iterable, Mapping

from bot import engine
from bot.engine import EngineError, Plan, check
from bot.engine.choices import Choice, check_choice, spans
from bot.engine.embedded import hidden
from bot.engine.errors import NotClean, Unsupported
from bot.engine.model import Kind
from bot.memory_map import map_file
from bot.outcomes import AlreadyClean, CardDrawn, Cleaned, Inspected, ReceiptMade, Refused
from bot.pixels.redraw import redraw
from bot.pixels.thumbnails import compare_thumbnails
from bot.report import Look, Report, receipt_of, report_of
from bot.report.meaning import is_tiny
from bot.sandbox.protocol import Task
from bot.tasks.card import report_card, warm_up
from bot.wording import Wording

WORDING = Wording()  # at import: a confined child can open no catalogue
warm_up(WORDING)


def clean(original: int, copy: int) -> Cleaned | AlreadyClean | Refused:
    """Write a clean copy, checked. A file that is clean already is not copied."""
    report = None
    try:
        plan = engine.inspect(map_file(original))
        report = _report(original, plan)
        if plan.already_clean:
            return AlreadyClean(report)
        _write_clean(plan, copy)
    except Unsupported as error:
        return Refused(error.kind, error.what, report)  # it can be read, if not cleaned
    except EngineError as error:
        return Refused(error.kind)
    return Cleaned(report, plan.size, plan.format.EXTENSION)


def clean_by(choice: Choice) -> Task:
    """Return the task that writes the copy of a choice, checked."""

    def task(original: int, copy: int) -> Cleaned | Refused:
        try:
            plan = engine.inspect(map_file(original))
            report = _report(original, plan)
            after = _write_choice(plan, choice, copy)
        except EngineError as error:
            return Refused(error.kind, error.what)
        return Cleaned(report, len(after.data), plan.format.EXTENSION, choice)

    return task


def redraw_pixels(original: int, copy: int) -> Cleaned | Refused:
    """Write a copy that is only pixels, drawn anew, and checked to have no metadata."""
    try:
        plan = engine.inspect(map_file(original))
        report = _report(original, plan)
        with open(original, "rb", closefd=False) as file:
            data, extension = redraw(file)
        _write(copy, (data,))
        if not engine.inspect(map_file(copy)).already_clean:
            return Refused(NotClean.kind)
    except EngineError as error:
        return Refused(error.kind, error.what)
    return Cleaned(report, len(data), extension, Choice.PIXELS)


def inspect(original: int, _copy: int) -> Inspected | Refused:
    """Report what a file's metadata tells."""
    try:
        return Inspected(_report(original, engine.inspect(map_file(original))))
    except EngineError as error:
        return Refused(error.kind, error.what)


def draw(original: int, copy: int) -> CardDrawn | Refused:
    """Write a file's report card, a PNG, where a copy would go."""
    try:
        plan = engine.inspect(map_file(original))
        with open(original, "rb", closefd=False) as file:
            card = report_card(plan, file, WORDING)
    except EngineError as error:
        return Refused(error.kind, error.what)
    _write(copy, (card,))
    return CardDrawn(len(card))


def prove(original: int, copy: int) -> ReceiptMade | Refused:
    """Write a clean copy once more, and make the receipt for it."""
    try:
        plan = engine.inspect(map_file(original))
        return ReceiptMade(receipt_of(plan, _write_clean(plan, copy)))
    except EngineError as error:
        return Refused(error.kind, error.what)


def prove_by(choice: Choice) -> Task:
    """Return the task that writes the copy of a choice once more, and makes its receipt."""

    def task(original: int, copy: int) -> ReceiptMade | Refused:
        try:
            plan = engine.inspect(map_file(original))
            return ReceiptMade(receipt_of(plan, _write_choice(plan, choice, copy), choice))
        except EngineError as error:
            return Refused(error.kind, error.what)

    return task


def _write_clean(plan: Plan, copy: int) -> Plan:
    """Write a file's clean copy and return what it holds; raises EngineError where not all went."""
    _write(copy, plan.spans)
    return check(plan, map_file(copy))


def _write_choice(plan: Plan, choice: Choice, copy: int) -> Plan:
    """Write the copy of a choice and return what it holds; raises EngineError as the check does."""
    _write(copy, spans(plan, choice))
    return check_choice(plan, choice, map_file(copy))


def _write(copy: int, pieces: Iterable[bytes | memoryview]) -> None:
    os.ftruncate(copy, 0)  # a child that died before may have begun it
    os.lseek(copy, 0, os.SEEK_SET)
    with open(copy, "wb", closefd=False) as stream:
        stream.writelines(pieces)


def _report(original: int, plan: Plan) -> Report:
    return report_of(plan, _look_at_thumbnails(original, plan))


def _look_at_thumbnails(original: int, plan: Plan) -> Look | None:
    """Return whether a thumbnail shows what its picture does, if there is one to look at."""
    if not any(f.kind is Kind.THUMBNAIL and not is_tiny(f) for f in plan.findings):
        return None
    with open(original, "rb", closefd=False) as file:
        return compare_thumbnails(file, hidden(plan))


TASKS: Mapping[str, Task] = {
    "clean": clean,
    "inspect": inspect,
    "draw": draw,
    "prove": prove,
    Choice.LOCATION: clean_by(Choice.LOCATION),
    Choice.CREDIT: clean_by(Choice.CREDIT),
    Choice.PIXELS: redraw_pixels,
    f"prove-{Choice.LOCATION}": prove_by(Choice.LOCATION),
    f"prove-{Choice.CREDIT}": prove_by(Choice.CREDIT),
}
