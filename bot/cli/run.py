"""`sapujejak run`: the bot, or without a token a demonstration of its answer to one photo."""

import os
import sys
from itertools import chain, count
from pathlib import Path

from bot import disk
from bot.cli import paths
from bot.cli.arguments import Run
from bot.cli.operator_config import read_config
from bot.cli.terminal import printable, refusal_of
from bot.engine import EngineError
from bot.report import digest, report_of
from bot.wording import Wording
from bot.wording.markup import plain

SAMPLE = Path("foto-contoh.jpg")


def run(command: Run, wording: Wording) -> int:
    """Run the bot until it is stopped, or show what it does; return the exit code."""
    config = read_config(command.env_file, wording)
    if config is None:
        return 2
    if config.token:
        from bot.telegram import app

        return app.run(config, wording)
    return demonstrate(os.environ.get("FOTO"), wording)


def demonstrate(photo_name: str | None, wording: Wording) -> int:
    """Clean a photo, or else a sample, and print the bot's answer; return the exit code."""
    path = Path(photo_name) if photo_name else SAMPLE
    try:
        if not photo_name:
            _write_sample(path)
        photo = disk.read(path)
        target = paths.sibling_path(paths.InputFile(path, None), photo.plan.format.EXTENSION)
        # A person's own files are never replaced; those of an earlier demonstration are.
        result = disk.write(photo, _unused(target) if photo_name else target, force=not photo_name)
    except (EngineError, OSError) as error:
        print(f"{printable(path)}: {refusal_of(error, wording).message}", file=sys.stderr)
        return 1
    _print_answer(photo, result, wording)
    return 0


def _write_sample(path: Path) -> None:
    from bot.pixels import sample

    path.write_bytes(sample.photo())


def _unused(target: Path) -> Path:
    """Return the target, or where it exists the target with the first free number."""
    numbered = (target.with_stem(f"{target.stem}-{number}") for number in count(2))
    return next(path for path in chain([target], numbered) if not path.exists())


def _print_answer(photo: disk.Photo, result: disk.FileResult, wording: Wording) -> None:
    report, copy = report_of(photo.plan), result.copy
    print(wording.say("Somebody sends the bot {file} as a file.", file=printable(photo.path)))
    if photo.plan.already_clean:
        print(_box(wording.say("The bot answers"), plain(wording.already_clean(report))))
    else:
        print(_box(wording.say("The bot answers"), plain(wording.caption(report, copy.size))))
        filename = f"{wording.copy_name(report)}-1{result.target.suffix}"
        print(_box(wording.say("Then the copy, in a message of its own"), filename))
        details = plain("\n".join(wording.details(report)))
        print(_box(wording.say("Behind the button: details"), details))
    print(wording.say("The clean copy: {file}", file=printable(result.target)))
    print(wording.say("Picture data before: {sha}", sha=digest(photo.plan.coded())))
    print(wording.say("Picture data after: {sha}", sha=digest(copy.coded())))
    count_left = len(report_of(copy).items)
    print(wording.say("Found in the copy: {count} kinds of traces.", count=count_left))
    print()
    print(wording.say("Three steps to a bot of your own"))


def _box(title: str, text: str) -> str:
    lines = "\n".join(f"│ {line}".rstrip() for line in text.splitlines())
    return f"\n┌─ {title}\n{lines}\n└─\n"
