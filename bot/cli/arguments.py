"""The command line: one sub-parser and one frozen dataclass per command.

Help and complaints are in the user's language.
"""

import argparse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from bot.engine.choices import Choice
from bot.wording import Wording

ENV_FILE = ".env"  # settings of the operator; it may be missing


@dataclass(frozen=True, slots=True)
class Run:
    """Run the bot."""

    env_file: Path


@dataclass(frozen=True, slots=True)
class Doctor:
    """Check what the bot needs."""

    env_file: Path


@dataclass(frozen=True, slots=True)
class Clean:
    """Write clean copies of files and of the files in folders."""

    paths: tuple[Path, ...]
    output: Path | None  # of the copy of a single file
    output_folder: Path | None
    json: bool
    force: bool  # copies replace files that exist
    choice: Choice


@dataclass(frozen=True, slots=True)
class Inspect:
    """Report what files and the files in folders contain."""

    paths: tuple[Path, ...]
    json: bool


@dataclass(frozen=True, slots=True)
class Verify:
    """Check a receipt against the two files it describes."""

    receipt: Path
    original: Path
    copy: Path


@dataclass(frozen=True, slots=True)
class Ask:
    """Answer questions in free text."""

    texts: tuple[str, ...]
    json: bool


Command = Run | Clean | Inspect | Verify | Ask | Doctor


class _Parser(argparse.ArgumentParser):
    """argparse with the user's language: its own messages are English."""

    def __init__(self, wording: Wording, prog: str = "sapujejak") -> None:
        super().__init__(prog=prog, add_help=False, allow_abbrev=False)
        self.wording = wording
        self.usage = wording.say("Usage: sapujejak COMMAND")

    def error(self, message: str) -> NoReturn:  # noqa: ARG002 - argparse's signature
        """Exit with code 2, a complaint and the usage."""
        self.complain(self.wording.say("I do not understand this command."))

    def complain(self, complaint: str) -> NoReturn:
        """Exit with code 2, this complaint and the usage."""
        self.exit(2, f"{complaint}\n{self.usage}\n")

    def format_help(self) -> str:
        """Return the usage and what each command does."""
        commands = self.wording.say("Help")
        return f"{self.usage}\n\n{commands}\n"


class _PrintVersion(argparse.Action):
    """Prints the version; metadata of packages are read only then: they slow down a start."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        """Exit with code 0."""
        from importlib.metadata import version

        print(f"sapujejak {version('sapujejak')}")
        parser.exit()


class _CommandParser(_Parser):
    """A sub-parser whose options may stand between its operands.

    argparse fills `nargs="*"` from the first run of operands alone, and its
    parse_intermixed_args does not work with sub-parsers. So options are parsed first, and
    what they leave is parsed as `operands`.
    """

    def __init__(self, wording: Wording, prog: str) -> None:
        super().__init__(wording, prog)
        self.operands = _Parser(wording)
        self.add_argument("-h", "--help", action="help")

    def parse_known_args(
        self, args: Iterable[str] | None = None, namespace: Any = None
    ) -> tuple[Any, list[str]]:
        """Return the namespace, and the arguments that are neither options nor operands."""
        namespace, rest = super().parse_known_args(args, namespace)
        return self.operands.parse_known_args(rest, namespace)

    def returns(self, build: Callable[[argparse.Namespace], Command]) -> None:
        """Set the function that makes the command of a parsed namespace."""
        self.set_defaults(build=build)

    def path(self, name: str) -> Path:
        """Return the path of an argument; Path("") would be the current folder."""
        if not name:
            self.complain(self.wording.say("The name of a file is empty."))
        return Path(name)

    def paths(self, names: Sequence[str]) -> tuple[Path, ...]:
        """Return the paths of operands."""
        return tuple(map(self.path, names))


def parse(argv: Sequence[str] | None, wording: Wording) -> Command:
    """Return the command that was typed; `argv` is without the program's name.

    Raises SystemExit: 0 for help, 2 for wrong use.
    """
    parser = _Parser(wording)
    parser.add_argument("-h", "--help", action="help")
    parser.add_argument("--version", action=_PrintVersion, nargs=0)
    commands = parser.add_subparsers(required=True, parser_class=_CommandParser)
    for name, declare in DECLARATIONS.items():
        declare(commands.add_parser(name, wording=wording))
    namespace = parser.parse_args(argv)
    command: Command = namespace.build(namespace)
    return command


def _run(parser: _CommandParser) -> None:
    parser.add_argument("--env-file", default=ENV_FILE)
    parser.returns(lambda options: Run(parser.path(options.env_file)))


def _doctor(parser: _CommandParser) -> None:
    parser.add_argument("--env-file", default=ENV_FILE)
    parser.returns(lambda options: Doctor(parser.path(options.env_file)))


def _inspect(parser: _CommandParser) -> None:
    parser.operands.add_argument("files", nargs="+")
    parser.add_argument("--json", action="store_true")
    parser.returns(lambda options: Inspect(parser.paths(options.files), options.json))


def _verify(parser: _CommandParser) -> None:
    for name in ("receipt", "original", "copy"):
        parser.operands.add_argument(name)
    parser.returns(
        lambda options: Verify(*parser.paths((options.receipt, options.original, options.copy)))
    )


def _ask(parser: _CommandParser) -> None:
    parser.operands.add_argument("texts", nargs="+")
    parser.add_argument("--json", action="store_true")
    parser.returns(lambda options: Ask(tuple(options.texts), options.json))


def _clean(parser: _CommandParser) -> None:
    parser.operands.add_argument("files", nargs="+")
    output = parser.add_mutually_exclusive_group()
    output.add_argument("-o", "--output")
    output.add_argument("--output-dir", dest="output_folder")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--force", action="store_true")
    choices = parser.add_mutually_exclusive_group()
    choices.add_argument("--only", dest="choice", choices=[Choice.LOCATION])
    choices.add_argument("--keep", dest="choice", choices=[Choice.CREDIT])
    choices.add_argument("--pixels", dest="choice", action="store_const", const=Choice.PIXELS)

    def build(options: argparse.Namespace) -> Clean:
        paths = parser.paths(options.files)
        output, folder = (
            None if name is None else parser.path(name)
            for name in (options.output, options.output_folder)
        )
        if output and (len(paths) > 1 or paths[0].is_dir() or output.is_dir()):
            parser.error("")
        choice = Choice(options.choice or Choice.EVERYTHING)
        return Clean(paths, output, folder, options.json, options.force, choice)

    parser.returns(build)


DECLARATIONS = {
    "run": _run,
    "clean": _clean,
    "inspect": _inspect,
    "verify": _verify,
    "ask": _ask,
    "doctor": _doctor,
}
