"""The settings: one frozen value, read once; nothing else reads the environment.

A `.env` file holds `NAME=value` lines; what the environment says wins.
"""

import re
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

PREFIX = "SAPUJEJAK_"
TELEGRAM = "https://api.telegram.org"

_LINE = re.compile(r"\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*")
_QUOTED = re.compile(r"""(["'])(.*?)\1\s*(?:#.*)?""")
_COMMENT = re.compile(r"(?:^|\s+)#.*")
_TOKEN = re.compile(r"[\w:-]+", re.ASCII)  # it becomes a part of URLs as it stands
_URL = re.compile(r"https?://[^\s/?#]+(?:/[^\s?#]*)?")

_HOST = r"(?:\[[^]\s]+\]|[^\s:/?@]*)(?::\d{1,5})?"
_DATABASE = re.compile(rf"sqlite:///\S+|postgres(?:ql)?://(?:[^\s@/]*@)?{_HOST}(?:[/?]\S*)?")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # what Telegram allows in the header
_LISTEN = re.compile(r"(?:[\w.-]+|\[[0-9a-fA-F:]+\]):\d{1,5}")
_REPLICA = re.compile(r"[\w.-]{1,60}", re.ASCII)
_ON = frozenset({"1", "true", "yes", "on"})
_SWITCH = re.compile(r"(?i)1|0|true|false|yes|no|on|off")
LISTEN = "127.0.0.1:8080"


class BadSetting(ValueError):
    """The operator's: a setting that cannot be used; `name` is the variable's."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Mode(StrEnum):
    """How updates come."""

    POLLING = "polling"  # we ask
    WEBHOOK = "webhook"  # Telegram calls


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator decided. No secret stands in a repr."""

    token: str = field(default="", repr=False)  # "" where there is none
    api_url: str = TELEGRAM
    api_local: bool = False  # files of the Bot API server lie on this machine
    database_url: str = field(default="", repr=False)  # it may hold a password
    mode: Mode = Mode.POLLING
    webhook_url: str = ""
    webhook_secret: str = field(default="", repr=False)
    listen: str = ""  # "host:port"; "" where nobody listens
    replica_id: str = ""


def load(environ: Mapping[str, str], dotenv: Path | None = None) -> Settings:
    """Read the settings; an empty value counts as none.

    Raises BadSetting, or OSError where the file is there and cannot be read.
    """
    told = {**_file(dotenv), **environ}

    def valid(name: str, pattern: re.Pattern[str], default: str = "") -> str:
        value = told.get(f"{PREFIX}{name}", "").strip() or default
        if value and not pattern.fullmatch(value):
            raise BadSetting(f"{PREFIX}{name}")
        return value

    mode = Mode(valid("MODE", re.compile("|".join(Mode)), Mode.POLLING))
    settings = Settings(
        valid("TOKEN", _TOKEN),
        valid("API_URL", _URL, TELEGRAM).rstrip("/"),
        valid("API_LOCAL", _SWITCH).lower() in _ON,
        valid("DATABASE_URL", _DATABASE, _file_of_jobs(told)),
        mode,
        valid("WEBHOOK_URL", _URL),
        valid("WEBHOOK_SECRET", _SECRET),
        valid("LISTEN", _LISTEN, LISTEN if mode is Mode.WEBHOOK else ""),
        valid("REPLICA_ID", _REPLICA, _host()),
    )
    if mode is Mode.WEBHOOK:
        for name, value in (("URL", settings.webhook_url), ("SECRET", settings.webhook_secret)):
            if not value:
                raise BadSetting(f"{PREFIX}WEBHOOK_{name}")
    return settings


def _file_of_jobs(environ: Mapping[str, str]) -> str:
    """Return where jobs are kept if nobody says: the user's folder for what programs remember."""
    state = environ.get("XDG_STATE_HOME") or f"{environ.get('HOME') or '.'}/.local/state"
    return f"sqlite:///{state}/sapujejak/jobs.sqlite"


def _host() -> str:
    return re.sub(r"[^\w.-]", "-", socket.gethostname())[:60] or "one"


def _file(path: Path | None) -> dict[str, str]:
    if path is None or not path.is_file():
        return {}
    return dict(_pairs(path.read_text("utf-8-sig", "replace")))  # Notepad begins with a mark


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        if pair := _LINE.fullmatch(line):
            name, value = pair.groups()
            quoted = _QUOTED.fullmatch(value)
            yield name, quoted[2] if quoted else _COMMENT.sub("", value)
