"""Boxes and directories made to be slow: work out of all proportion to their size is refused."""

import struct
from collections.abc import Callable

import pytest

from bot.engine import clean
from bot.engine.errors import TooLarge
from bot.engine.formats.isobmff.boxes import make
from bot.engine.formats.jxl import SIGNATURE
from tests.engine.directories import LONG
from tests.engine.heifs import Item, heif, picture
from tests.engine.pictures import CLEAN
from tests.engine.video import built

UNIT = b"\0\0\0\2\x65\x88"
SETS = b"\1\x64\0\x1f\xff\xe1\0\4\x67\x64\0\x1f\1\0\4\x68\xeb\xe3\xcb\xfd\xf8\xf8\0"
AVC = built.picture(b"avc1", make(b"avcC", SETS))


def _film(code: bytes, size: int) -> bytes:
    """Return a film of one chunk whose samples have all the same size."""
    count = len(code) // size
    sizes = built.full(b"stsz", built.u32(size, count))
    data = bytearray(built.film(built.Track(AVC, (code,), sizes=sizes)))
    chunk = data.index(b"stsc") + 16
    data[chunk : chunk + 4] = built.u32(count)
    return bytes(data)


def _pieces(count: int) -> bytes:
    code = CLEAN["jxl"][CLEAN["jxl"].index(b"\xff\x0a") :]
    numbers = (number.to_bytes(4, "big") for number in range(count))
    return (
        SIGNATURE
        + b"".join(make(b"jxlp", n) for n in numbers)
        + make(b"jxlp", (1 << 31 | count).to_bytes(4, "big"), code)
    )


def _shared() -> bytes:
    """Return a picture of 300 KB that two thousand items share."""
    code = picture().data[0] + b"\x32\0" * 150_000
    return heif(picture(data=(code,)), *(picture(data=(), shares=1) for _ in range(2000))).build()


def _linked() -> bytes:
    items = [Item(b"iden", ()) for _ in range(9_000)]
    refs = [(b"auxl", 2 + number % 9_000, (1,)) for number in range(60_000)]
    return heif(picture(), *items, refs=refs).build()


def _page(**numbers: int) -> bytes:
    """Return a directory of a page of one strip, or many, in the same bytes."""
    told = {256: 1, 257: numbers["strips"], 258: 8, 259: 1, 262: 1, 277: 1, 278: 1}
    rows = {tag: (LONG, 1, value) for tag, value in told.items()}
    rows[273] = rows[279] = LONG, numbers["strips"], numbers["at"]
    table = b"".join(struct.pack("<HHII", tag, *row) for tag, row in sorted(rows.items()))
    return struct.pack("<H", len(rows)) + table + struct.pack("<I", numbers["then"])


def _pages(count: int, strips: int) -> bytes:
    size = len(_page(strips=1, at=0, then=0))
    places = 8 + count * size
    thens = [8 + size * number for number in range(1, count)] + [0]
    out = b"".join(_page(strips=strips, at=places, then=then) for then in thens)
    return b"II*\0\x08\0\0\0" + out + b"\1\0\0\0" * max(strips, 1)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "samples of one tiny unit": lambda: _film(UNIT * 1_000_000, len(UNIT)),
    "samples of many tiny units": lambda: _film(UNIT * 1_000_000, len(UNIT) * 5_000),
    "pieces of a codestream": lambda: _pieces(90_000),
    "items that share": _shared,
    "pages of one byte": lambda: _pages(4_900, 1),
    "pages that share their strips": lambda: _pages(500, 9_000),
    "strips of one byte": lambda: _pages(1, 150_000),
    "references to one": _linked,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_work_out_of_proportion_is_refused(name: str) -> None:
    with pytest.raises(TooLarge):
        clean(HOSTILE[name]())


def test_a_codestream_in_many_pieces_is_cleaned() -> None:
    data = _pieces(2_000)
    assert clean(clean(data)) == clean(data)
