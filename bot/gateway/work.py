"""What becomes of a file: the engine's work, done in a thread of its own.

Both files have no name: no other program can change them while they are mapped.
"""

import mmap
import os
from typing import BinaryIO

from bot import engine
from bot.chat.outcomes import AlreadyClean, Cleaned, Inspected, Refused
from bot.engine import EngineError, Plan, check
from bot.engine.errors import Unsupported
from bot.report import Report, make_report


def clean(original: BinaryIO, copy: BinaryIO) -> Cleaned | AlreadyClean | Refused:
    """Write a clean copy into `copy`, checked. A file that is clean already is not copied."""
    report = None
    try:
        before = engine.inspect(_mapped(original))
        report = _report(before)
        if before.already_clean:
            return AlreadyClean(report)
        copy.writelines(before.spans)
        copy.flush()
        check(before, _mapped(copy))
    except Unsupported as error:
        return Refused(error.kind, error.what, report)  # what it tells is told all the same
    except EngineError as error:
        return _refused(error)
    return Cleaned(report, before.size, before.format.EXTENSION)


def inspect(original: BinaryIO) -> Inspected | Refused:
    """Say what a file tells."""
    try:
        return Inspected(_report(engine.inspect(_mapped(original))))
    except EngineError as error:
        return _refused(error)


def _report(before: Plan) -> Report:
    return make_report(
        before.format.NAME,
        len(before.data),
        before.dimensions(),
        before.findings,
        before.cautions,
    )


def _refused(error: EngineError) -> Refused:
    return Refused(error.kind, error.what if isinstance(error, Unsupported) else None)


def _mapped(file: BinaryIO) -> memoryview:
    if not os.fstat(file.fileno()).st_size:
        return memoryview(b"")  # to map nothing is an error
    return memoryview(mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ))
