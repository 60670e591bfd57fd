"""The command line: `main` takes the arguments and returns an exit code.

0 done, 1 at least one file was refused or the answer could not be written, 2 wrong use.
Sentences about a refused file go to standard error, one line each.
"""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from bot.cli import arguments, terminal
from bot.wording import Wording

INTERRUPTED = 130  # as shells report it: 128 + SIGINT


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    terminal.open_streams()
    wording = Wording()
    try:
        return _run(arguments.parse(argv, wording), wording)
    except SystemExit as stop:
        return int(stop.code or 0)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _discard_output()
        return 0
    except OSError:
        # Errors of files are handled where they happen; this one is of standard output.
        _discard_output()
        with suppress(OSError):
            print(wording.say("The answer could not be written."), file=sys.stderr)
        return 1


def _discard_output() -> None:
    """Send what is still buffered to nowhere: Python would report the error again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _run(command: arguments.Command, wording: Wording) -> int:
    """Run a command; import only the modules that it needs, so that it starts fast."""
    match command:
        case arguments.Clean():
            from bot.cli import clean

            return clean.run(command, wording)
        case arguments.Inspect():
            from bot.cli import inspect

            return inspect.run(command, wording)
        case arguments.Verify():
            from bot.cli import verify

            return verify.run(command, wording)
        case arguments.Ask():
            from bot.cli import ask

            return ask.run(command, wording)
        case arguments.Doctor():
            from bot.cli import doctor

            return doctor.run(command, wording)
        case arguments.Run():
            from bot.cli import run

            return run.run(command, wording)
