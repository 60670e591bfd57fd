"""The commands: what was typed comes in at `main`, an exit code goes out.

0 done, 1 at least one file was refused or not all could be told, 2 wrong use. Sentences
about a file that was refused go to standard error, one line each.
"""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from bot.cli import arguments, screen
from bot.wording import Wording

INTERRUPTED = 130  # as a shell tells it: 128 + SIGINT


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    screen.open_streams()
    wording = Wording()
    try:
        chosen = arguments.parse(argv, wording)
        return _run(chosen, wording)
    except SystemExit as end:
        return int(end.code or 0)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _close()
        return 0
    except OSError:
        # Files' errors are told where they happen: this one is of the answer itself.
        _close()
        with suppress(OSError):
            print(wording.say("The answer could not be written."), file=sys.stderr)
        return 1


def _close() -> None:
    """Send to nowhere what is still to be written: Python would complain once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _run(chosen: arguments.Chosen, wording: Wording) -> int:
    """Load only what the command needs: a start should take no longer than a rival's."""
    if chosen.command == "clean":
        from bot.cli import clean

        return clean.run(chosen, wording)
    if chosen.command == "inspect":
        from bot.cli import inspect

        return inspect.run(chosen, wording)
    if chosen.command == "verify":
        from bot.cli import verify

        return verify.run(chosen, wording)
    if chosen.command == "ask":
        from bot.cli import ask

        return ask.run(chosen, wording)
    if chosen.command == "doctor":
        from bot.cli import doctor

        return doctor.run(wording)
    from bot.cli import run

    return run.run(wording)
