"""Blocks of makers by hand, a few lines each."""

import struct


def heap(*records: tuple[int, bytes]) -> bytes:
    """Build a heap of Canon's: values, then the table, then where the table is."""
    values, table = b"", struct.pack("<H", len(records))
    for tag, raw in records:
        table += struct.pack("<HII", tag, len(raw), len(values))
        values += raw
    return values + table + struct.pack("<I", len(values))


def ciff(*records: tuple[int, bytes]) -> bytes:
    """Build a file of a heap."""
    return b"II" + struct.pack("<I", 26) + b"HEAPCCDR" + bytes(12) + heap(*records)


def sef(*records: tuple[str, bytes]) -> bytes:
    """Build Samsung's records and the list behind them."""
    data, entries = b"", []
    for name, raw in records:
        entries.append((len(data), 8 + len(name) + len(raw)))
        data += struct.pack("<HHI", 0, 0x0A30, len(name)) + name.encode() + raw
    listed = b"SEFH" + struct.pack("<II", 107, len(entries))
    for start, size in entries:
        listed += struct.pack("<HHII", 0, 0x0A30, len(data) - start, size)
    return data + listed + struct.pack("<I", len(listed)) + b"SEFT"


def flir(*records: tuple[int, bytes], order: str = ">") -> bytes:
    """Build FLIR's file."""
    at = 64 + 32 * len(records)
    head = b"FFF\0" + b"SAPU".ljust(16, b"\0") + struct.pack(order + "III", 101, 64, len(records))
    table, values = b"", b""
    for kind, raw in records:
        table += struct.pack(order + "HHIIII12x", kind, 0, 0, 0, at + len(values), len(raw))
        values += raw
    return head.ljust(64, b"\0") + table + values


def gpmf(key: bytes, kind: bytes, raw: bytes) -> bytes:
    """Build one of GoPro's records."""
    return key + kind + struct.pack(">BH", 1, len(raw)) + raw + bytes(-len(raw) % 4)
