"""The `meta` box of HEIF: items, their locations, references and properties.

Spec: ISO/IEC 14496-12 §8.11 (meta, iloc, iinf, pitm, iref, idat), ISO/IEC 23008-12 §6, §9.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.engine.binary.cursor import Cursor
from bot.engine.binary.ranges import Ranges
from bot.engine.errors import Damaged, TooLarge
from bot.engine.formats.heif import locations
from bot.engine.formats.isobmff import boxes
from bot.engine.formats.isobmff.boxes import Box

ITEM_LIMIT = 20_000  # a grid of 48 megapixels has 48 tiles
# References, and associations of properties; an item has a few, a tile three at the most.
RELATION_LIMIT = 60_000
AUXILIARY_TYPE_LIMIT = 256  # bytes of a URN

ReferenceIndex = dict[tuple[bytes, int], list[int]]  # by the kind of reference and an item ID


class ItemReference(NamedTuple):
    """A reference from one item to others, by their IDs."""

    kind: bytes
    source: int
    targets: tuple[int, ...]


class Association(NamedTuple):
    """A property that an item has: its index in ipco counts from 1."""

    property_index: int
    is_essential: bool  # a reader that does not know the property must not show the item


@dataclass(frozen=True, slots=True)
class Item:
    """An item: what infe says of it, the ranges of the file that hold it, its properties."""

    item_id: int
    kind: bytes
    is_hidden: bool
    is_protected: bool
    name: bytes
    media_type: bytes  # a MIME type and its encoding, or a URI
    ranges: Ranges
    associations: tuple[Association, ...]


@dataclass(frozen=True, slots=True)
class Meta:
    """A file's meta box, parsed."""

    box: Box
    handler_name: bytes
    primary_id: int  # the item ID of the picture that is shown first
    items: dict[int, Item]  # by their IDs
    references: tuple[ItemReference, ...]
    properties: tuple[Box, ...]
    groups: tuple[tuple[bytes, tuple[int, ...]], ...]  # kind, and IDs of the members
    other_boxes: tuple[Box, ...]  # that no picture needs
    # Indexes: each of twenty thousand items asks, and would go through all references.
    targets_of: ReferenceIndex
    sources_of: ReferenceIndex
    auxiliary_types: dict[int, bytes]  # URNs, by the IDs of the auxiliary images

    def sources(self, kind: bytes, item_id: int) -> Sequence[int]:
        """Return the IDs of the items that refer to an item by a kind of reference."""
        return self.sources_of.get((kind, item_id), ())

    def targets(self, kind: bytes, item_id: int) -> Sequence[int]:
        """Return the IDs of the items that an item refers to by a kind of reference."""
        return self.targets_of.get((kind, item_id), ())


# Of an image sequence that has no still picture.
EMPTY_META = Meta(Box(b"meta", 0, memoryview(b""), 0), b"", 0, {}, (), (), (), (), {}, {}, {})
PARSED = frozenset(
    {b"hdlr", b"pitm", b"iinf", b"iref", b"iprp", b"iloc", b"idat", b"grpl", b"dinf"}
)


def parse(box: Box, data: memoryview) -> Meta:
    """Parse a meta box of the file `data`.

    Raises Damaged or TooLarge.
    """
    by_kind: dict[bytes, Box] = {}
    other_boxes = []
    for child in boxes.strict_children(box, 4):
        if child.kind in PARSED and child.kind not in by_kind:
            by_kind[child.kind] = child
        else:
            other_boxes.append(child)
    if not by_kind.keys() >= {b"hdlr", b"pitm", b"iinf", b"iloc", b"iprp"}:
        raise Damaged("meta")
    handler = by_kind[b"hdlr"]
    if bytes(handler.body[8:12]) != b"pict":
        raise Damaged("no picture handler")
    version, _, cursor = boxes.parse_full(by_kind[b"pitm"])
    references = tuple(_references(by_kind[b"iref"])) if b"iref" in by_kind else ()
    properties, associations = _properties(by_kind[b"iprp"])
    sources = {ref.source: ref.targets for ref in references if ref.kind == b"iloc"}
    ranges = locations.item_ranges(by_kind[b"iloc"], by_kind.get(b"idat"), data, sources)
    items = _items(by_kind[b"iinf"], ranges, associations)
    return Meta(
        box,
        bytes(handler.body[24:]).rstrip(b"\0"),
        cursor.u32() if version else cursor.u16(),
        items,
        references,
        properties,
        tuple(_groups(by_kind[b"grpl"])) if b"grpl" in by_kind else (),
        tuple(other_boxes),
        *_index(references),
        dict(_auxiliary_types(items, properties)),
    )


