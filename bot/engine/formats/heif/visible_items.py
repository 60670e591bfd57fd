"""Which items of a HEIF file are visible, and the payloads of images derived from others.

Spec: ISO/IEC 23008-12 §6.4 (roles), §6.5.8 (auxC), §6.6.2.2 (iovl), §6.6.2.3 (grid);
ISO 21496-1 annex C.2 (tmap);
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
UNSUPPORTED = {  # codecs that no phone uses
    b"unci": "HEIF (uncompressed)",
    b"jpeg": "HEIF (JPEG)",
    b"j2k1": "HEIF (JPEG 2000)",
    b"vvc1": "HEIF (VVC)",
    b"evc1": "HEIF (EVC)",
    b"lhv1": "HEIF (L-HEVC)",
    b"hvt1": "HEIF (tiled HEVC)",
    b"mski": "HEIF (mask)",
}

CONTENT_LIMIT = 64 * 1024  # bytes of a derived image's payload: an overlay of 8,000 is not longer
ALPHA = frozenset({
    b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha",
    b"urn:mpeg:hevc:2015:auxid:1",
    b"urn:mpeg:avc:2015:auxid:1",
})  # fmt: skip
GAIN_MAPS = frozenset({
    b"urn:com:apple:photo:2020:aux:hdrgainmap",
    b"urn:com:samsung:photo:2024:aux:hdrgainmap",
})  # fmt: skip
AUXILIARY = ALPHA | GAIN_MAPS  # types of auxiliary images that stay


def visible_items(meta: Meta, data: memoryview) -> dict[int, Item]:
    """Return the items that a reader shows or needs to show others, by ID, in the file's order.

    Raises Damaged where the picture or a part of it is missing; Unsupported.
    """
    visible: set[int] = set()
    waiting = list(_shown(meta, data))
    while waiting:
        item_id = waiting.pop()
        if item_id in visible:
            continue
        _require_picture(meta, item_id)
        visible.add(item_id)
        waiting += meta.targets(b"dimg", item_id)
        waiting += (
            source
            for source in meta.sources(b"auxl", item_id)
            if auxiliary_type(meta, source) in AUXILIARY
        )
    return {item_id: item for item_id, item in meta.items.items() if item_id in visible}


def auxiliary_type(meta: Meta, item_id: int) -> bytes:
    """Return the URN that says what an auxiliary image is for, b"" where there is none."""
    return meta.auxiliary_types.get(item_id, b"")


def content(ranges: Ranges, data: memoryview) -> bytes:
    """Return an item's bytes, at most CONTENT_LIMIT of them."""
    out = b""
    for start, end in ranges:
        out += data[start : min(end, start + CONTENT_LIMIT - len(out))]
    return out


def derived_payload(kind: bytes, data: bytes, source_count: int) -> bytes:
    """Return the payload of an image derived from `source_count` others, written anew.

    Raises Damaged where `data` is too short for it, or holds text.
    """
    payload = PAYLOADS[kind](data, source_count)
    if has_identifier(payload):
        raise Damaged("words among numbers")
    return payload


def _shown(meta: Meta, data: memoryview) -> Iterator[int]:
    """Yield the IDs of the primary image and of others that are not hidden or part of one."""
    yield meta.primary_id
    parts = {target for ref in meta.references if ref.kind == b"dimg" for target in ref.targets}
    parts |= {ref.source for ref in meta.references if ref.kind in {b"thmb", b"auxl"}}
    for item_id, item in meta.items.items():
        is_alone = item.kind in PICTURES and not item.is_hidden and item_id not in parts
        if is_alone and (item.kind != b"tmap" or _is_tone_map_whole(meta, item, data)):
            yield item_id


def _is_tone_map_whole(meta: Meta, item: Item, data: memoryview) -> bool:
    """Return whether an HDR rendition is whole; the picture is one without it, too."""
    sources = meta.targets(b"dimg", item.item_id)
    try:
        derived_payload(b"tmap", content(item.ranges, data), len(sources))
    except Damaged:
        return False
    return all(source in meta.items and meta.items[source].ranges for source in sources)


def _require_picture(meta: Meta, item_id: int) -> None:
    """Raise Damaged or Unsupported where an item is no picture that can be kept."""
    item = meta.items.get(item_id)
    if item is None:
        raise Damaged("a picture without an item")
    if item.is_protected:
        raise Unsupported("HEIF (encrypted)")
    if item.kind in UNSUPPORTED:
        raise Unsupported(UNSUPPORTED[item.kind])
    if item.kind not in PICTURES:
        raise Damaged("an item that is no picture")
    if not item.ranges and item.kind != b"iden":
        raise Damaged("a picture without bytes")


def _grid(data: bytes, source_count: int) -> bytes:
    cursor = Cursor(memoryview(data))
    version, flags = cursor.u8(), cursor.u8() & 1
    rows, columns = cursor.u8() + 1, cursor.u8() + 1
    if version or rows * columns != source_count:
        raise Damaged("grid")
    size = bytes(cursor.take(8 if flags else 4))  # width and height, of 32 or 16 bits
    return bytes([0, flags, rows - 1, columns - 1]) + size


def _overlay(data: bytes, source_count: int) -> bytes:
    cursor = Cursor(memoryview(data))
    version, flags = cursor.u8(), cursor.u8() & 1
    if version:
        raise Damaged("iovl")
    size = 4 if flags else 2
    # A colour of 8 bytes, the canvas's width and height, each source's x and y.
    return bytes([0, flags]) + bytes(cursor.take(8 + 2 * size + 2 * size * source_count))


def _identity(_data: bytes, _source_count: int) -> bytes:
    return b""


def _tone_map(data: bytes, source_count: int) -> bytes:
    if source_count != 2 or data[:1] != b"\0":
        raise Damaged("tmap")
    return b"\0" + gain_map.numbers(data[1:])


PAYLOADS: dict[bytes, Callable[[bytes, int], bytes]] = {
    b"grid": _grid,
    b"iovl": _overlay,
    b"iden": _identity,
    b"tmap": _tone_map,
}
