"""Events as JSON and back: numbers of Telegram's and ids of pages, nothing that a person wrote."""

import json
from collections.abc import Mapping
from dataclasses import asdict

from bot.advisor import Heard
from bot.chat.events import (
    Address,
    Asked,
    Beside,
    ButtonTapped,
    CommandSent,
    Event,
    FileSent,
    Thing,
    ThingSent,
)
from bot.report import Clue

KINDS: Mapping[str, type[Event]] = {
    "file": FileSent,
    "thing": ThingSent,
    "command": CommandSent,
    "asked": Asked,
    "button": ButtonTapped,
}
NAMES = {kind: name for name, kind in KINDS.items()}


def written(event: Event) -> str:
    """Return an event as JSON."""
    return json.dumps({"kind": NAMES[type(event)], **asdict(event)}, separators=(",", ":"))


def read(text: str) -> tuple[Event, ...]:
    """Return the events of a JSON list."""
    return tuple(map(_event, json.loads(text)))


def _event(letter: dict[str, object]) -> Event:
    fields = {name: value for name, value in letter.items() if name != "kind"}
    if at := fields.get("at"):
        fields["at"] = Address(**at)  # type: ignore[arg-type]
    if isinstance(beside := fields.get("beside"), dict):
        told = tuple(map(Clue, beside["clues"]))
        fields["beside"] = Beside(told, bool(beside["evidence"]))
    if isinstance(heard := fields.get("heard"), dict):
        fields["heard"] = Heard(
            tuple(heard["topics"]), heard["service"], heard["score"], tuple(heard["choices"])
        )
    if "thing" in fields:
        fields["thing"] = Thing(str(fields["thing"]))
    return KINDS[str(letter["kind"])](**fields)  # type: ignore[arg-type]
