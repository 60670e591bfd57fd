"""Dirt for HEIF files: words wherever a box has room for them, every offset set right again."""

import re
import struct
from collections.abc import Callable

from hypothesis import strategies as st

from bot.engine.formats.isobmff.boxes import make, make_full, parse_boxes

SKIP = {b"meta": 4, b"iinf": 6, b"iprp": 0, b"ipco": 0}
Change = Callable[[bytes], bytes]


def edited(data: bytes, path: tuple[bytes, ...], change: Change) -> bytes:
    """Change the first box at a path; sizes around it and offsets behind it follow."""
    new = _edited(data, path, change)
    return _shifted(new, len(new) - len(data) if path[0] != b"mdat" else 0)


def _edited(data: bytes, path: tuple[bytes, ...], change: Change) -> bytes:
    out, found = b"", False
    for box in parse_boxes(memoryview(data)):
        raw = bytes(box.raw)
        if box.kind == path[0] and not found:
            found = True
            if path[1:]:
                skip = box.header_size + SKIP[box.kind]
                raw = make(
                    box.kind, raw[box.header_size : skip], _edited(raw[skip:], path[1:], change)
                )
            else:
                raw = change(raw)
        out += raw
    assert found, path
    return out


def _shifted(data: bytes, by: int) -> bytes:
    """Move the file offsets of an item table of version 1 with 32-bit numbers."""
    at = data.index(b"iloc") + 8
    sizes, count = struct.unpack_from(">HH", data, at)
    assert sizes == 0x4400, "a table that Pillow or we wrote"
    out, at = bytearray(data), at + 4
    for _ in range(count):
        way, extents = struct.unpack_from(">2xH2xH", data, at)
        at += 8
        for _ in range(extents):
            if way == 0:
                struct.pack_into(">I", out, at, struct.unpack_from(">I", data, at)[0] + by)
            at += 8
    return shifted_chunks(bytes(out), by)


def shifted_chunks(data: bytes, by: int) -> bytes:
    """Move the file offsets of every chunk of a film."""
    out = bytearray(data)
    for table in re.finditer(b"stco\0\0\0\0", data):
        at = table.end()
        (count,) = struct.unpack_from(">I", data, at)
        offsets = struct.unpack_from(f">{count}I", data, at + 4)
        struct.pack_into(f">{count}I", out, at + 4, *(offset + by for offset in offsets))
    return bytes(out)


def followed_by(*extra: bytes) -> Change:
    """Put boxes behind the one that is changed."""
    return lambda raw: raw + b"".join(extra)


def named_item(secret: bytes) -> Change:
    """Give an infe of version 2 a name."""
    return lambda raw: make(b"infe", raw[8:20], secret.replace(b"\0", b""), b"\0")


def named_handler(secret: bytes) -> Change:
    """Give a handler a name."""
    return lambda raw: make(b"hdlr", raw[8:32], secret, b"\0")


def described(secret: bytes) -> bytes:
    """Return a user description."""
    return make_full(b"udes", 0, 0, b"id\0", secret.replace(b"\0", b""), b"\0\0")


BEHIND = [(b"ftyp",), (b"meta",), (b"mdat",), (b"meta", b"hdlr"), (b"meta", b"iloc")]
KINDS = [b"free", b"uuid", b"xml ", b"skip", b"abcd"]


def dirt(secrets: st.SearchStrategy[bytes]) -> st.SearchStrategy[Callable[[bytes], bytes]]:
    """Return a strategy of ways to hide a secret in a HEIF file."""

    def edit(path: tuple[bytes, ...], change: Change) -> Callable[[bytes], bytes]:
        return lambda data: edited(data, path, change)

    loose = st.builds(lambda kind, s: followed_by(make(kind, s)), st.sampled_from(KINDS), secrets)
    return (
        st.builds(edit, st.sampled_from(BEHIND), loose)
        | st.builds(edit, st.just((b"meta", b"iinf", b"infe")), secrets.map(named_item))
        | st.builds(edit, st.just((b"meta", b"hdlr")), secrets.map(named_handler))
        | st.builds(
            edit,
            st.just((b"meta", b"iprp", b"ipco")),
            secrets.map(lambda s: lambda raw: make(b"ipco", raw[8:], described(s))),
        )
    )
