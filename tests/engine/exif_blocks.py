"""Exif blocks by hand, for what piexif will not write."""

import struct
from collections.abc import Sequence

BYTE, TEXT, SHORT, LONG, RATIO, BLOB, SRATIO, FLOAT, DOUBLE = 1, 2, 3, 4, 5, 7, 10, 11, 12
CODES = {BYTE: "B", SHORT: "H", LONG: "I", RATIO: "I", SRATIO: "i", FLOAT: "f", DOUBLE: "d"}

# Tag, type, and the value: bytes, or numbers (two for each ratio).
Field = tuple[int, int, bytes | Sequence[float]]


def directory(at: int, fields: Sequence[Field], order: str = ">", after: int = 0) -> bytes:
    """Build a directory that will lie at offset `at`, its long values right behind it."""
    table, values = struct.pack(order + "H", len(fields)), b""
    for tag, kind, value in fields:
        raw = value if isinstance(value, bytes) else _packed(order, kind, value)
        size = {SHORT: 2, LONG: 4, RATIO: 8, SRATIO: 8, FLOAT: 4, DOUBLE: 8}.get(kind, 1)
        table += struct.pack(order + "HHI", tag, kind, len(raw) // size)
        if len(raw) > 4:
            place = at + 2 + 12 * len(fields) + 4 + len(values)
            raw, values = struct.pack(order + "I", place), values + raw
        table += raw.ljust(4, b"\0")
    return table + struct.pack(order + "I", after) + values


def _packed(order: str, kind: int, value: Sequence[float]) -> bytes:
    return struct.pack(order + CODES[kind] * len(value), *value)


def block(
    *fields: Field,
    exif: Sequence[Field] = (),
    gps: Sequence[Field] | None = None,
    thumbnail: Sequence[Field] = (),
    order: str = ">",
) -> bytes:
    """Build a TIFF stream; GPS is announced even when empty, not when None."""
    below: list[tuple[int, Sequence[Field]]] = [(0x8769, exif)] if exif else []
    below += [(0x8825, gps)] if gps is not None else []
    at = 8 + len(directory(8, [*fields, *((tag, LONG, (0,)) for tag, _ in below)], order))
    tail, pointers = b"", []
    for tag, rows in below:
        pointers.append((tag, LONG, (at + len(tail),)))
        tail += directory(at + len(tail), rows, order)
    after = at + len(tail) if thumbnail else 0
    tail += directory(after, thumbnail, order) if thumbnail else b""
    head = {">": b"MM\0*\0\0\0\x08", "<": b"II*\0\x08\0\0\0"}[order]
    return head + directory(8, [*fields, *pointers], order, after) + tail
