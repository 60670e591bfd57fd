"""HEIF's `meta` box: items, where their bytes lie, what they are to each other.

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
LINK_LIMIT = 60_000  # references and properties; each item has a few, three at the most for tiles


Index = dict[tuple[bytes, int], list[int]]


class Ref(NamedTuple):
    """A reference from one item to others, by their numbers."""

    kind: bytes
    source: int
    targets: tuple[int, ...]


class Link(NamedTuple):
    """A property of an item: its place in the list, from 1 on; whether a reader must know it."""

    place: int
    essential: bool


@dataclass(frozen=True, slots=True)
class Item:
    """An item: `runs` say where its bytes lie in the file; `body` is its infe box's tail."""

    number: int
    kind: bytes
    hidden: bool
    protected: bool
    name: bytes
    media: bytes  # a MIME type and its encoding, or a URI
    runs: Ranges
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Meta:
    """All that a picture file's meta box says."""

    box: Box
    title: bytes  # the handler's name
    primary: int
    items: dict[int, Item]
    refs: tuple[Ref, ...]
    properties: tuple[Box, ...]
    groups: tuple[tuple[bytes, tuple[int, ...]], ...]
    rest: tuple[Box, ...]  # boxes that no picture needs
    # Found once: each of twenty thousand items asks, and all references would be gone through.
    onward: Index
    back: Index
    urns: dict[int, bytes]  # what an auxiliary picture is for

    def to(self, kind: bytes, number: int) -> Sequence[int]:
        """Return the items that refer to one by a kind of reference."""
        return self.back.get((kind, number), ())

    def of(self, kind: bytes, number: int) -> Sequence[int]:
        """Return the items that one refers to by a kind of reference."""
        return self.onward.get((kind, number), ())


# Of a sequence that has no still picture.
NO_HINTS = Meta(Box(b"meta", 0, memoryview(b""), 0), b"", 0, {}, (), (), (), (), {}, {}, {})
KNOWN = frozenset({b"hdlr", b"pitm", b"iinf", b"iref", b"iprp", b"iloc", b"idat", b"grpl", b"dinf"})


def parse(box: Box, data: memoryview) -> Meta:
    """Read a meta box of the file `data`.

    Raises Damaged or TooLarge.
    """
    inside: dict[bytes, Box] = {}
    rest = []
    for child in boxes.strict_children(box, 4):
        if child.kind in KNOWN and child.kind not in inside:
            inside[child.kind] = child
        else:
            rest.append(child)
    if not inside.keys() >= {b"hdlr", b"pitm", b"iinf", b"iloc", b"iprp"}:
        raise Damaged("meta")
    handler = inside[b"hdlr"]
    if bytes(handler.body[8:12]) != b"pict":
        raise Damaged("no picture handler")
    version, _, cursor = boxes.parse_full(inside[b"pitm"])
    refs = tuple(_refs(inside[b"iref"])) if b"iref" in inside else ()
    properties, links = _properties(inside[b"iprp"])
    items = _items(inside[b"iinf"], inside[b"iloc"], inside.get(b"idat"), data, refs, links)
    return Meta(
        box,
        bytes(handler.body[24:]).rstrip(b"\0"),
        cursor.u32() if version else cursor.u16(),
        items,
        refs,
        properties,
        tuple(_groups(inside[b"grpl"])) if b"grpl" in inside else (),
        tuple(rest),
        *_index(refs),
        dict(_urns(items, properties)),
    )


def _index(refs: tuple[Ref, ...]) -> tuple[Index, Index]:
    """Return what each item refers to, and what refers to it, each source once a reference."""
    onward: Index = {}
    back: Index = {}
    for kind, source, targets in refs:
        onward.setdefault((kind, source), []).extend(targets)
        for target in dict.fromkeys(targets):
            back.setdefault((kind, target), []).append(source)
    return onward, back


def _urns(items: dict[int, Item], properties: tuple[Box, ...]) -> Iterator[tuple[int, bytes]]:
    for number, item in items.items():
        for link in item.links:
            box = properties[link.place - 1] if 0 < link.place <= len(properties) else None
            if box and box.kind == b"auxC" and len(box.body) > 4:
                yield number, bytes(box.body[4:260]).partition(b"\0")[0]
                break