def _index(references: tuple[ItemReference, ...]) -> tuple[ReferenceIndex, ReferenceIndex]:
    """Return the targets of each item, and its sources, each source once for a reference."""
    targets_of: ReferenceIndex = {}
    sources_of: ReferenceIndex = {}
    for kind, source, targets in references:
        targets_of.setdefault((kind, source), []).extend(targets)
        for target in dict.fromkeys(targets):
            sources_of.setdefault((kind, target), []).append(source)
    return targets_of, sources_of


def _auxiliary_types(
    items: dict[int, Item], properties: tuple[Box, ...]
) -> Iterator[tuple[int, bytes]]:
    """Yield the IDs of auxiliary images, each with its URN: ISO/IEC 23008-12 §6.5.8."""
    for item_id, item in items.items():
        for association in item.associations:
            if not 0 < association.property_index <= len(properties):
                continue
            box = properties[association.property_index - 1]
            if box.kind == b"auxC" and len(box.body) > 4:  # version and flags come first
                yield item_id, bytes(box.body[4 : 4 + AUXILIARY_TYPE_LIMIT]).partition(b"\0")[0]
                break


def _items(
    iinf: Box, ranges: dict[int, Ranges], associations: dict[int, tuple[Association, ...]]
) -> dict[int, Item]:
    """Return the items that have a type, by their IDs; of those that share an ID the first."""
    version, _, cursor = boxes.parse_full(iinf)
    count = cursor.u32() if version else cursor.u16()
    if count > ITEM_LIMIT:
        raise TooLarge(f"{count} items")
    items: dict[int, Item] = {}
    for box in boxes.strict_children(iinf, 4 + (4 if version else 2)):
        if box.kind == b"infe" and (item := _item(box, ranges, associations)):
            items.setdefault(item.item_id, item)
    if len(items) > ITEM_LIMIT:
        raise TooLarge(f"{len(items)} items")
    return items


def _item(
    infe: Box, ranges: dict[int, Ranges], associations: dict[int, tuple[Association, ...]]
) -> Item | None:
    version, flags, cursor = boxes.parse_full(infe)
    if version < 2:
        return None  # without a type: no picture
    item_id = cursor.u32() if version > 2 else cursor.u16()
    is_protected = cursor.u16() != 0
    kind = bytes(cursor.take(4))
    name, _, media_type = bytes(cursor.take(cursor.left)).partition(b"\0")
    return Item(
        item_id,
        kind,
        bool(flags & 1),
        is_protected,
        name,
        media_type.rstrip(b"\0"),
        ranges.get(item_id, ()),
        associations.get(item_id, ()),
    )


def _references(iref: Box) -> Iterator[ItemReference]:
    version, _, _ = boxes.parse_full(iref)
    size = 4 if version else 2  # bytes of an item ID
    total = 0
    for child in boxes.strict_children(iref, 4):
        cursor = Cursor(child.body)
        source = int.from_bytes(cursor.take(size), "big")
        count = cursor.u16()
        total += count + 1
        if total > RELATION_LIMIT:
            raise TooLarge("too many references")
        yield ItemReference(child.kind, source, _item_ids(cursor, count, size))


def _item_ids(cursor: Cursor, count: int, size: int) -> tuple[int, ...]:
    """Return `count` item IDs of `size` bytes each."""
    raw = bytes(cursor.take(count * size))
    return tuple(int.from_bytes(raw[at : at + size], "big") for at in range(0, len(raw), size))


def _properties(iprp: Box) -> tuple[tuple[Box, ...], dict[int, tuple[Association, ...]]]:
    """Return the properties in their order, and which of them each item has, by its ID."""
    properties: tuple[Box, ...] = ()
    associations: dict[int, tuple[Association, ...]] = {}
    for number, child in enumerate(boxes.strict_children(iprp)):
        if number == 0 and child.kind == b"ipco":
            properties = tuple(boxes.strict_children(child))
        elif child.kind == b"ipma":
            for item_id, own in _associations(child):
                associations.setdefault(item_id, own)
    return properties, associations


def _associations(ipma: Box) -> Iterator[tuple[int, tuple[Association, ...]]]:
    version, flags, cursor = boxes.parse_full(ipma)
    total = 0
    for _ in range(cursor.u32()):
        item_id = cursor.u32() if version else cursor.u16()
        own = []
        for _ in range(cursor.u8()):
            # One bit says essential, 7 or 15 bits are the index.
            word = cursor.u16() if flags & 1 else cursor.u8()
            top_bit = 0x8000 if flags & 1 else 0x80
            own.append(Association(word & (top_bit - 1), bool(word & top_bit)))
        total += len(own) + 1
        if total > RELATION_LIMIT:
            raise TooLarge("too many properties")
        yield item_id, tuple(own)


def _groups(grpl: Box) -> Iterator[tuple[bytes, tuple[int, ...]]]:
    for child in boxes.strict_children(grpl):
        _, _, cursor = boxes.parse_full(child)
        cursor.take(4)  # the group's own ID
        yield child.kind, _item_ids(cursor, cursor.u32(), 4)
