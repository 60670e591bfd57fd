"""JUMBF: boxes in boxes, each superbox with a label.

Spec: ISO/IEC 19566-5 §4-5 and annex A; C2PA 2.1 §11.1.
"""

from collections.abc import Iterator
from typing import NamedTuple

from bot.engine.binary.cursor import Cursor
from bot.engine.errors import Damaged

MAX_BOXES = 5000  # of one stream: eight bytes are enough for a box
MAX_DEPTH = 12  # superboxes in superboxes
LABEL_LIMIT = 300  # bytes

HAS_LABEL = 2  # toggle bit of a description box


class Box(NamedTuple):
    """A content box and the labels of the superboxes around it, the outermost first."""

    labels: tuple[str, ...]
    kind: bytes  # "cbor", "json", "bidb"…
    data: memoryview


def boxes(stream: memoryview) -> Iterator[Box]:
    """Yield every content box, in order; what is broken ends the superbox it is in."""
    waiting: list[tuple[tuple[str, ...], Cursor]] = [((), Cursor(stream))]
    for _ in range(MAX_BOXES):
        while waiting and not waiting[-1][1].left:
            waiting.pop()
        if not waiting:
            return
        labels, cursor = waiting.pop()
        try:
            kind, data = _box(cursor)
        except Damaged:
            continue
        if kind == b"jumd":
            labels = (*labels[:-1], _label(data))
        waiting.append((labels, cursor))
        if kind == b"jumb" and len(waiting) <= MAX_DEPTH:
            waiting.append(((*labels, ""), Cursor(data)))
        elif kind != b"jumd":
            yield Box(labels, kind, data)


def _box(cursor: Cursor) -> tuple[bytes, memoryview]:
    """Take one box: length (1: a longer one follows, 0: up to the end), kind, data."""
    length = cursor.u32()
    kind = bytes(cursor.take(4))
    header = 8
    if length == 1:
        length, header = cursor.u64(), 16
    return kind, cursor.take(length - header if length else cursor.left)


def _label(description: memoryview) -> str:
    """Return the label of a description box: type (16 bytes), toggles, label up to a NUL."""
    raw = bytes(description[: 17 + LABEL_LIMIT])
    if len(raw) < 17 or not raw[16] & HAS_LABEL:
        return ""
    return raw[17:].partition(b"\0")[0].decode("utf-8", "replace")
