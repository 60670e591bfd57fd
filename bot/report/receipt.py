"""A receipt: what a clean copy is, what was removed and kept, what was checked and what not.

It names no file, no person and no place. Anybody can check it with nothing but SHA-256: the
picture is listed as ranges of bytes, the same in the original and in the copy.

Spec: FIPS 180-4 (SHA-256). `type` and `version` say which shape the document has.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.engine import Plan
from bot.engine.choices import Choice
from bot.engine.model import HARMLESS, Finding, Kind, Part, Role
from bot.report.as_json import Json, counted
from bot.report.digest import digest

TYPE, VERSION = "sapujejak-receipt", 1
MOST = 20_000  # ranges that are listed: a film in pieces may have a million

# What the engine's check holds every copy to before it leaves.
SAME = ("picture-equal", "size-equal")
CHECKED = {
    Choice.EVERYTHING: ("copy-parses", "nothing-left", *SAME, "structure-equal"),
    Choice.LOCATION: ("copy-parses", "location-gone", *SAME),
    Choice.CREDIT: ("copy-parses", "credit-only", *SAME),
    Choice.PIXELS: ("copy-parses", "nothing-left"),
}
CHOSEN = {Choice.LOCATION: "location-only", Choice.CREDIT: "credit"}
NOT_CHECKED = ("visible", "watermark", "sensor-noise", "encoder", "other-copies")

# What a copy may still tell, and why it does; a kind that is not listed goes.
WHY = {Kind.ORIENTATION: "upright", Kind.GAIN_MAP: "hdr"}
WHY_BLOCK = {"ICC": "colours", "Exif": "upright"}  # by what it is; the others tell of HDR


@dataclass(frozen=True, slots=True)
class Sum:
    """A file: how long it is, and its SHA-256 in hexadecimal."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The coded picture: its SHA-256, and where it lies.

    `ranges` are (start in the original, start in the copy, length) in bytes, in the order in
    which they are hashed; None where there are too many to list.
    """

    bytes: int
    sha256: str
    ranges: tuple[tuple[int, int, int], ...] | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one file."""

    format: str
    choice: str
    original: Sum
    copy: Sum
    picture: Picture | None
    removed: tuple[tuple[str, str, int], ...]  # kind, block, how many
    kept: tuple[tuple[str, str], ...]  # kind, why
    checked: tuple[str, ...]
    not_checked: tuple[str, ...] = NOT_CHECKED


def receipt_of(before: Plan, after: Plan, choice: str = "everything") -> Receipt:
    """Return the receipt of a copy that passed the check of its choice."""
    return Receipt(
        before.format.NAME,
        choice,
        Sum(len(before.data), digest([before.data])),
        Sum(len(after.data), digest([after.data])),
        None if choice == Choice.PIXELS else _picture_of(before, after, choice),
        tuple(counted(gone(before, after))),
        tuple(_kept(after.findings, choice)),
        CHECKED[Choice(choice)],
    )


def gone(before: Plan, after: Plan) -> Iterator[Finding]:
    """Yield what a file told and its copy does not."""
    left = Counter(after.findings)
    for finding in before.findings:
        if left[finding] > 0:
            left[finding] -= 1
        else:
            yield finding


def _picture_of(before: Plan, after: Plan, choice: str) -> Picture:
    if choice == Choice.EVERYTHING:
        ranges = tuple(_ranges(before.pieces))
    else:
        ranges = tuple(_pairs(_drawn(before), _drawn(after)))
    views = (before.data[start : start + length] for start, _, length in ranges)
    size = sum(length for *_, length in ranges)
    return Picture(size, digest(views), ranges if len(ranges) <= MOST else None)


def _drawn(of: Plan) -> list[Part]:
    return [part for part in of.parts if part.role is Role.PICTURE]


def _pairs(one: list[Part], two: list[Part]) -> Iterator[tuple[int, int, int]]:
    """Yield where each part of the picture lies in both files: they were checked to be equal."""
    for before, after in zip(one, two, strict=True):
        yield before.start, after.start, len(before.raw)


def receipt_json(receipt: Receipt) -> dict[str, Json]:
    """Return the document that a machine reads; its shape is stable."""
    return {
        "type": TYPE,
        "version": VERSION,
        "format": receipt.format,
        "choice": receipt.choice,
        "original": {"bytes": receipt.original.bytes, "sha256": receipt.original.sha256},
        "copy": {"bytes": receipt.copy.bytes, "sha256": receipt.copy.sha256},
        "picture": _picture(receipt.picture) if receipt.picture else None,
        "removed": [{"kind": k, "where": w, "count": n} for k, w, n in receipt.removed],
        "kept": [{"kind": kind, "why": why} for kind, why in receipt.kept],
        "checked": list(receipt.checked),
        "not_checked": list(receipt.not_checked),
    }


def _picture(picture: Picture) -> Json:
    ranges: Json = None
    if picture.ranges is not None:
        ranges = [list(run) for run in picture.ranges]
    return {"bytes": picture.bytes, "sha256": picture.sha256, "ranges": ranges}


def _ranges(pieces: Iterable[Part | bytes]) -> Iterator[tuple[int, int, int]]:
    """Yield where the picture lies, neighbours joined."""
    at = start = there = length = 0
    for piece in pieces:
        size = len(piece) if isinstance(piece, bytes) else len(piece.raw)
        if isinstance(piece, Part) and piece.role is Role.PICTURE and size:
            if length and (piece.start, at) == (start + length, there + length):
                length += size
            else:
                if length:
                    yield start, there, length
                start, there, length = piece.start, at, size
        at += size
    if length:
        yield start, there, length


def _kept(findings: tuple[Finding, ...], choice: str) -> Iterator[tuple[str, str]]:
    """Yield what a copy still tells, and why."""
    told = dict.fromkeys((f.kind, f.label) for f in findings if f.kind in HARMLESS)
    yield from dict.fromkeys(
        (kind.value, WHY.get(kind) or WHY_BLOCK.get(label, "hdr")) for kind, label in told
    )
    chosen = dict.fromkeys(f.kind.value for f in findings if f.kind not in HARMLESS)
    yield from ((kind, CHOSEN[Choice(choice)]) for kind in chosen)
