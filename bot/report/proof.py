"""A receipt checked against two files, from the text of the document alone."""

import json
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from bot.report.digest import digest
from bot.report.receipt import TYPE, VERSION


class Claim(StrEnum):
    """What a receipt says that can be checked."""

    ORIGINAL = "original"
    COPY = "copy"
    PICTURE_BEFORE = "picture-before"
    PICTURE_AFTER = "picture-after"


class NoReceipt(ValueError):
    """The document's: it holds no receipt that can be read."""


def read(document: str) -> dict[str, Any]:
    """Return the receipt in a document: JSON alone, or a text with JSON as its last line.

    Raises NoReceipt.
    """
    text = document.strip()
    last = text.splitlines()[-1:] or [""]
    for candidate in (text, *last):
        try:
            told = json.loads(candidate)
        except (ValueError, RecursionError):
            continue
        if isinstance(told, dict) and (told.get("type"), told.get("version")) == (TYPE, VERSION):
            return told
    raise NoReceipt


def proven(
    receipt: dict[str, Any], original: memoryview, copy: memoryview
) -> Iterator[tuple[Claim, bool]]:
    """Yield each claim about the two files, and whether it holds.

    Raises NoReceipt where the receipt lacks what it should say.
    """
    try:
        picture = receipt["picture"]
        yield Claim.ORIGINAL, _is(original, receipt["original"])
        yield Claim.COPY, _is(copy, receipt["copy"])
        if picture and picture["ranges"] is not None:
            yield Claim.PICTURE_BEFORE, _holds(original, picture, 0)
            yield Claim.PICTURE_AFTER, _holds(copy, picture, 1)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise NoReceipt from error


def _is(data: memoryview, told: dict[str, Any]) -> bool:
    return bool(len(data) == told["bytes"] and digest([data]) == told["sha256"])


def _holds(data: memoryview, picture: dict[str, Any], side: int) -> bool:
    """Tell whether the picture lies in a file where the receipt says, on one side or the other."""
    spans = [(run[side], run[side] + run[2]) for run in picture["ranges"]]
    inside = all(0 <= start <= end <= len(data) for start, end in spans)
    return inside and bool(digest(data[start:end] for start, end in spans) == picture["sha256"])
