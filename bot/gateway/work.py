"""What becomes of a file: the engine's work, done in a thread of its own.

Both files have no name: no other program can change them while they are mapped.
"""

from typing import BinaryIO

from bot import engine
from bot.chat.outcomes import AlreadyClean, Cleaned, Inspected, Refused
from bot.engine import EngineError, check
from bot.engine.errors import Unsupported
from bot.mapping import mapped
from bot.report import report_of


def clean(original: BinaryIO, copy: BinaryIO) -> Cleaned | AlreadyClean | Refused:
    """Write a clean copy into `copy`, checked. A file that is clean already is not copied."""
    report = None
    try:
        before = engine.inspect(mapped(original.fileno()))
        report = report_of(before)
        if before.already_clean:
            return AlreadyClean(report)
        copy.writelines(before.spans)
        copy.flush()
        check(before, mapped(copy.fileno()))
    except Unsupported as error:
        return Refused(error.kind, error.what, report)  # what it tells is told all the same
    except EngineError as error:
        return Refused(error.kind)
    return Cleaned(report, before.size, before.format.EXTENSION)


def inspect(original: BinaryIO) -> Inspected | Refused:
    """Say what a file tells."""
    try:
        return Inspected(report_of(engine.inspect(mapped(original.fileno()))))
    except EngineError as error:
        return Refused(error.kind, error.what)
