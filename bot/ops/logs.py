"""Lines that hold no secret and no person: what was done, never for whom.

Libraries tell URLs with the token in them, and whole messages where one does not parse; of
theirs, only the name and the class of the error are told. On a terminal a line is for people,
elsewhere it is JSON. A record's `facts` are numbers and names of formats.
"""

import json
import logging
import re
import sys
from datetime import UTC, datetime

OURS = "bot"
_TOKEN = re.compile(r"bot\d+:[\w-]+|\d+:[\w-]{20,}", re.ASCII)
_HIDDEN = "bot<token>"


class Discreet(logging.Formatter):
    """Tells our own messages, of others' the source; of an error its class, no more."""

    def __init__(self, token: str, as_json: bool = False) -> None:
        super().__init__()
        self._token, self._as_json = token, as_json

    def format(self, record: logging.LogRecord) -> str:
        """Return one line without a secret."""
        ours = record.name.split(".")[0] == OURS
        message = record.getMessage() if ours else record.name
        kind = record.exc_info[0] if record.exc_info else None
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "message": f"{message}: {kind.__name__}" if kind else message,
            **getattr(record, "facts", {}),
        }
        line = json.dumps(told, ensure_ascii=False) if self._as_json else _for_people(told)
        return redacted(line, self._token)


def _for_people(told: dict[str, object]) -> str:
    time, level, message, *facts = told.items()
    return " ".join((
        *(str(time[1]), str(level[1]), str(message[1])),
        *(f"{name}={value}" for name, value in facts),
    ))  # fmt: skip


def start(token: str) -> None:
    """Send all lines of this process to stderr."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Discreet(token, as_json=not sys.stderr.isatty()))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(logging.INFO)


def redacted(text: str, token: str) -> str:
    """Return text without the token, and without what looks like one."""
    return _TOKEN.sub(_HIDDEN, text).replace(token or _HIDDEN, _HIDDEN)
