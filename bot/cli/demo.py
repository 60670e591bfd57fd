"""Without a token: one photo through the whole line, as the bot would answer it."""

import sys
from itertools import chain, count
from pathlib import Path

from bot import disk
from bot.cli import walk
from bot.cli.refusals import refusal, shown
from bot.engine import EngineError
from bot.report import report_of
from bot.report.digest import digest
from bot.wording import Wording
from bot.wording.markup import plain

SAMPLE = Path("foto-contoh.jpg")


def run(named: str | None, wording: Wording) -> int:
    """Show the answer to a photo, or to a sample; return the exit code."""
    path = Path(named) if named else SAMPLE
    try:
        if not named:
            _make(path)
        photo = disk.read(path)
        target = walk.beside(walk.Found(path, None), photo.plan.format.EXTENSION)
        result = disk.write(photo, _free(target) if named else target, force=not named)
    except (EngineError, OSError) as error:
        print(f"{shown(path)}: {refusal(error, wording).message}", file=sys.stderr)
        return 1
    _show(photo, result, wording)
    return 0


def _make(path: Path) -> None:
    from bot.pixels import sample

    path.write_bytes(sample.photo())


def _free(target: Path) -> Path:
    """Return a name that no earlier copy has."""
    names = (target.with_stem(f"{target.stem}-{number}") for number in count(2))
    return next(path for path in chain([target], names) if not path.exists())


def _show(photo: disk.Photo, result: disk.FileResult, wording: Wording) -> None:
    report, after = report_of(photo.plan), result.copy
    print(wording.say("Somebody sends the bot {file} as a file.", file=shown(photo.path)))
    if photo.plan.already_clean:
        print(_box(wording.say("The bot answers"), plain(wording.already_clean(report))))
    else:
        print(_box(wording.say("The bot answers"), plain(wording.caption(report, after.size))))
        details = plain("\n".join(wording.details(report)))
        print(_box(wording.say("Behind the button: details"), details))
    print(wording.say("The clean copy: {file}", file=shown(result.target)))
    print(wording.say("Picture data before: {sha}", sha=digest(photo.plan.coded())))
    print(wording.say("Picture data after: {sha}", sha=digest(after.coded())))
    left = len(report_of(after).items)
    print(wording.say("Found in the copy: {count} kinds of traces.", count=left))
    print()
    print(wording.say("Three steps to a bot of your own"))


def _box(title: str, text: str) -> str:
    lines = "\n".join(f"│ {line}".rstrip() for line in text.splitlines())
    return f"\n┌─ {title}\n{lines}\n└─\n"
