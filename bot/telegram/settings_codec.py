"""What people and groups set, as JSON and back; what an older release wrote is read too."""

import json
from dataclasses import asdict, fields
from typing import Any, TypeVar

from bot.chat.settings import LANGUAGES, QUIET_HOURS, ZONES, GroupSettings, Guard, PersonSettings
from bot.engine.choices import Choice

Settings = TypeVar("Settings", GroupSettings, PersonSettings)
KNOWN: dict[str, Any] = {  # field -> the values that this release knows
    "guard": tuple(Guard),
    "choice": tuple(Choice),
    "language": tuple(LANGUAGES),
    "quiet": QUIET_HOURS,
    "zone": tuple(ZONES),
}
MADE: dict[str, Any] = {"guard": Guard, "choice": Choice, "topics": tuple, "declined_groups": tuple}
STORED = {"declined_groups": "kept"}  # field -> its name in the JSON, where it is another


def written(settings: GroupSettings | PersonSettings) -> str:
    """Return settings as JSON."""
    row = {STORED.get(name, name): value for name, value in asdict(settings).items()}
    return json.dumps(row, separators=(",", ":"))


def read(kind: type[Settings], text: str | None) -> Settings:
    """Return settings; a field that is missing or unknown is as it is at first."""
    row = json.loads(text) if text else {}
    stored = {field.name: row.get(STORED.get(field.name, field.name)) for field in fields(kind)}
    values = {
        name: MADE.get(name, str)(value)
        for name, value in stored.items()
        if value is not None and (name not in KNOWN or value in KNOWN[name])
    }
    return kind(**values)
