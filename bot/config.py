"""The operator's configuration: one frozen value, read once; nothing else reads the environment.

A `.env` file holds `NAME=value` lines; the environment overrides it.
"""

import re
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

PREFIX = "SAPUJEJAK_"
TELEGRAM = "https://api.telegram.org"
LISTEN = "127.0.0.1:8080"  # where webhooks arrive by default

# The syntax of a .env file.
_LINE = re.compile(r"\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*")
_QUOTED = re.compile(r"""(["'])(.*?)\1\s*(?:#.*)?""")
_COMMENT = re.compile(r"(?:^|\s+)#.*")

# What values may look like.
_TOKEN = re.compile(r"[\w:-]+", re.ASCII)  # it becomes a part of URLs as it stands
_URL = re.compile(r"https?://[^\s/?#]+(?:/[^\s?#]*)?")
_HOST = r"(?:\[[^]\s]+\]|[^\s:/?@]*)(?::\d{1,5})?"
_DATABASE = re.compile(rf"sqlite:///\S+|postgres(?:ql)?://(?:[^\s@/]*@)?{_HOST}(?:[/?]\S*)?")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # of setWebhook: core.telegram.org/bots/api
_LISTEN = re.compile(r"(?:[\w.-]+|\[[0-9a-fA-F:]+\]):\d{1,5}")
_REPLICA = re.compile(r"[\w.-]{1,60}", re.ASCII)
_SWITCH = re.compile(r"(?i)1|0|true|false|yes|no|on|off")
_ON = frozenset({"1", "true", "yes", "on"})


class ConfigError(ValueError):
    """A variable's value cannot be used; `name` is the variable's."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Mode(StrEnum):
    """How updates arrive."""

    POLLING = "polling"  # we ask Telegram
    WEBHOOK = "webhook"  # Telegram calls us


@dataclass(frozen=True, slots=True)
class Config:
    """What the operator configured. Its repr shows no secret."""

    token: str = field(default="", repr=False)  # "" where there is none
    api_url: str = TELEGRAM
    api_local: bool = False  # files of the Bot API server lie on this machine
    database_url: str = field(default="", repr=False)  # it may hold a password
    mode: Mode = Mode.POLLING
    webhook_url: str = ""
    webhook_secret: str = field(default="", repr=False)
    listen: str = ""  # "host:port"; "" where nobody listens
    replica_id: str = ""


def load_config(environ: Mapping[str, str], dotenv: Path | None = None) -> Config:
    """Return the configuration; an empty value counts as a missing one.

    Raises ConfigError, or OSError where `dotenv` exists and cannot be read.
    """
    variables = {**_read_dotenv(dotenv), **environ}

    def valid(name: str, pattern: re.Pattern[str], default: str = "") -> str:
        value = variables.get(f"{PREFIX}{name}", "").strip() or default
        if value and not pattern.fullmatch(value):
            raise ConfigError(f"{PREFIX}{name}")
        return value

    mode = Mode(valid("MODE", re.compile("|".join(Mode)), Mode.POLLING))
    config = Config(
        valid("TOKEN", _TOKEN),
        valid("API_URL", _URL, TELEGRAM).rstrip("/"),
        valid("API_LOCAL", _SWITCH).lower() in _ON,
        valid("DATABASE_URL", _DATABASE, _default_database_url(variables)),
        mode,
        valid("WEBHOOK_URL", _URL),
        valid("WEBHOOK_SECRET", _SECRET),
        valid("LISTEN", _LISTEN, LISTEN if mode is Mode.WEBHOOK else ""),
        valid("REPLICA_ID", _REPLICA, _host_name()),
    )
    if mode is Mode.WEBHOOK:
        for name, value in (("URL", config.webhook_url), ("SECRET", config.webhook_secret)):
            if not value:
                raise ConfigError(f"{PREFIX}WEBHOOK_{name}")
    return config


def _default_database_url(variables: Mapping[str, str]) -> str:
    """Return a database in the user's state folder (XDG Base Directory Specification 0.8)."""
    state = variables.get("XDG_STATE_HOME") or f"{variables.get('HOME') or '.'}/.local/state"
    return f"sqlite:///{state}/sapujejak/jobs.sqlite"


def _host_name() -> str:
    return re.sub(r"[^\w.-]", "-", socket.gethostname())[:60] or "one"


def _read_dotenv(path: Path | None) -> dict[str, str]:
    if path is None or not path.is_file():
        return {}
    # Notepad writes a byte order mark; "-sig" skips it.
    return dict(_pairs(path.read_text("utf-8-sig", "replace")))


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        if pair := _LINE.fullmatch(line):
            name, value = pair.groups()
            quoted = _QUOTED.fullmatch(value)
            yield name, quoted[2] if quoted else _COMMENT.sub("", value)
