"""The settings: one frozen value, read once; nothing else reads the environment.

A `.env` file holds `NAME=value` lines; what the environment says wins.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

PREFIX = "SAPUJEJAK_"
TELEGRAM = "https://api.telegram.org"

_LINE = re.compile(r"\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*")
_QUOTED = re.compile(r"""(["'])(.*?)\1\s*(?:#.*)?""")
_COMMENT = re.compile(r"(?:^|\s+)#.*")
_TOKEN = re.compile(r"[\w:-]+", re.ASCII)  # it becomes a part of URLs as it stands
_URL = re.compile(r"https?://[^\s/?#]+(?:/[^\s?#]*)?")


class BadSetting(ValueError):
    """The operator's: a setting that cannot be used; `name` is the variable's."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator decided. The token stands in no repr."""

    token: str = field(default="", repr=False)  # "" where there is none
    api_url: str = TELEGRAM


def load(environ: Mapping[str, str], dotenv: Path | None = None) -> Settings:
    """Read the settings; an empty value counts as none.

    Raises BadSetting, or OSError where the file is there and cannot be read.
    """
    told = {**_file(dotenv), **environ}
    token = told.get(f"{PREFIX}TOKEN", "").strip()
    url = told.get(f"{PREFIX}API_URL", "").strip() or TELEGRAM
    if token and not _TOKEN.fullmatch(token):
        raise BadSetting(f"{PREFIX}TOKEN")
    if not _URL.fullmatch(url):
        raise BadSetting(f"{PREFIX}API_URL")
    return Settings(token, url.rstrip("/"))


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
