"""A maker's own note inside an Exif block: whose it is, and what in it points at a person.

Spec: none; what others found out, one table a maker. All else in a note stays unread.
"""

from collections.abc import Iterator

from bot.engine.blocks.ifd import Entry, Tiff
from bot.engine.blocks.makernotes.makers import Maker, find
from bot.engine.blocks.makernotes.values import Tag, Tags
from bot.engine.model import Finding, Kind, Value

HEAD = 64  # bytes that tell one maker from another


def read(note: Entry, tiff: Tiff, camera: tuple[str, str], where: str) -> Iterator[Finding]:
    """Yield whose note it is and what it tells. Never raises.

    `note` is the MakerNote entry of the block `tiff`, `camera` the Make and Model it names.
    """
    maker = find(bytes(note.raw[:HEAD]), *camera)
    yield Finding(Kind.MAKER_NOTE, where, "MakerNote", maker.name)
    for tag in maker.record:
        if (value := tag.decode_value(note)) is not None:
            yield Finding(tag.kind, where, tag.label, value)
    if maker.layout and (own := maker.layout(note, tiff)):
        yield from _directory(own, maker, where)


def _directory(own: Tiff, maker: Maker, where: str) -> Iterator[Finding]:
    entries = _entries(own, own.first)
    yield from _tell(own, entries, maker.tags, where)
    for number, tags in maker.below:
        if number in entries:
            pointer = entries[number]
            # Older ones hold the directory itself where its offset belongs.
            at = pointer.at if len(pointer.raw) > 4 else next(iter(pointer.whole()), 0)
            yield from _tell(own, _entries(own, at), tags, where)


def _entries(own: Tiff, at: int) -> dict[int, Entry]:
    entries, _ = own.directory(at) or ((), 0)
    return {entry.tag: entry for entry in reversed(entries)}


def _tell(own: Tiff, entries: dict[int, Entry], tags: Tags, where: str) -> Iterator[Finding]:
    for tag in tags:
        if tag.number in entries and (value := _value(own, entries, tag)) is not None:
            yield Finding(tag.kind, where, tag.label, value)


def _value(own: Tiff, entries: dict[int, Entry], tag: Tag) -> Value:
    entry = entries[tag.number]
    if not tag.start:
        return tag.decode_value(entry)
    if tag.start not in entries:
        return None
    starts, lengths = entries[tag.start].whole(), entry.whole()
    there = own.view(starts[0], max(0, lengths[0])) if starts and lengths else b""
    return len(there) or None