def _items(
    infos: Box,
    iloc: Box,
    idat: Box | None,
    data: memoryview,
    refs: tuple[Ref, ...],
    links: dict[int, tuple[Link, ...]],
) -> dict[int, Item]:
    where = locations.read(iloc, idat, data, _indirect(refs))
    version, _, cursor = boxes.parse_full(infos)
    count = cursor.u32() if version else cursor.u16()
    if count > ITEM_LIMIT:
        raise TooLarge(f"{count} items")
    found: dict[int, Item] = {}
    for box in boxes.strict_children(infos, 4 + (4 if version else 2)):
        if box.kind == b"infe" and (item := _item(box, where, links)):
            found.setdefault(item.number, item)
    if len(found) > ITEM_LIMIT:
        raise TooLarge(f"{len(found)} items")
    return found


def _item(box: Box, where: dict[int, Ranges], links: dict[int, tuple[Link, ...]]) -> Item | None:
    version, flags, cursor = boxes.parse_full(box)
    if version < 2:
        return None  # without a type: no picture
    number = cursor.u32() if version > 2 else cursor.u16()
    protected = cursor.u16() != 0
    kind = bytes(cursor.take(4))
    name, _, media = bytes(cursor.take(cursor.left)).partition(b"\0")
    runs, own = where.get(number, ()), links.get(number, ())
    return Item(number, kind, bool(flags & 1), protected, name, media.rstrip(b"\0"), runs, own)


def _indirect(refs: tuple[Ref, ...]) -> dict[int, tuple[int, ...]]:
    return {ref.source: ref.targets for ref in refs if ref.kind == b"iloc"}


def _refs(box: Box) -> Iterator[Ref]:
    version, _, _ = boxes.parse_full(box)
    size = 4 if version else 2
    total = 0
    for child in boxes.strict_children(box, 4):
        cursor = Cursor(child.body)
        source = int.from_bytes(cursor.take(size), "big")
        count = cursor.u16()
        total += count + 1
        if total > LINK_LIMIT:
            raise TooLarge("too many references")
        numbers = bytes(cursor.take(count * size))
        yield Ref(
            child.kind,
            source,
            tuple(
                int.from_bytes(numbers[at : at + size], "big")
                for at in range(0, len(numbers), size)
            ),
        )


def _properties(box: Box) -> tuple[tuple[Box, ...], dict[int, tuple[Link, ...]]]:
    properties: tuple[Box, ...] = ()
    links: dict[int, tuple[Link, ...]] = {}
    for number, child in enumerate(boxes.strict_children(box)):
        if number == 0 and child.kind == b"ipco":
            properties = tuple(boxes.strict_children(child))
        elif child.kind == b"ipma":
            for item, own in _links(child):
                links.setdefault(item, own)
    return properties, links


def _links(box: Box) -> Iterator[tuple[int, tuple[Link, ...]]]:
    version, flags, cursor = boxes.parse_full(box)
    total = 0
    for _ in range(cursor.u32()):
        item = cursor.u32() if version else cursor.u16()
        own = []
        for _ in range(cursor.u8()):
            word = cursor.u16() if flags & 1 else cursor.u8()
            top = 0x8000 if flags & 1 else 0x80
            own.append(Link(word & (top - 1), bool(word & top)))
        total += len(own) + 1
        if total > LINK_LIMIT:
            raise TooLarge("too many properties")
        yield item, tuple(own)


def _groups(box: Box) -> Iterator[tuple[bytes, tuple[int, ...]]]:
    for child in boxes.strict_children(box):
        _, _, cursor = boxes.parse_full(child)
        cursor.take(4)  # the group's own number
        count = cursor.u32()
        numbers = cursor.take(count * 4)
        yield (
            child.kind,
            tuple(int.from_bytes(numbers[at : at + 4], "big") for at in range(0, count * 4, 4)),
        )
