"""Copies by another choice than "everything", on the command line."""

import asyncio
import os
import tempfile
from functools import partial

from bot import disk
from bot.engine import Plan, inspect
from bot.engine.choices import Choice, check_choice, spans
from bot.engine.errors import Damaged, EngineError, Feature, NotClean, NotOffered, TooLarge
from bot.outcomes import Cleaned, Refused

ERRORS = {error.kind: error for error in (NotClean, TooLarge, Damaged)}


def copy_writer(choice: Choice, photo: disk.Photo) -> tuple[disk.CopyWriter, str]:
    """Return a function that writes the copy of a choice, and the copy's extension.

    Raises EngineError. Pixels are redrawn in the sandbox: image decoders have a large attack
    surface, and files are hostile.
    """
    if choice is Choice.PIXELS:
        data, extension = asyncio.run(_redraw(photo))
        return partial(_write_redrawn, data), extension
    return partial(_write_choice, choice), photo.plan.format.EXTENSION


def _write_choice(choice: Choice, photo: disk.Photo, file: int) -> Plan:
    return check_choice(photo.plan, choice, disk.write_pieces(file, spans(photo.plan, choice)))


def _write_redrawn(data: bytes, _photo: disk.Photo, file: int) -> Plan:
    copy = inspect(disk.write_pieces(file, (data,)))
    if not copy.already_clean:
        raise NotClean("the drawn copy would be cleaned")
    return copy


async def _redraw(photo: disk.Photo) -> tuple[bytes, str]:
    from bot.sandbox import ChildDied
    from bot.tasks import open_sandbox

    with photo.path.open("rb") as original, tempfile.TemporaryFile() as copy:
        size = os.fstat(original.fileno()).st_size
        async with open_sandbox() as sandbox:
            try:
                outcome = await sandbox.run(Choice.PIXELS, original.fileno(), copy.fileno(), size)
            except ChildDied as error:
                raise TooLarge("to be drawn") from error
        match outcome:
            case Cleaned(extension=extension):
                copy.seek(0)
                return copy.read(), extension
            case Refused(kind, what):
                raise _error(kind, what)
    raise NotClean("no copy")


def _error(kind: str, what: Feature | None) -> EngineError:
    return ERRORS[kind]("to be drawn") if kind in ERRORS else NotOffered(what.name if what else "")
