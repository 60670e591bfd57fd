"""The boxes of a clean HEIF file before its pictures: `ftyp`, `meta`, `moov`, head of `mdat`.

Spec: ISO/IEC 14496-12 §4.3 (ftyp), §8.11 (meta and its boxes), §8.18 (grpl).
"""

from dataclasses import dataclass

from bot.engine.binary.ranges import Range, Ranges, Relocation
from bot.engine.errors import TooLarge
from bot.engine.formats.heif import gain_maps, properties, visible_items
from bot.engine.formats.heif.items import Association
from bot.engine.formats.heif.layout import Layout
from bot.engine.formats.heif.locations import ConstructionMethod
from bot.engine.formats.isobmff import boxes
from bot.engine.formats.isobmff.boxes import make, make_full
from bot.engine.formats.video import write as write_movie
from bot.engine.formats.video.media_ranges import OffsetMap

BRANDS = frozenset(
    b"mif1 mif2 mif3 miaf heic heix heim heis hevc hevx avif avis avio tmap msf1 "
    b"MiHB MiHA MiHE MiPr MA1B MA1A 1pic iso8".split()
)
MAJORS = frozenset(b"mif1 heic heix heim heis hevc hevx msf1 avif avis".split())
REFERENCES = frozenset({b"dimg", b"auxl", b"prem"})  # kinds that are kept
GROUPS = frozenset({b"altr", b"ster"})  # kinds that are kept: alternatives, stereo pairs
# An association's index has 7 bits, or 15; the bit above them says essential.
SMALL_ESSENTIAL, LARGE_ESSENTIAL = 0x80, 0x8000
SMALL_OFFSETS = 1 << 31  # bytes of pictures that need no 64-bit offsets


@dataclass(frozen=True, slots=True)
class Written:
    """What stands before the pictures of a clean file, in this order."""

    ftyp: bytes
    meta: bytes
    moov: bytes  # b"" where there is no image sequence
    mdat: bytes  # the box's header


def written(layout: Layout, data: memoryview) -> Written:
    """Return the boxes of a clean file before its pictures.

    Raises Damaged, TooLarge or Unsupported.
    """
    segments = [segment for segment, _ in layout.segments()]
    size = sum(end - start for start, end in segments)
    ftyp = _ftyp(data)
    mdat = write_movie.mdat_header(size)
    writer = _MetaWriter(layout, data, segments, 8 if size > SMALL_OFFSETS else 4)
    # The offsets in meta and moov depend on the length of both: meta is written once with a
    # wrong offset, which does not change its length, and then with the right one.
    before = len(ftyp) + len(writer.box(0))
    moov = write_movie.moov(layout.movie, OffsetMap(segments), before) if layout.movie else b""
    return Written(ftyp, writer.box(before + len(moov) + len(mdat)), moov, mdat)


def _ftyp(data: memoryview) -> bytes:
    brands = boxes.brands(data[: int.from_bytes(data[:4], "big")])
    major = brands[0] if brands[0] in MAJORS else next(b for b in brands if b in MAJORS)
    compatible = dict.fromkeys(brand for brand in brands[1:] if brand in BRANDS)
    return make(b"ftyp", major, bytes(4), *compatible)


