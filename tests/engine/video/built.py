"""Films built box by box, for what FFmpeg never writes."""

import struct
from typing import NamedTuple

from tests.engine.video.films import box

MATRIX = struct.pack(">9I", 65536, 0, 0, 0, 65536, 0, 0, 0, 1 << 30)


def full(kind: bytes, *pieces: bytes, version: int = 0, flags: int = 0) -> bytes:
    """Return a full box."""
    return box(kind, (version << 24 | flags).to_bytes(4, "big"), *pieces)


def u32(*numbers: int) -> bytes:
    """Return 32-bit numbers."""
    return struct.pack(f">{len(numbers)}I", *numbers)


def picture(kind: bytes, *more: bytes) -> bytes:
    """Return a description of pictures, 64 by 48."""
    size = struct.pack(">HH", 64, 48)
    head = bytes(6) + b"\0\1" + bytes(16) + size + u32(72 << 16, 72 << 16, 0) + b"\0\1"
    return box(kind, head, b"\4Budi".ljust(32, b"\0"), b"\0\x18\xff\xff", *more)


def sound(kind: bytes, *more: bytes, rate: int = 16000, version: int = 0) -> bytes:
    """Return a description of sound, stereo, 16 bits."""
    numbers = struct.pack(">HHHHI", 2, 16, 0, 0, rate << 16)
    return box(kind, bytes(6) + b"\0\1", version.to_bytes(2, "big"), b"\0\0appl", numbers, *more)


class Track(NamedTuple):
    """A track: what makes it, and its samples, a chunk each."""

    entry: bytes = picture(b"vp09", full(b"vpcC", b"\0\x0a\x82\2\2\2\0\0", version=1))
    samples: tuple[bytes, ...] = (b"\1" * 50, b"\2" * 40, b"\3" * 30)
    handler: bytes = b"vide"
    sizes: bytes | None = None
    dref: bytes = full(b"url ", flags=1)
    more: bytes = b""  # in trak


def film(
    *tracks: Track,
    ftyp: bytes = box(b"ftyp", b"isom\0\0\2\0isomJUNKmp41"),
    gap: bytes = b"",
    wide: bool = False,
    more: bytes = b"",  # in moov
    head: bytes | None = None,  # of mdat
) -> bytes:
    """Return a film: mdat with the tracks' samples in turn, a gap before each, then moov."""
    media = b""
    offsets: list[list[int]] = [[] for _ in tracks]
    start = len(ftyp) + (16 if head is None and wide else len(head) if head else 8)
    for turn in range(max(len(track.samples) for track in tracks)):
        for track, own in zip(tracks, offsets, strict=True):
            if turn < len(track.samples):
                media += gap
                own.append(start + len(media))
                media += track.samples[turn]
    media += gap
    large = u32(1) + b"mdat" + (16 + len(media)).to_bytes(8, "big")
    head = head or (large if wide else u32(8 + len(media)) + b"mdat")
    mvhd = full(
        b"mvhd", u32(1, 2, 1000, 3000, 65536), b"\1\0", bytes(10), MATRIX, bytes(24), u32(9)
    )
    traks = [_trak(n, t, o, wide) for n, (t, o) in enumerate(zip(tracks, offsets, strict=True), 1)]
    return ftyp + head + media + box(b"moov", mvhd, *traks, more)


def _trak(number: int, track: Track, offsets: list[int], wide: bool) -> bytes:
    count = len(track.samples)
    sizes = track.sizes or full(b"stsz", u32(0, count, *map(len, track.samples)))
    places = struct.pack(f">{count}{'Q' if wide else 'I'}", *offsets)
    stbl = box(
        b"stbl",
        full(b"stsd", u32(1), track.entry),
        full(b"stts", u32(1, count, 1000)),
        full(b"stsc", u32(1, 1, 1, 1)),
        sizes,
        full(b"co64" if wide else b"stco", u32(count), places),
    )
    dinf = box(b"dinf", full(b"dref", u32(1), track.dref))
    minf = box(b"minf", full(b"vmhd", bytes(8), flags=1), dinf, stbl)
    mdhd = full(b"mdhd", u32(1, 2, 1000, 1000 * count), b"\x15\xc7\0\0")
    hdlr = full(b"hdlr", bytes(4), track.handler, bytes(12), b"Budi\0")
    tkhd = full(
        b"tkhd", u32(1, 2, number, 0, 3000), bytes(16), MATRIX, u32(64 << 16, 48 << 16), flags=3
    )
    return box(b"trak", tkhd, track.more, box(b"mdia", mdhd, hdlr, minf))
