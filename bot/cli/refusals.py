"""Why a file was refused: a stable name for programs, a sentence for people."""

from pathlib import Path
from typing import NamedTuple

from bot.disk import Changed, SameFile
from bot.engine import EngineError
from bot.wording import Wording
from bot.wording.catalogue import mark

# The narrower error first.
SYSTEM: tuple[tuple[type[OSError], str, str], ...] = (
    (SameFile, "same-file", mark("The copy would take the place of the original.")),
    (Changed, "changed", mark("Another program is changing this file.")),
    (FileExistsError, "exists", mark("There is a file of that name already; --force replaces it.")),
    (FileNotFoundError, "not-found", mark("There is no such file or folder.")),
    (PermissionError, "no-access", mark("I am not allowed to read or write here.")),
    (OSError, "io", mark("The system could not read or write this file.")),
)


class Refusal(NamedTuple):
    """The error's name, and what to tell."""

    kind: str
    message: str


def refusal(error: EngineError | OSError, wording: Wording) -> Refusal:
    """Return what to tell of an error."""
    if isinstance(error, EngineError):
        return Refusal(error.kind, wording.refusal(error.kind, error.what))
    kind, words = next((kind, words) for cls, kind, words in SYSTEM if isinstance(error, cls))
    return Refusal(kind, wording.say(words))


def shown(path: Path) -> str:
    """Return a file's name on one line, whatever bytes it is made of."""
    name = str(path)
    return name if name.isprintable() else name.encode("unicode_escape").decode("ascii")
