"""Gain maps, which only an HDR screen shows, and the XMP item that Apple needs beside one.

Apple's XMP says how bright the gain map is to be shown; it is written anew.

Spec: ISO/IEC 23008-12 annex A.3 (XMP items); Apple, "Applying Apple HDR effect to your photos".
"""

from collections.abc import Iterator
from itertools import islice

from bot.engine.blocks import gain_map_xmp
from bot.engine.blocks.gain_map_xmp import packet
from bot.engine.blocks.xmp import parse
from bot.engine.formats.heif import visible_items
from bot.engine.formats.heif.items import Item, Meta
from bot.engine.formats.heif.visible_items import GAIN_MAPS, auxiliary_type

EXIF_LIMIT = 4  # Exif items that are read: twenty thousand could all lie in the same bytes
XMP_TYPE = b"application/rdf+xml"


def gain_map_ids(meta: Meta, visible: dict[int, Item]) -> frozenset[int]:
    """Return the IDs of the visible items that are gain maps, or tiles of one."""
    roots = {item_id for item_id in visible if auxiliary_type(meta, item_id) in GAIN_MAPS}
    # A tone-mapped image derives from its base image, then from its gain map.
    roots |= {
        target
        for item_id, item in visible.items()
        if item.kind == b"tmap"
        for target in meta.targets(b"dimg", item_id)[1:]
    }
    tiles = {target for item_id in roots for target in meta.targets(b"dimg", item_id)}
    return frozenset(roots | tiles)


def xmp_packets(meta: Meta, visible: dict[int, Item], data: memoryview) -> dict[int, bytes]:
    """Return the XMP packets that gain maps need, by the gain map's item ID."""
    item_ids = [item_id for item_id in visible if auxiliary_type(meta, item_id) in GAIN_MAPS]
    headroom = next(_headrooms(meta, data), None) if item_ids else None
    descriptions = (
        (item_id, gain_map_xmp.apple_description(parse(body), headroom))
        for item_id in item_ids
        for body in _described_by(meta, item_id, data)
    )
    return {item_id: packet([description]) for item_id, description in descriptions if description}


def _described_by(meta: Meta, item_id: int, data: memoryview) -> Iterator[bytes]:
    """Yield the first XMP packet that describes an item, if there is one."""
    for source in meta.sources(b"cdsc", item_id):
        item = meta.items.get(source)
        if item and item.kind == b"mime" and item.media_type.partition(b"\0")[0] == XMP_TYPE:
            yield visible_items.content(item.ranges, data)
            return


def _headrooms(meta: Meta, data: memoryview) -> Iterator[float]:
    """Yield the HDR headroom that Apple's maker notes give, of each Exif item that has it."""
    exif_items = (item for item in meta.items.values() if item.kind == b"Exif")
    for item in islice(exif_items, EXIF_LIMIT):
        block = visible_items.content(item.ranges, data)
        # Four bytes say how far the TIFF header is behind them.
        headroom = gain_map_xmp.apple_note_headroom(block[4 + int.from_bytes(block[:4], "big") :])
        if headroom:
            yield headroom
