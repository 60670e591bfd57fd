"""Content credentials: who signed, with which tool, what they declare of the picture.

Spec: C2PA 2.1 §9-11 (claims, assertions, JUMBF), §14.2 (COSE), §A.3 (in JPEG, PNG, WebP, GIF).

No signature is verified: this is what a file declares, not what is true.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from bot.engine.binary.cursor import Cursor
from bot.engine.blocks.c2pa import assertions
from bot.engine.blocks.c2pa.cbor import Value
from bot.engine.errors import Damaged
from bot.engine.model import Finding, Kind, clip

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


MAX_FINDINGS = 500  # a store of a thousand manifests
PARSED_LIMIT = 1024 * 1024  # bytes of assertions that are read; real stores hold some 50 KB

STORES = frozenset({"c2pa", "cai"})  # the second is the draft that agencies tried first
FRAMES = frozenset({b"bfdb", b"c2sh", b"free"})  # a file's type, salt, padding
SILENT = ("c2pa.hash.", "c2pa.assertion.metadata", "c2pa.certificate-status", "c2pa.time-stamp",
          "c2pa.training-mining", "cawg.training-mining")  # fmt: skip


def read(stream: bytes | memoryview, where: str = "C2PA") -> Iterator[Finding]:
    """Yield what a stream of JUMBF boxes tells. Never raises."""
    manifests: dict[tuple[str, ...], list[Box]] = {}
    for box in _affordable(boxes(memoryview(stream))):
        manifests.setdefault(box.labels[:2], []).append(box)
    if len(stream) and not any(labels and labels[0] in STORES for labels in manifests):
        yield Finding(Kind.UNKNOWN, where, "JUMBF", len(stream))
    last_first = reversed(manifests.items())  # the last one speaks for the file
    findings = (f for labels, boxes in last_first for f in _manifest(labels, boxes, where))
    yield from dict.fromkeys(islice(findings, MAX_FINDINGS))


def join_app11(bodies: Iterable[bytes]) -> bytes:
    """Return the boxes that JPEG segments carry in pieces, by instance and sequence.

    Spec: ISO/IEC 18477-3 §B.2: "JP", instance u16, sequence u32, then the box's own header,
    which every piece repeats.
    """
    groups: dict[bytes, list[tuple[int, bytes]]] = {}
    for body in bodies:
        if body[:2] == b"JP" and len(body) >= 16:
            instance = body[2:4] + body[12:16]
            groups.setdefault(instance, []).append((int.from_bytes(body[4:8], "big"), body[8:]))
    return b"".join(map(_join, groups.values()))


def _join(pieces: list[tuple[int, bytes]]) -> bytes:
    ordered = [piece for _, piece in sorted(pieces, key=lambda piece: piece[0])]
    header = 16 if ordered[0][:4] == b"\0\0\0\1" else 8  # a long box has a longer header
    return b"".join((ordered[0], *(piece[header:] for piece in ordered[1:])))


def _affordable(boxes: Iterable[Box]) -> Iterator[Box]:
    left = PARSED_LIMIT
    for box in boxes:
        if box.kind in assertions.PARSERS:
            left -= len(box.data)
        if left > 0 or box.kind not in assertions.PARSERS:
            yield box


def _manifest(labels: tuple[str, ...], boxes: list[Box], where: str) -> Iterator[Finding]:
    if labels and labels[0] in STORES:
        claims = (box for box in boxes if box.labels[-1].startswith("c2pa.claim"))
        agents = (assertions.agent(_value(box)) for box in claims)
        yield Finding(Kind.C2PA, where, "manifest", clip(next(agents, "")) or None)
    for box in boxes:
        yield from _tell(box, where)


def _value(box: Box) -> Value:
    return assertions.parse(box.kind, box.data)


def _tell(box: Box, where: str) -> Iterator[Finding]:
    label = box.labels[-1] if box.labels else ""
    if box.kind in FRAMES or label.startswith(SILENT):
        return
    if box.kind == b"bidb" and "thumbnail" in label:
        yield Finding(Kind.THUMBNAIL, where, clip(label), len(box.data))
        return
    findings = tuple(assertions.read(label, _value(box), where))
    yield from findings
    if not findings:
        yield Finding(Kind.UNKNOWN, where, clip(label) or "JUMBF", len(box.data))
