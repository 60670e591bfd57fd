"""Events as JSON and back: numbers of Telegram's and ids of pages, nothing that a person wrote."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
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


# Field -> its name in the JSON, where it is another: jobs of the first release must stay readable.
STORED: Mapping[str, str] = {
    "address": "at",
    "chat_id": "chat",
    "message_id": "message",
    "thread_id": "thread",
    "sender_id": "by",
    "file_id": "file",
    "album_id": "album",
    "hints": "beside",
    "inspect_only": "inspect",
    "is_photo": "photo",
    "media": "thing",
    "token": "door",
    "classification": "heard",
    "query_id": "query",
    "original_id": "original",
    "new_chat_id": "to",
}


def written(event: Event) -> str:
    """Return an event as JSON."""
    return json.dumps({"kind": NAMES[type(event)], **_row(event)}, separators=(",", ":"))


def read(text: str) -> tuple[Event, ...]:
    """Return the events of a JSON list."""
    return tuple(map(_event, json.loads(text)))


def _stored(kind: type, name: str) -> str:
    return "about" if (kind, name) == (CommandSent, "service") else STORED.get(name, name)


def _row(value: Any) -> dict[str, Any]:
    """Return a dataclass as a JSON object under the stored names."""
    values = {field.name: getattr(value, field.name) for field in fields(value)}
    return {
        _stored(type(value), name): _row(item) if is_dataclass(item) else item
        for name, item in values.items()
    }


def _values(kind: type[Any], row: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a dataclass out of a JSON object."""
    names = {_stored(kind, field.name): field.name for field in fields(kind)}
    return {names[name]: item for name, item in row.items() if name != "kind"}


def _event(row: dict[str, Any]) -> Event:
    kind = KINDS[row["kind"]]
    values = _values(kind, row)
    if address := values.get("address"):
        values["address"] = Address(**_values(Address, address))
    if hints := values.get("hints"):
        values["hints"] = FileHints(**(hints | {"clues": tuple(map(Clue, hints["clues"]))}))
    if heard := values.get("classification"):
        values["classification"] = Classification(
            tuple(heard["topics"]), heard["service"], heard["score"], tuple(heard["choices"])
        )
    if "media" in values:
        values["media"] = MediaKind(values["media"])
    if kind is FileCommand and values["file"]:
        values["file"] = _event({"kind": "file", **values["file"]})
    if kind is InlineQueried:
        del values["address"]
    return kind(**values)
