"""Checks a receipt against two files, with nothing but the receipt's document."""

import json
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from bot.report.receipt import TYPE, VERSION, digest


class Claim(StrEnum):
    """What a receipt says and can be checked."""

    ORIGINAL = "original"
    COPY = "copy"
    PICTURE_BEFORE = "picture-before"
    PICTURE_AFTER = "picture-after"


class InvalidReceipt(ValueError):
    """The document holds no receipt, or a receipt lacks a field."""


def parse_receipt(document: str) -> dict[str, Any]:
    """Return the receipt in a document: JSON alone, or a text with JSON as its last line.

    Raises InvalidReceipt.
    """
    text = document.strip()
    last = text.splitlines()[-1:] or [""]
    for candidate in (text, *last):
        try:
            receipt = json.loads(candidate)
        except (ValueError, RecursionError):
            continue
        if isinstance(receipt, dict) and (
            (receipt.get("type"), receipt.get("version")) == (TYPE, VERSION)
        ):
            return receipt
    raise InvalidReceipt


def check_claims(
    receipt: dict[str, Any], original: memoryview, copy: memoryview
) -> Iterator[tuple[Claim, bool]]:
    """Yield each claim about the two files, and whether it holds.

    Raises InvalidReceipt where a field is missing or of a wrong type.
    """
    try:
        picture = receipt["picture"]
        yield Claim.ORIGINAL, _matches(original, receipt["original"])
        yield Claim.COPY, _matches(copy, receipt["copy"])
        if picture and picture["ranges"] is not None:
            yield Claim.PICTURE_BEFORE, _contains(original, picture, 0)
            yield Claim.PICTURE_AFTER, _contains(copy, picture, 1)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise InvalidReceipt from error


def _matches(data: memoryview, file: dict[str, Any]) -> bool:
    return bool(len(data) == file["bytes"] and digest([data]) == file["sha256"])


def _contains(data: memoryview, picture: dict[str, Any], side: int) -> bool:
    """Return whether a file has the picture where the receipt says.

    `side` is 0 for the original, 1 for the copy: the index of the start in each range.
    """
    spans = [(run[side], run[side] + run[2]) for run in picture["ranges"]]
    inside = all(0 <= start <= end <= len(data) for start, end in spans)
    return inside and bool(digest(data[start:end] for start, end in spans) == picture["sha256"])
