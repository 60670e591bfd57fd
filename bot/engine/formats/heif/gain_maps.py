"""Apple's numbers of a gain map: an XMP item beside it, written anew, so that HDR stays bright.

Spec: ISO/IEC 23008-12 annex A.3 (XMP items); Apple, "Applying Apple HDR effect to your photos".
"""

from collections.abc import Iterator
from itertools import islice

from bot.engine.blocks import gain_map_xmp
from bot.engine.blocks.gain_map_xmp import packet
from bot.engine.blocks.xmp import parse
from bot.engine.formats.heif import visible_items
from bot.engine.formats.heif.items import Item, Meta

NOTED = 4  # Exif blocks that are read: twenty thousand could all lie in the same bytes
MEDIA = b"application/rdf+xml"


def gain_maps(meta: Meta, kept: dict[int, Item]) -> frozenset[int]:
    """Return the numbers of kept items that only a bright screen shows, pieces included."""
    roots = {n for n in kept if visible_items.auxiliary(meta, n) in visible_items.GAIN_MAPS}
    roots |= {
        target
        for n, item in kept.items()
        if item.kind == b"tmap"
        for target in meta.of(b"dimg", n)[1:]
    }
    pieces = {target for n in roots for target in meta.of(b"dimg", n)}
    return frozenset(roots | pieces)


def packets(meta: Meta, kept: dict[int, Item], data: memoryview) -> dict[int, bytes]:
    """Return the XMP packets that gain maps need, by the gain map's number."""
    maps = [
        number
        for number in kept
        if visible_items.auxiliary(meta, number) in visible_items.GAIN_MAPS
    ]
    headroom = next(_headrooms(meta, data), None) if maps else None
    described = (
        (number, gain_map_xmp.apple_description(parse(body), headroom))
        for number in maps
        for body in _packets(meta, number, data)
    )
    return {number: packet([told]) for number, told in described if told}


def _packets(meta: Meta, number: int, data: memoryview) -> Iterator[bytes]:
    """Yield the first XMP packet that describes an item."""
    for source in meta.to(b"cdsc", number):
        item = meta.items.get(source)
        if item and item.kind == b"mime" and item.media.partition(b"\0")[0] == MEDIA:
            yield visible_items.content(item.runs, data)
            return


def _headrooms(meta: Meta, data: memoryview) -> Iterator[float]:
    blocks = (item for item in meta.items.values() if item.kind == b"Exif")
    for item in islice(blocks, NOTED):
        block = visible_items.content(item.runs, data)
        told = gain_map_xmp.apple_note_headroom(block[4 + int.from_bytes(block[:4], "big") :])
        if told:
            yield told
