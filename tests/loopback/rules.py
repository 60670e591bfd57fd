"""Requests and answers against the Bot API as data: names, types, what is required.

Spec: Telegram Bot API 10.0, as data beside the project.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PLAIN: dict[str, type | tuple[type, ...]] = {
    "String": str,
    "Integer": int,
    "Float": (int, float),
    "Boolean": bool,
}
ARRAY = "Array of "


class Rules:
    """The methods and types of the Bot API; without its data every call is in order."""

    def __init__(self, folder: Path | None) -> None:
        told: Any = {"methods": {}, "types": {}}
        if folder:
            told = json.loads((folder / "api-10.0.json").read_text("utf-8"))
        self._methods = {name.lower(): method for name, method in told["methods"].items()}
        self._types = told["types"]

    def wrong_call(self, method: str, given: dict[str, str], files: set[str]) -> list[str]:
        """Return what is wrong with a call: form fields as text, and the names of its files."""
        if not self._methods:
            return []
        if method.lower() not in self._methods:
            return [f"no method {method}"]
        values: dict[str, Any] = {name: _value(text) for name, text in given.items()}
        values |= dict.fromkeys(files, InputFile)
        known = self._methods[method.lower()].get("fields", [])
        return list(self._fields(known, values, method, texts=given))

    def wrong_value(self, value: Any, kind: str) -> list[str]:
        """Return what is wrong with an object of a type."""
        return list(self._typed(value, [kind], kind)) if self._types else []

    def _fields(
        self, known: list[Any], given: dict[str, Any], where: str, texts: dict[str, str]
    ) -> Iterator[str]:
        fields = {field["name"]: field for field in known}
        for name in given.keys() - fields.keys():
            yield f"{where}: no field {name}"
        for name, field in fields.items():
            if name not in given:
                if field["required"]:
                    yield f"{where}: {name} is missing"
            elif "String" not in field["types"] or name not in texts:
                yield from self._typed(given[name], field["types"], f"{where}.{name}")

    def _typed(self, value: Any, kinds: list[str], where: str) -> Iterator[str]:
        """Yield complaints unless the value is of one of the kinds."""
        complaints = [list(self._of_kind(value, kind, where)) for kind in kinds]
        if all(complaints):
            yield from min(complaints, key=len)

    def _of_kind(self, value: Any, kind: str, where: str) -> Iterator[str]:
        if kind == "InputFile":
            if value is not InputFile:
                yield f"{where}: no file"
        elif plain := PLAIN.get(kind):
            if not isinstance(value, plain) or (isinstance(value, bool) and kind != "Boolean"):
                yield f"{where}: no {kind}"
        elif kind.startswith(ARRAY):
            if not isinstance(value, list):
                yield f"{where}: no array"
            else:
                for item in value:
                    yield from self._typed(item, [kind.removeprefix(ARRAY)], where)
        elif subtypes := self._types[kind].get("subtypes"):
            yield from self._typed(value, subtypes, where)
        elif not isinstance(value, dict):
            yield f"{where}: no object"
        else:
            yield from self._fields(self._types[kind].get("fields", []), value, where, texts={})


class InputFile:
    """Stands for a file that was uploaded."""


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
