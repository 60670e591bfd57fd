"""What a HEIF file reveals: metadata items, hidden pictures, text in properties, other boxes.

Spec: ISO/IEC 23008-12 annex A (Exif and XMP items), §6.5.20-21 (udes, altt); C2PA 2.1 §A.5.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from bot.engine.binary import ranges
from bot.engine.binary.cursor import Cursor
from bot.engine.binary.deflate import inflate
from bot.engine.blocks import c2pa, exif, icc, trailer, xmp
from bot.engine.blocks.vendors import sef
from bot.engine.formats.heif import gain_maps, visible_items
from bot.engine.formats.heif.items import Item, Meta
from bot.engine.formats.heif.layout import Layout
from bot.engine.formats.heif.properties import PROFILES
from bot.engine.formats.isobmff import boxes
from bot.engine.formats.isobmff.boxes import Box
from bot.engine.formats.video import findings as video_findings
from bot.engine.limits import READ_BUDGET, ReadBudget
from bot.engine.model import Embedded, Finding, Kind, Part, Role, clip

USUAL_NAMES = frozenset(b"Color|Alpha|GMap|Exif|XMP|HEVC Image|".split(b"|"))
EPOCH = datetime(1904, 1, 1, tzinfo=UTC)  # all dates in these boxes count from it
STRUCTURE = frozenset({b"ftyp", b"meta", b"mdat", b"moov"})
EMPTY = frozenset({b"free", b"skip", b"wide"})
HIDDEN = {  # by a word in an auxiliary picture's URN
    b"auxid:2": Embedded.DEPTH_MAP,
    b"depth": Embedded.DEPTH_MAP,
    b"disparity": Embedded.DEPTH_MAP,
    b"matte": Embedded.DEPTH_MAP,
}


def read(layout: Layout, data: memoryview, parts: Sequence[Part]) -> Iterator[Finding]:
    """Yield what the dropped parts of a file reveal, and that it has a gain map; never raise."""
    budget = ReadBudget()
    own_packets = frozenset(gain_maps.xmp_packets(layout.meta, layout.visible, data).values())
    if layout.meta.handler_name:
        yield Finding(
            Kind.SETTING,
            "hdlr",
            "handler",
            clip(layout.meta.handler_name.decode("utf-8", "replace")),
        )
    for item in sorted(layout.meta.items.values(), key=lambda item: item.kind != b"Exif"):
        if item.name not in USUAL_NAMES:
            yield Finding(
                Kind.TEXT, "infe", "item name", clip(item.name.decode("utf-8", "replace"))
            )
        if item.item_id not in layout.visible:
            yield from _item(layout.meta, item, data, budget, own_packets)
    if layout.gain_map_ids:
        yield Finding(Kind.GAIN_MAP, "HEIF", "gain map")
    yield from _properties(layout)
    if layout.movie:
        yield from dict.fromkeys(video_findings.within(layout.movie, data, budget))
    for box in (*layout.meta.other_boxes, *layout.top_boxes):
        yield from _box(box, budget)
    yield from _between(layout, data, parts)


def _item(
    meta: Meta, item: Item, data: memoryview, budget: ReadBudget, own_packets: frozenset[bytes]
) -> Iterator[Finding]:
    size = ranges.total(item.ranges)
    if item.kind in visible_items.PICTURES or item.kind in visible_items.UNSUPPORTED:
        yield from _picture(meta, item, size)
    elif not budget.take(size):
        yield Finding(Kind.UNKNOWN, "item", "bytes", size)
    else:
        body = b"".join(data[start:end] for start, end in item.ranges)
        if item.kind != b"mime" or body not in own_packets:
            yield from ITEMS.get(item.kind, _unknown)(item, body)


def _picture(meta: Meta, item: Item, size: int) -> Iterator[Finding]:
    if meta.targets(b"thmb", item.item_id):
        if item.kind == b"jpeg":
            yield Finding(Kind.THUMBNAIL, "HEIF", "thmb", size)
        else:
            yield Finding(Kind.EMBEDDED, "HEIF", "thmb", Embedded.THUMBNAIL)
    elif item.kind == b"tmap":
        yield Finding(Kind.GAIN_MAP, "HEIF", "tmap")
    elif urn := visible_items.auxiliary_type(meta, item.item_id):
        use = next((name for word, name in HIDDEN.items() if word in urn), Embedded.SECOND_PICTURE)
        yield Finding(Kind.EMBEDDED, "HEIF", clip(urn.decode("latin-1")), use)
    elif not any(meta.sources(b"dimg", item.item_id)):
        yield Finding(Kind.EMBEDDED, "HEIF", "hidden picture", Embedded.SECOND_PICTURE)


def _exif(_item: Item, body: bytes) -> Iterator[Finding]:
    """Read an Exif item: four bytes say how far its TIFF header is behind them.

    Some writers leave the four bytes out, or get the number wrong.
    """
    header = 4 + int.from_bytes(body[:4], "big")
    candidates = (header, 4, 0)
    at = next((at for at in candidates if body[at : at + 2] in (b"II", b"MM", b"Ex")), 4)
    return exif.read(body[at:])


def _mime(item: Item, body: bytes) -> Iterator[Finding]:
    media, _, encoding = item.media_type.partition(b"\0")
    body = inflate(body, READ_BUDGET) if encoding == b"deflate" else body
    if media == b"application/rdf+xml" or b"<x:xmpmeta" in body[:1024]:
        yield from xmp.read(body)
    else:
        yield Finding(Kind.UNKNOWN, "mime", clip(media.decode("latin-1")) or "mime", len(body))


def _unknown(item: Item, body: bytes) -> Iterator[Finding]:
    yield Finding(Kind.UNKNOWN, "item", clip(item.kind.decode("latin-1")), len(body))


ITEMS: dict[bytes, Callable[[Item, bytes], Iterator[Finding]]] = {b"Exif": _exif, b"mime": _mime}


def _properties(layout: Layout) -> Iterator[Finding]:
    for box in layout.meta.properties:
        if box.kind == b"colr" and bytes(box.body[:4]) in PROFILES:
            yield from icc.read(bytes(box.body[4:]))
        elif box.kind in {b"udes", b"altt"}:
            # Up to four strings, each ended by a zero byte: language, name, description, tags.
            for raw in bytes(box.body[4 : 4 + READ_BUDGET]).split(b"\0")[:4]:
                if text := clip(raw.decode("utf-8", "replace")):
                    yield Finding(Kind.TEXT, "HEIF", box.kind.decode(), text)
        elif box.kind in {b"crtt", b"mdft"} and len(box.body) >= 12:
            moment = EPOCH + timedelta(microseconds=Cursor(box.body, at=4).u64() % (1 << 56))
            value = moment.replace(tzinfo=None).isoformat(timespec="seconds")
            yield Finding(Kind.DATETIME, "HEIF", box.kind.decode(), value)


def _box(box: Box, budget: ReadBudget) -> Iterator[Finding]:
    name = clip(box.kind.decode("latin-1"))
    size = len(box.body)
    if box.kind in STRUCTURE:
        return
    if box.kind in EMPTY:
        if bytes(box.body[:READ_BUDGET]).strip(b"\0"):
            yield Finding(Kind.UNKNOWN, name, "bytes", size)
    elif box.kind == boxes.JUNK:
        yield from trailer.read(box.raw)
    elif box.kind == b"mpvd":
        yield Finding(Kind.EMBEDDED, name, "motion video", Embedded.MOTION_VIDEO)
        yield from (f for f in sef.read(box.body) if f.kind is not Kind.EMBEDDED)
    elif box.kind == b"sefd":
        yield Finding(Kind.EMBEDDED, name, "Samsung", Embedded.SAMSUNG_TRAILER)
        yield from sef.read(box.body)
    elif box.kind == b"uuid" and budget.take(size):
        yield from _uuid(bytes(box.body))
    else:
        yield Finding(Kind.UNKNOWN, name, "bytes", size)


def _uuid(body: bytes) -> Iterator[Finding]:
    if body[:16] == boxes.XMP:
        yield from xmp.read(body[16:])
    elif body[:16] == boxes.C2PA:
        yield from c2pa.read(boxes.c2pa_manifest(body[16:]))
    else:
        yield Finding(Kind.UNKNOWN, "uuid", body[:16].hex(), len(body))


def _between(layout: Layout, data: memoryview, parts: Sequence[Part]) -> Iterator[Finding]:
    """Yield how many bytes of mdat no item names, and how many in coded pictures are notes."""
    item_ranges = ranges.union(item.ranges for item in layout.meta.items.values())
    unnamed = 0
    for part in parts:
        if part.name == "mdat":
            start = part.start + (boxes.HEADER if part.role is Role.PATCHED else 0)
            for low, high in ranges.without((start, part.end), item_ranges):
                unnamed += high - low if bytes(data[low:high][:READ_BUDGET]).strip(b"\0") else 0
    if unnamed:
        yield Finding(Kind.UNKNOWN, "mdat", "bytes", unnamed)
    notes = sum(
        ranges.total(item.ranges) for i, item in layout.visible.items() if i in layout.needed
    )
    notes -= sum(map(ranges.total, layout.needed.values()))
    if notes:
        yield Finding(Kind.UNKNOWN, "HEIF", "notes of the encoder", notes)
