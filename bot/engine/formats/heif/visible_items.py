"""Which items of a HEIF file draw: the pictures shown, and what those are made of.

Spec: ISO/IEC 23008-12 §6.4 (roles), §6.5.8 (auxC), §6.6.2 (grid, iovl, iden, tmap);
ISO/IEC 23000-22 (MIAF) §7.3.5 (alpha); Apple HDR gain maps, WWDC20.
"""

from collections.abc import Callable, Iterator

from bot.engine.binary.cursor import Cursor
from bot.engine.binary.plain_text import has_identifier
from bot.engine.binary.ranges import Ranges
from bot.engine.blocks import gain_map
from bot.engine.errors import Damaged, Unsupported
from bot.engine.formats.heif.items import Item, Meta

CODED = frozenset({b"hvc1", b"av01", b"avc1"})
DERIVED = frozenset({b"grid", b"iovl", b"iden", b"tmap"})
PICTURES = CODED | DERIVED
UNKNOWN_CODES = {  # pictures that no phone takes, and that nobody here can take apart
    b"unci": "HEIF (uncompressed)",
    b"jpeg": "HEIF (JPEG)",
    b"j2k1": "HEIF (JPEG 2000)",
    b"vvc1": "HEIF (VVC)",
    b"evc1": "HEIF (EVC)",
    b"lhv1": "HEIF (L-HEVC)",
    b"hvt1": "HEIF (tiled HEVC)",
    b"mski": "HEIF (mask)",
}

SMALL = 64 * 1024  # bytes of a derived picture's own: an overlay of 8,000 is not longer
ALPHA = frozenset({
    b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha",
    b"urn:mpeg:hevc:2015:auxid:1",
    b"urn:mpeg:avc:2015:auxid:1",
})  # fmt: skip
GAIN_MAPS = frozenset(
    {
        b"urn:com:apple:photo:2020:aux:hdrgainmap",
        b"urn:com:samsung:photo:2024:aux:hdrgainmap",
    }
)
AUXILIARY = ALPHA | GAIN_MAPS


def drawn(meta: Meta, data: memoryview) -> dict[int, Item]:
    """Return the items that draw, in the file's order.

    Raises Damaged where the picture, or a piece of it, is not there; Unsupported.
    """
    kept: set[int] = set()
    waiting = list(_shown(meta, data))
    while waiting:
        number = waiting.pop()
        if number in kept:
            continue
        _require(meta, number)
        kept.add(number)
        waiting += meta.of(b"dimg", number)
        waiting += (n for n in meta.to(b"auxl", number) if auxiliary(meta, n) in AUXILIARY)
    return {number: item for number, item in meta.items.items() if number in kept}


def auxiliary(meta: Meta, number: int) -> bytes:
    """Return what an auxiliary picture is for: its URN, b"" where it has none."""
    return meta.urns.get(number, b"")


def _shown(meta: Meta, data: memoryview) -> Iterator[int]:
    """Yield the picture, and others that stand for themselves: not hidden, nobody's part."""
    yield meta.primary
    parts = {n for ref in meta.refs if ref.kind == b"dimg" for n in ref.targets}
    parts |= {ref.source for ref in meta.refs if ref.kind in {b"thmb", b"auxl"}}
    for number, item in meta.items.items():
        alone = item.kind in PICTURES and not item.hidden and number not in parts
        if alone and (item.kind != b"tmap" or _tone_mapped(meta, item, data)):
            yield number


def _tone_mapped(meta: Meta, item: Item, data: memoryview) -> bool:
    """Tell whether an HDR rendition is whole; a picture without it is still a picture."""
    pieces = meta.of(b"dimg", item.number)
    try:
        derived_payload(b"tmap", content(item.runs, data), len(pieces))
    except Damaged:
        return False
    return all(n in meta.items and meta.items[n].runs for n in pieces)


def content(runs: Ranges, data: memoryview) -> bytes:
    """Return an item's bytes, at most SMALL of them."""
    out = b""
    for start, end in runs:
        out += data[start : min(end, start + SMALL - len(out))]
    return out


def _require(meta: Meta, number: int) -> None:
    item = meta.items.get(number)
    if item is None:
        raise Damaged("a picture without an item")
    if item.protected:
        raise Unsupported("HEIF (encrypted)")
    if item.kind in UNKNOWN_CODES:
        raise Unsupported(UNKNOWN_CODES[item.kind])
    if item.kind not in PICTURES:
        raise Damaged("an item that is no picture")
    if not item.runs and item.kind != b"iden":
        raise Damaged("a picture without bytes")


def derived_payload(kind: bytes, data: bytes, pieces: int) -> bytes:
    """Return the bytes that a derived picture of `pieces` others needs.

    Raises Damaged where they are not there, or say words.
    """
    numbers = PAYLOADS[kind](data, pieces)
    if has_identifier(numbers):
        raise Damaged("words among numbers")
    return numbers


def _grid(data: bytes, pieces: int) -> bytes:
    cursor = Cursor(memoryview(data))
    version, flags = cursor.u8(), cursor.u8() & 1
    rows, columns = cursor.u8() + 1, cursor.u8() + 1
    if version or rows * columns != pieces:
        raise Damaged("grid")
    return bytes([0, flags, rows - 1, columns - 1]) + bytes(cursor.take(8 if flags else 4))


def _overlay(data: bytes, pieces: int) -> bytes:
    cursor = Cursor(memoryview(data))
    version, flags = cursor.u8(), cursor.u8() & 1
    if version:
        raise Damaged("iovl")
    size = 4 if flags else 2
    return bytes([0, flags]) + bytes(cursor.take(8 + 2 * size + 2 * size * pieces))


def _same(_data: bytes, _pieces: int) -> bytes:
    return b""


def _tone_map(data: bytes, pieces: int) -> bytes:
    if pieces != 2 or data[:1] != b"\0":
        raise Damaged("tmap")
    return b"\0" + gain_map.numbers(data[1:])


PAYLOADS: dict[bytes, Callable[[bytes, int], bytes]] = {
    b"grid": _grid,
    b"iovl": _overlay,
    b"iden": _same,
    b"tmap": _tone_map,
}
