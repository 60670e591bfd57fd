"""What was typed, taken apart. Help and complaints are in the user's language."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from bot.engine.choices import Choice
from bot.wording import Wording

RECEIPT_AND_FILES = 3  # the receipt, the original, the copy


@dataclass(frozen=True, slots=True)
class Chosen:
    """One command and all it was told."""

    command: str
    files: tuple[Path, ...]
    output: Path | None
    folder: Path | None
    json: bool
    force: bool
    choice: Choice = Choice.EVERYTHING
    texts: tuple[str, ...] = ()  # questions, for `ask` only


class _Parser(argparse.ArgumentParser):
    """argparse in our words: its own are English, and say no more."""

    def __init__(self, wording: Wording) -> None:
        super().__init__(prog="sapujejak", add_help=False, allow_abbrev=False)
        self.wording = wording
        self.usage = wording.say("Usage: sapujejak COMMAND")

    def error(self, message: str) -> NoReturn:  # noqa: ARG002 - argparse's signature
        """End with the usage."""
        self.complain(self.wording.say("I do not understand this command."))

    def complain(self, complaint: str) -> NoReturn:
        """End with a complaint and the usage."""
        self.exit(2, f"{complaint}\n{self.usage}\n")

    def format_help(self) -> str:
        """Return the usage and what each command does."""
        commands = self.wording.say("Help")
        return f"{self.usage}\n\n{commands}\n"


def parse(argv: Sequence[str] | None, wording: Wording) -> Chosen:
    """Return the command and its arguments.

    Raises SystemExit: 0 for help, 2 for what cannot be meant.
    """
    parser = _Parser(wording)
    parser.add_argument("-h", "--help", action="help")
    parser.add_argument("command", choices=("run", "clean", "inspect", "verify", "ask", "doctor"))
    parser.add_argument("files", nargs="*")
    parser.add_argument("-o", "--output")
    parser.add_argument("--output-dir", dest="folder")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--force", action="store_true")
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--only", dest="choice", choices=[Choice.LOCATION])
    ways.add_argument("--keep", dest="choice", choices=[Choice.CREDIT])
    ways.add_argument("--pixels", dest="choice", action="store_const", const=Choice.PIXELS)
    told = parser.parse_intermixed_args(argv)
    if told.command == "ask":
        return _asked(told, parser)
    names = (*told.files, told.output, told.folder)
    if "" in names:  # as a Path it would be the folder we are in
        parser.complain(wording.say("The name of a file is empty."))
    *files, output, folder = (None if name is None else Path(name) for name in names)
    choice = Choice(told.choice or Choice.EVERYTHING)
    named = tuple(filter(None, files))
    chosen = Chosen(told.command, named, output, folder, told.json, told.force, choice)
    if not _meant(chosen):
        parser.error("")
    return chosen


def _asked(told: argparse.Namespace, parser: _Parser) -> Chosen:
    """Return what was asked: texts are no names of files."""
    if not told.files or told.output or told.folder or told.force or told.choice:
        parser.error("")
    return Chosen("ask", (), None, None, told.json, False, texts=tuple(told.files))


def _meant(chosen: Chosen) -> bool:
    """Tell whether the arguments make sense together."""
    writes = bool(chosen.output or chosen.folder or chosen.force)
    writes = writes or chosen.choice is not Choice.EVERYTHING
    if chosen.command in ("run", "doctor"):
        return not (chosen.files or writes or chosen.json)
    if chosen.command == "verify":
        return len(chosen.files) == RECEIPT_AND_FILES and not (writes or chosen.json)
    if chosen.command == "inspect":
        return bool(chosen.files) and not writes
    if chosen.output:
        one_file = len(chosen.files) == 1 and not chosen.files[0].is_dir()
        return one_file and not chosen.folder and not chosen.output.is_dir()
    return bool(chosen.files)