class _MetaWriter:
    """Writes a meta box, as soon as the offset of the pictures is known.

    Items get new IDs: the visible ones from 1 on, then the XMP packets of gain maps. Payloads
    of derived images, then those packets, are in the idat box.
    """

    def __init__(
        self, layout: Layout, data: memoryview, segments: list[Range], offset_size: int
    ) -> None:
        self.layout, self.offset_size = layout, offset_size
        self.new_ids = {old: new for new, old in enumerate(layout.visible, 1)}
        self.properties, self.associations = _properties(layout)
        self.relocation = Relocation(segments)
        self.packets = gain_maps.xmp_packets(layout.meta, layout.visible, data)
        self.packet_ids = {
            item_id: new for new, item_id in enumerate(self.packets, len(layout.visible) + 1)
        }
        self.payloads = {
            item_id: visible_items.derived_payload(
                item.kind,
                visible_items.content(item.ranges, data),
                len(layout.meta.targets(b"dimg", item_id)),
            )
            for item_id, item in layout.visible.items()
            if item.kind in visible_items.DERIVED
        }

    def box(self, start: int) -> bytes:
        """Return the meta box of a file whose pictures begin at offset `start`."""
        if not self.layout.visible:
            return b""
        idat = b"".join((*self.payloads.values(), *self.packets.values()))
        return make_full(
            b"meta",
            0,
            0,
            make_full(b"hdlr", 0, 0, bytes(4), b"pict", bytes(13)),
            make_full(b"pitm", 0, 0, self._id(self.layout.meta.primary_id)),
            self._iloc(start),
            self._iinf(),
            self._iref(),
            make(b"iprp", make(b"ipco", *self.properties), self._ipma()),
            self._grpl(),
            make(b"idat", idat) if idat else b"",
        )

    def _id(self, old: int) -> bytes:
        return self.new_ids[old].to_bytes(2, "big")

    def _iloc(self, start: int) -> bytes:
        rows, at = b"", 0  # `at` is an offset in idat
        for item_id in self.layout.visible:
            in_idat = item_id in self.payloads
            if in_idat:
                size = len(self.payloads[item_id])
                extents: Ranges = ((at, at + size),) if size else ()
                at += size
            else:
                extents = tuple(self.relocation.joined(self.layout.needed[item_id], start))
            rows += self._location(self._id(item_id), in_idat, extents)
        for item_id, packet in self.packets.items():
            new_id = self.packet_ids[item_id].to_bytes(2, "big")
            rows += self._location(new_id, True, ((at, at + len(packet)),))
            at += len(packet)
        # Half bytes: sizes of offset and length; of base offset and index, which are absent.
        sizes = bytes([self.offset_size << 4 | self.offset_size, 0])
        return make_full(b"iloc", 1, 0, sizes, self._count(), rows)

    def _location(self, item_id: bytes, in_idat: bool, extents: Ranges) -> bytes:
        """Return a row of iloc."""
        numbers = (
            start.to_bytes(self.offset_size, "big")
            + (end - start).to_bytes(self.offset_size, "big")
            for start, end in extents
        )
        method = ConstructionMethod.IDAT if in_idat else ConstructionMethod.FILE
        head = item_id + bytes([0, method, 0, 0])  # this file, not another one
        return head + len(extents).to_bytes(2, "big") + b"".join(numbers)

    def _count(self) -> bytes:
        return (len(self.new_ids) + len(self.packets)).to_bytes(2, "big")

    def _iinf(self) -> bytes:
        rows = (
            make_full(
                b"infe", 2, int(item.is_hidden), self._id(item_id), bytes(2), item.kind, b"\0"
            )
            for item_id, item in self.layout.visible.items()
        )
        media_type = gain_maps.XMP_TYPE + b"\0"
        packets = (
            make_full(b"infe", 2, 1, new_id.to_bytes(2, "big"), b"\0\0mime\0", media_type)
            for new_id in self.packet_ids.values()
        )
        return make_full(b"iinf", 0, 0, self._count(), *rows, *packets)

    def _iref(self) -> bytes:
        meta = self.layout.meta
        rows: list[bytes] = []
        for kind, source, targets in meta.references:
            auxiliary_type = visible_items.auxiliary_type(meta, source)
            if kind == b"auxl" and auxiliary_type not in visible_items.AUXILIARY:
                continue
            new_targets = [self._id(target) for target in targets if target in self.new_ids]
            if kind in REFERENCES and source in self.new_ids and new_targets:
                count = len(new_targets).to_bytes(2, "big")
                rows.append(make(kind, self._id(source), count, *new_targets))
        for item_id, new_id in self.packet_ids.items():
            rows.append(make(b"cdsc", new_id.to_bytes(2, "big"), b"\0\1", self._id(item_id)))
        return make_full(b"iref", 0, 0, *rows) if rows else b""

    def _ipma(self) -> bytes:
        is_large = len(self.properties) >= SMALL_ESSENTIAL
        size, bit = (2, LARGE_ESSENTIAL) if is_large else (1, SMALL_ESSENTIAL)
        rows = b""
        for item_id, associations in self.associations.items():
            rows += self._id(item_id) + bytes([len(associations)])
            for index, is_essential in associations:
                rows += (index | is_essential * bit).to_bytes(size, "big")
        count = len(self.associations).to_bytes(4, "big")
        return make_full(b"ipma", 0, int(is_large), count, rows)

    def _grpl(self) -> bytes:
        rows: list[bytes] = []
        for kind, members in self.layout.meta.groups:
            new_ids = [
                self.new_ids[old].to_bytes(4, "big") for old in members if old in self.new_ids
            ]
            if kind in GROUPS and len(new_ids) > 1:
                # A group's ID must differ from every item's.
                group_id = len(self.new_ids) + len(self.packets) + len(rows) + 1
                head = group_id.to_bytes(4, "big") + len(new_ids).to_bytes(4, "big")
                rows.append(make_full(kind, 0, 0, head, *new_ids))
        return make(b"grpl", *rows) if rows else b""


def _properties(layout: Layout) -> tuple[list[bytes], dict[int, list[Association]]]:
    """Return the properties of visible items, each once, and which items have which."""
    indexes: dict[bytes, int] = {}  # by the property's box
    associations: dict[int, list[Association]] = {}
    rewritten: dict[Association, bytes | None] = {}
    for item_id, item in layout.visible.items():
        own = associations.setdefault(item_id, [])
        for association in item.associations:
            if not 0 < association.property_index <= len(layout.meta.properties):
                continue
            if association not in rewritten:
                box = layout.meta.properties[association.property_index - 1]
                rewritten[association] = properties.rewritten(box, association.is_essential)
            if body := rewritten[association]:
                index = indexes.setdefault(body, len(indexes) + 1)
                own.append(Association(index, association.is_essential))
    if len(indexes) >= LARGE_ESSENTIAL:
        raise TooLarge("too many properties")
    return list(indexes), associations
