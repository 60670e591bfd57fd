"""Dirt for TIFF files: fields with words, thumbnails, slack; every directory written anew."""

import struct
from collections.abc import Callable

from hypothesis import strategies as st

Dirt = Callable[[bytes], bytes]
ASCII, LONG, UNDEFINED = 2, 4, 7
SUBIFD, NEW_SUBFILE = 330, 254


class Layout:
    """How a stream writes its numbers."""

    def __init__(self, data: bytes) -> None:
        self.order = "<" if data[:2] == b"II" else ">"
        self.big = data[2:4] in (b"+\0", b"\0+")
        self.count, self.place = ("Q", "Q") if self.big else ("H", "I")
        self.row = struct.Struct(self.order + ("HHQ8s" if self.big else "HHI4s"))
        self.first = 8 if self.big else 4

    def pack(self, code: str, *values: int) -> bytes:
        return struct.pack(self.order + code, *values)

    def unpack(self, code: str, data: bytes, at: int) -> int:
        (value,) = struct.unpack_from(self.order + code, data, at)
        return int(value)


def with_field(data: bytes, tag: int, kind: int, value: bytes) -> bytes:
    """Append a first directory with one field more, or another; the old one becomes slack."""
    to = Layout(data)
    at = to.unpack(to.place, data, to.first)
    count = to.unpack(to.count, data, at)
    start = at + struct.calcsize(to.order + to.count)
    rows = [data[start + to.row.size * n :][: to.row.size] for n in range(count)]
    rows = [row for row in rows if to.unpack("H", row, 0) != tag]
    after = data[start + to.row.size * count :][: struct.calcsize(to.order + to.place)]
    data += bytes(len(data) % 2)
    place = to.pack(to.place, len(data))
    number = len(value) // {LONG: 4}.get(kind, 1)
    if len(value) <= len(place):
        place, value = value.ljust(len(place), b"\0"), b""
    rows.append(to.row.pack(tag, kind, number, place))
    rows.sort(key=lambda row: to.unpack("H", row, 0))
    value += bytes(len(value) % 2)
    directory = to.pack(to.count, len(rows)) + b"".join(rows) + after
    new = to.pack(to.place, len(data) + len(value))
    return data[: to.first] + new + data[to.first + len(new) :] + value + directory


def with_directory(data: bytes, tag: int, secret: bytes) -> bytes:
    """Append a directory of one field, and a field that points at it."""
    to = Layout(data)
    data += bytes(len(data) % 2)
    at = len(data)
    value = secret.ljust(16, b"\0")
    size = len(to.pack(to.count, 1)) + to.row.size + len(to.pack(to.place, 0))
    row = to.row.pack(0x010E, ASCII, len(value), to.pack(to.place, at + size))
    data += to.pack(to.count, 1) + row + to.pack(to.place, 0) + value
    return with_field(data, tag, LONG, to.pack("I", at))


def dirt(secrets: st.SearchStrategy[bytes]) -> st.SearchStrategy[Dirt]:
    """Return a strategy of ways to hide a secret in a TIFF file."""
    words = st.sampled_from([0x010D, 0x010E, 0x0131, 0x013B, 0x8298, 0xC5D9])
    blobs = st.sampled_from([700, 33723, 34377, 37724, 0xC634, 50255])
    pointers = st.sampled_from([SUBIFD, 0x8769, 0x8825])
    return (
        st.builds(lambda tag, s: lambda d: with_field(d, tag, ASCII, s + b"\0"), words, secrets)
        | st.builds(lambda tag, s: lambda d: with_field(d, tag, UNDEFINED, s), blobs, secrets)
        | st.builds(lambda tag, s: lambda d: with_directory(d, tag, s), pointers, secrets)
    )
