"""Lines that hold no secret and no person: what was done, never for whom.

Libraries tell URLs with the token in them, and whole messages where one does not parse; of
theirs, only the name and the class of the error are told.
"""

import logging
import re
import sys

OURS = "bot"
_TOKEN = re.compile(r"bot\d+:[\w-]+|\d+:[\w-]{20,}", re.ASCII)
_HIDDEN = "bot<token>"


class Discreet(logging.Formatter):
    """Tells our own messages, of others' the source; of an error its class, no more."""

    def __init__(self, token: str) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%d %H:%M:%S")
        self._token = token

    def format(self, record: logging.LogRecord) -> str:
        """Return one line without a secret."""
        ours = record.name.split(".")[0] == OURS
        message = record.getMessage() if ours else record.name
        kind = record.exc_info[0] if record.exc_info else None
        told = logging.makeLogRecord(
            {
                "created": record.created,
                "levelname": record.levelname,
                "msg": redacted(f"{message}: {kind.__name__}" if kind else message, self._token),
            }
        )
        return super().format(told)


def start(token: str) -> None:
    """Send all lines of this process to stderr."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Discreet(token))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(logging.INFO)


def redacted(text: str, token: str) -> str:
    """Return text without the token, and without what looks like one."""
    return _TOKEN.sub(_HIDDEN, text).replace(token or _HIDDEN, _HIDDEN)
