"""What a child is asked to do with the files it was given."""

import os
from collections.abc import Callable, Mapping

from bot import engine
from bot.chat.outcomes import AlreadyClean, Cleaned, Inspected, Refused
from bot.engine import EngineError, check
from bot.engine.errors import Unsupported
from bot.mapping import mapped
from bot.report import report_of
from bot.sandbox.answers import Answer
from bot.sandbox.confine import probed

Task = Callable[[int, int], Answer]  # descriptors of the original and of the copy


def clean(original: int, copy: int) -> Cleaned | AlreadyClean | Refused:
    """Write a clean copy, checked. A file that is clean already is not copied."""
    report = None
    try:
        before = engine.inspect(mapped(original))
        report = report_of(before)
        if before.already_clean:
            return AlreadyClean(report)
        os.ftruncate(copy, 0)  # a child that died before may have begun it
        os.lseek(copy, 0, os.SEEK_SET)
        with open(copy, "wb", closefd=False) as stream:
            stream.writelines(before.spans)
        check(before, mapped(copy))
    except Unsupported as error:
        return Refused(error.kind, error.what, report)  # what it tells is told all the same
    except EngineError as error:
        return Refused(error.kind)
    return Cleaned(report, before.size, before.format.EXTENSION)


def inspect(original: int, _copy: int) -> Inspected | Refused:
    """Say what a file tells."""
    try:
        return Inspected(report_of(engine.inspect(mapped(original))))
    except EngineError as error:
        return Refused(error.kind, error.what)


def probe(_original: int, _copy: int) -> dict[str, bool]:
    """Say what this child cannot do."""
    return probed()


TASKS: Mapping[str, Task] = {"clean": clean, "inspect": inspect, "probe": probe}
