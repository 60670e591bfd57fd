"""Log lines without secrets or persons: what was done, never for whom.

Libraries log URLs with the token in them, and whole messages where one does not parse; of theirs
only the logger's name and the error's class are kept. On a terminal a line is text, elsewhere
JSON. A record's `facts` are numbers and names of formats.
"""

import json
import logging
import re
import sys
from datetime import UTC, datetime

OURS = "bot"  # the root of our own loggers
_TOKEN = re.compile(r"bot\d+:[\w-]+|\d+:[\w-]{20,}", re.ASCII)
_REDACTED = "bot<token>"


class RedactingFormatter(logging.Formatter):
    """Formats our own messages, of others' the logger's name, and of an error its class."""

    def __init__(self, token: str, as_json: bool = False) -> None:
        super().__init__()
        self._token, self._as_json = token, as_json

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        is_ours = record.name.split(".")[0] == OURS
        message = record.getMessage() if is_ours else record.name
        error = record.exc_info[0] if record.exc_info else None
        fields = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "message": f"{message}: {error.__name__}" if error else message,
            **getattr(record, "facts", {}),
        }
        line = json.dumps(fields, ensure_ascii=False) if self._as_json else _as_text(fields)
        return redact(line, self._token)


def _as_text(fields: dict[str, object]) -> str:
    (_, time), (_, level), (_, message), *facts = fields.items()
    return " ".join([f"{time} {level} {message}", *(f"{name}={value}" for name, value in facts)])


def configure(token: str) -> None:
    """Write all lines of this process to stderr."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(RedactingFormatter(token, as_json=not sys.stderr.isatty()))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(logging.INFO)


def redact(text: str, token: str) -> str:
    """Return text without the token, and without what looks like one."""
    return _TOKEN.sub(_REDACTED, text).replace(token or _REDACTED, _REDACTED)
