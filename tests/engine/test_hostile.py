"""Files made to be slow or large: refused, or cleaned within ten times their size and 64 MB."""

import struct
import tracemalloc
import zlib
from collections.abc import Callable

import pytest

from bot.engine import EngineError, clean, plan
from bot.engine.formats.png import SIGNATURE
from tests.engine.pictures import CLEAN, chunk, insert, riff_chunk, segment, sub_blocks

MB = 1_000_000
GIF = CLEAN["gif"]
IMAGE = GIF.index(b"\x2c\0\0\0\0")


def _png(side: int, stream: bytes, *extra: bytes) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0))
    return SIGNATURE + b"".join((header, *extra, chunk(b"IDAT", stream), chunk(b"IEND")))


def _frames(side: int, stream: bytes, count: int) -> bytes:
    control = struct.pack(">IIIIIHHBB", 0, side, side, 0, 0, 1, 1, 0, 0)
    frame = chunk(b"fcTL", control) + chunk(b"fdAT", bytes(4) + stream)
    packed = _png(side, stream, chunk(b"acTL", bytes(8)))
    return insert(packed, len(packed) - 12, frame * count)


def _lzw(codes: bytes) -> bytes:
    return GIF[:IMAGE] + GIF[IMAGE : IMAGE + 10] + b"\x08" + sub_blocks(codes) + b";"


def _xmp(body: bytes) -> bytes:
    return insert(CLEAN["png"], 33, chunk(b"iTXt", b"XML:com.adobe.xmp" + bytes(5) + body))


def _box(kind: bytes, body: bytes) -> bytes:
    return (len(body) + 8).to_bytes(4, "big") + kind + body


def _c2pa(claim: bytes) -> bytes:
    label = b"c2pa" + bytes(12) + b"\3c2pa.claim\0"
    inner = _box(b"jumb", _box(b"jumd", label) + _box(b"cbor", claim))
    return chunk(b"caBX", _box(b"jumb", _box(b"jumd", label) + inner))


def _shared_ifd() -> bytes:
    entry = struct.pack(">HHII", 0x10E, 2, 60_000, 8)
    return segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">H", 5000) + entry * 5000)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "jpeg: a million empty segments": lambda: insert(CLEAN["jpeg"], 2, b"\xff\xfe\0\2" * MB),
    "jpeg: fill without end": lambda: insert(CLEAN["jpeg"], 2, b"\xff" * 8 * MB + b"\0"),
    "jpeg: strays without end": lambda: insert(CLEAN["jpeg"], 2, b"\xff\xd0" * 4 * MB),
    "jpeg: noise of markers": lambda: insert(CLEAN["jpeg"], 2, b"\xff\0" * 4 * MB),
    "jpeg: thousands of tables": lambda: insert(
        CLEAN["jpeg"], 2, segment(0xDB, (b"\3" + bytes(64)) * 1000) * 100
    ),
    "jpeg: a declared size of 65,500 squared": lambda: CLEAN["jpeg"].replace(
        b"\0\x10\0\x18", b"\xff\xdc\xff\xdc", 1
    ),
    "png: a million chunks": lambda: insert(CLEAN["png"], 33, chunk(b"teXt") * MB),
    "png: a bomb of one picture": lambda: _png(20_000, zlib.compress(bytes(20_001 * 20_000))),
    "png: a bomb that lies": lambda: _png(9, zlib.compress(bytes(300 * MB))),
    "png: bombs in every frame": lambda: _frames(20_000, zlib.compress(bytes(30 * MB)), 200),
    "webp: a million chunks": lambda: (
        b"RIFF\xff\xff\xff\xffWEBP" + riff_chunk(b"abcd", b"") * MB + CLEAN["webp"][12:]
    ),
    "gif: sub-blocks of one byte": lambda: insert(
        GIF, IMAGE, b"\x21\xfe" + b"\1!" * 4 * MB + b"\0"
    ),
    "gif: a picture in sub-blocks of one byte": lambda: (
        GIF[: IMAGE + 10] + b"\x08" + b"\1!" * 4 * MB + b"\0;"
    ),
    "gif: nothing but clear codes": lambda: _lzw(bytes.fromhex("000102040810204080") * 900_000),
    "gif: codes of one bit": lambda: _lzw(b"\x55" * 8 * MB),
    "gif: millions of frames": lambda: GIF[:IMAGE] + (GIF[IMAGE:-1] * 40_000) + b";",
    "png: bombs of text": lambda: insert(
        CLEAN["png"], 33, chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(5 * MB))) * 300
    ),
    "png: properties without end": lambda: _xmp(b"<a:b>x</a:b>" * MB),
    "png: elements in elements": lambda: _xmp(b"<a:b>" * MB),
    "png: entities of entities": lambda: _xmp(
        b"<!DOCTYPE x ["
        + b"".join(b'<!ENTITY a%d "&a%d;&a%d;">' % (n, n - 1, n - 1) for n in range(1, 40))
        + b"]><a:b>&a39;</a:b>"
    ),
    "png: arrays in arrays": lambda: insert(CLEAN["png"], 33, _c2pa(b"\x81" * MB)),
    "jpeg: directories of shared bytes": lambda: insert(CLEAN["jpeg"], 2, _shared_ifd() * 100),
    "gif: comments without end": lambda: insert(GIF, IMAGE, b"\x21\xfe\0" * 2 * MB),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_memory_is_bounded(name: str) -> None:
    data = HOSTILE[name]()
    tracemalloc.start()
    try:
        clean(data)
        list(plan(data).findings)
    except EngineError:
        pass
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 10 * len(data) + 64 * MB
