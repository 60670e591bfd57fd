"""A receipt: what was removed from a copy, what remains, what was checked and what was not.

It names no file, person or location. Anybody can check it with SHA-256 alone: the picture is
listed as ranges of bytes, which are equal in the original and in the copy.

Spec: FIPS 180-4 (SHA-256). `type` and `version` identify the document's schema.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.engine import Plan
from bot.engine.choices import Choice
from bot.engine.model import HARMLESS, Finding, Kind, Part, Role
from bot.report.as_json import Json, count_findings

TYPE, VERSION = "sapujejak-receipt", 1
MAX_RANGES = 20_000  # that are listed: a fragmented video may have a million

# What the engine checks of every copy before it is written, by choice.
PICTURE_CHECKS = ("picture-equal", "size-equal")
CHECKED = {
    Choice.EVERYTHING: ("copy-parses", "nothing-left", *PICTURE_CHECKS, "structure-equal"),
    Choice.LOCATION: ("copy-parses", "location-gone", *PICTURE_CHECKS),
    Choice.CREDIT: ("copy-parses", "credit-only", *PICTURE_CHECKS),
    Choice.PIXELS: ("copy-parses", "nothing-left"),
}
CHOICE_REASONS = {Choice.LOCATION: "location-only", Choice.CREDIT: "credit"}
NOT_CHECKED = ("visible", "watermark", "sensor-noise", "encoder", "other-copies")

# Why a harmless kind remains in a copy. A BLOCK's reason depends on its label, "hdr" by default.
KIND_REASONS = {Kind.ORIENTATION: "upright", Kind.GAIN_MAP: "hdr"}
BLOCK_REASONS = {"ICC": "colours", "Exif": "upright"}


@dataclass(frozen=True, slots=True)
class FileDigest:
    """A file's size in bytes, and its SHA-256 in hexadecimal."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PictureDigest:
    """The coded picture's size in bytes, its SHA-256, and its ranges.

    A range is (start in the original, start in the copy, length) in bytes; they are hashed in
    this order. `ranges` is None where there are more than MAX_RANGES.
    """

    bytes: int
    sha256: str
    ranges: tuple[tuple[int, int, int], ...] | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The receipt of one clean copy."""

    format: str
    choice: str
    original: FileDigest
    copy: FileDigest
    picture: PictureDigest | None
    removed: tuple[tuple[str, str, int], ...]  # kind, block, count
    remaining: tuple[tuple[str, str], ...]  # kind, reason
    checked: tuple[str, ...]
    not_checked: tuple[str, ...] = NOT_CHECKED


def receipt_of(before: Plan, after: Plan, choice: str = "everything") -> Receipt:
    """Return the receipt of a copy that passed the check of its choice."""
    return Receipt(
        before.format.NAME,
        choice,
        FileDigest(len(before.data), digest([before.data])),
        FileDigest(len(after.data), digest([after.data])),
        None if choice == Choice.PIXELS else _picture_of(before, after, choice),
        tuple(count_findings(removed_findings(before, after))),
        tuple(_remaining(after.findings, choice)),
        CHECKED[Choice(choice)],
    )


def removed_findings(before: Plan, after: Plan) -> Iterator[Finding]:
    """Yield the findings of an original that its copy has not."""
    remaining = Counter(after.findings)
    for finding in before.findings:
        if remaining[finding] > 0:
            remaining[finding] -= 1
        else:
            yield finding


def _picture_of(before: Plan, after: Plan, choice: str) -> PictureDigest:
    if choice == Choice.EVERYTHING:
        ranges = tuple(_ranges(before.pieces))
    else:
        ranges = tuple(_paired_ranges(_picture_parts(before), _picture_parts(after)))
    views = (before.data[start : start + length] for start, _, length in ranges)
    size = sum(length for *_, length in ranges)
    return PictureDigest(size, digest(views), ranges if len(ranges) <= MAX_RANGES else None)


def _picture_parts(plan: Plan) -> list[Part]:
    return [part for part in plan.parts if part.role is Role.PICTURE]


def _paired_ranges(originals: list[Part], copies: list[Part]) -> Iterator[tuple[int, int, int]]:
    """Yield the range of each part of the picture, which the check found equal in both files."""
    for before, after in zip(originals, copies, strict=True):
        yield before.start, after.start, len(before.raw)


def receipt_json(receipt: Receipt) -> dict[str, Json]:
    """Return the receipt as a JSON object; its keys are stable."""
    return {
        "type": TYPE,
        "version": VERSION,
        "format": receipt.format,
        "choice": receipt.choice,
        "original": {"bytes": receipt.original.bytes, "sha256": receipt.original.sha256},
        "copy": {"bytes": receipt.copy.bytes, "sha256": receipt.copy.sha256},
        "picture": _picture_json(receipt.picture) if receipt.picture else None,
        "removed": [{"kind": k, "where": w, "count": n} for k, w, n in receipt.removed],
        "kept": [{"kind": kind, "why": reason} for kind, reason in receipt.remaining],
        "checked": list(receipt.checked),
        "not_checked": list(receipt.not_checked),
    }


def _picture_json(picture: PictureDigest) -> Json:
    ranges: Json = None
    if picture.ranges is not None:
        ranges = [list(item) for item in picture.ranges]
    return {"bytes": picture.bytes, "sha256": picture.sha256, "ranges": ranges}


def _ranges(pieces: Iterable[Part | bytes]) -> Iterator[tuple[int, int, int]]:
    """Yield the ranges of the picture in the pieces of a copy; adjacent ranges are joined."""
    # `at` is the offset in the copy, `start` and `copy_start` begin the range being joined.
    at = start = copy_start = length = 0
    for piece in pieces:
        size = len(piece) if isinstance(piece, bytes) else len(piece.raw)
        if isinstance(piece, Part) and piece.role is Role.PICTURE and size:
            if length and (piece.start, at) == (start + length, copy_start + length):
                length += size
            else:
                if length:
                    yield start, copy_start, length
                start, copy_start, length = piece.start, at, size
        at += size
    if length:
        yield start, copy_start, length


def _remaining(findings: tuple[Finding, ...], choice: str) -> Iterator[tuple[str, str]]:
    """Yield the kinds that remain in a copy, and why."""
    harmless = dict.fromkeys((f.kind, f.label) for f in findings if f.kind in HARMLESS)
    yield from dict.fromkeys(
        (kind.value, KIND_REASONS.get(kind) or BLOCK_REASONS.get(label, "hdr"))
        for kind, label in harmless
    )
    by_choice = dict.fromkeys(f.kind.value for f in findings if f.kind not in HARMLESS)
    yield from ((kind, CHOICE_REASONS[Choice(choice)]) for kind in by_choice)


def digest(pieces: Iterable[memoryview]) -> str:
    """Return the SHA-256 of pieces of bytes one after another, in hexadecimal."""
    import hashlib  # takes three milliseconds, and `clean` without --json needs none

    sha256 = hashlib.sha256()
    for piece in pieces:
        sha256.update(piece)
    return sha256.hexdigest()


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
