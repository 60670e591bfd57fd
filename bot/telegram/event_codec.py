"""Events as JSON and back: numbers of Telegram's and ids of pages, nothing that a person wrote."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bot.advisor import Classification
from bot.chat.events import (
    Address,
    BotAdded,
    BotRemoved,
    ButtonTapped,
    CommandSent,
    Event,
    FileCommand,
    FileHints,
    FileSent,
    GroupMigrated,
    InlineQueried,
    MediaKind,
    MediaSent,
    QuestionAsked,
)
from bot.report import Clue

KINDS: Mapping[str, type[Event]] = {
    "file": FileSent,
    "called": FileCommand,
    "thing": MediaSent,
    "command": CommandSent,
    "asked": QuestionAsked,
    "button": ButtonTapped,
    "inline": InlineQueried,
    "joined": BotAdded,
    "left": BotRemoved,
    "moved": GroupMigrated,
}
NAMES = {kind: name for name, kind in KINDS.items()}


def written(event: Event) -> str:
    """Return an event as JSON."""
    return json.dumps({"kind": NAMES[type(event)], **asdict(event)}, separators=(",", ":"))


def read(text: str) -> tuple[Event, ...]:
    """Return the events of a JSON list."""
    return tuple(map(_event, json.loads(text)))


def _event(letter: dict[str, Any]) -> Event:
    fields = {name: value for name, value in letter.items() if name != "kind"}
    if at := fields.get("at"):
        fields["at"] = Address(**at)
    if told := fields.get("beside"):
        fields["beside"] = FileHints(**(told | {"clues": tuple(map(Clue, told["clues"]))}))
    if heard := fields.get("heard"):
        fields["heard"] = Classification(
            tuple(heard["topics"]), heard["service"], heard["score"], tuple(heard["choices"])
        )
    if "thing" in fields:
        fields["thing"] = MediaKind(fields["thing"])
    kind = KINDS[letter["kind"]]
    if kind is FileCommand and fields["file"]:
        fields["file"] = _event({"kind": "file", **fields["file"]})
    if kind is InlineQueried:
        del fields["at"]
    return kind(**fields)
