"""The commands: what was typed comes in at `main`, an exit code goes out.

0 done, 1 at least one file was refused, 2 wrong use. Sentences about a file that was
refused go to standard error, one line each.
"""

import os
import sys
from collections.abc import Sequence

from bot.cli import arguments
from bot.wording import Wording

INTERRUPTED = 130  # as a shell tells it: 128 + SIGINT


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="surrogateescape")  # names of files are any bytes
    wording = Wording()
    try:
        chosen = arguments.parse(argv, wording)
        return _run(chosen, wording)
    except SystemExit as end:
        return int(end.code or 0)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our lines has gone; Python would complain once more when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0


def _run(chosen: arguments.Chosen, wording: Wording) -> int:
    """Load only what the command needs: a start should take no longer than a rival's."""
    if chosen.command == "clean":
        from bot.cli import clean

        return clean.run(chosen, wording)
    if chosen.command == "inspect":
        from bot.cli import inspect

        return inspect.run(chosen, wording)
    from bot.cli import run

    return run.run(wording)
