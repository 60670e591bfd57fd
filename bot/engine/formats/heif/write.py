"""HEIF's `ftyp` and `meta`, written anew for the items that draw.

Spec: ISO/IEC 14496-12 §4.3 (ftyp), §8.11 (meta and its boxes), §8.18 (grpl).
"""

from dataclasses import dataclass

from bot.engine.binary.ranges import Range, Ranges, Relocation
from bot.engine.errors import TooLarge
from bot.engine.formats.heif import gain_maps, properties, visible_items
from bot.engine.formats.heif.items import Link
from bot.engine.formats.heif.layout import Layout
from bot.engine.formats.isobmff import boxes
from bot.engine.formats.isobmff.boxes import make, make_full
from bot.engine.formats.video import write as film
from bot.engine.formats.video.media_ranges import Places

BRANDS = frozenset(
    b"mif1 mif2 mif3 miaf heic heix heim heis hevc hevx avif avis avio tmap msf1 "
    b"MiHB MiHA MiHE MiPr MA1B MA1A 1pic iso8".split()
)
MAJORS = frozenset(b"mif1 heic heix heim heis hevc hevx msf1 avif avis".split())
KEPT_REFS = frozenset({b"dimg", b"auxl", b"prem"})
KEPT_GROUPS = frozenset({b"altr", b"ster"})  # one instead of another; two eyes
WIDE = 0x8000  # properties that need two bytes to name
NEAR = 1 << 31  # bytes of pictures that need no 64-bit offsets


@dataclass(frozen=True, slots=True)
class Written:
    """The literals before the pictures."""

    ftyp: bytes
    meta: bytes
    moov: bytes  # nothing, where nothing moves
    mdat: bytes  # the box's header


def written(layout: Layout, data: memoryview) -> Written:
    """Return what stands before the pictures in a clean copy.

    Raises Damaged, TooLarge or Unsupported.
    """
    segments = [run for run, _ in layout.segments()]
    size = sum(end - start for start, end in segments)
    ftyp = _ftyp(data)
    mdat = _mdat(size)
    parts = _Meta(layout, data, segments, 8 if size > NEAR else 4)
    before = len(ftyp) + len(parts.box(0))  # whose length no offset changes
    moov = b""
    if layout.film:
        moov = film.moov(layout.film, Places(segments), before)
    return Written(ftyp, parts.box(before + len(moov) + len(mdat)), moov, mdat)


def _ftyp(data: memoryview) -> bytes:
    told = boxes.brands(data[: int.from_bytes(data[:4], "big")])
    major = told[0] if told[0] in MAJORS else next(b for b in told if b in MAJORS)
    others = dict.fromkeys(brand for brand in told[1:] if brand in BRANDS)
    return make(b"ftyp", major, bytes(4), *others)


def _mdat(size: int) -> bytes:
    if size + boxes.HEADER < 1 << 32:
        return (size + boxes.HEADER).to_bytes(4, "big") + b"mdat"
    return b"\0\0\0\1mdat" + (size + boxes.LARGE).to_bytes(8, "big")


class _Meta:
    """A meta box to be: everything but where the pictures will begin is known."""

    def __init__(self, of: Layout, data: memoryview, segments: list[Range], width: int) -> None:
        self.of, self.width = of, width
        self.numbers = {old: new for new, old in enumerate(of.kept, 1)}
        self.boxes, self.links = _properties(of)
        self.moved = Relocation(segments)
        self.packets = gain_maps.packets(of.meta, of.kept, data)
        self.beside = {n: new for new, n in enumerate(self.packets, len(of.kept) + 1)}
        self.payloads = {
            n: visible_items.derived_payload(
                item.kind, visible_items.content(item.runs, data), len(of.meta.of(b"dimg", n))
            )
            for n, item in of.kept.items()
            if item.kind in visible_items.DERIVED
        }

    def box(self, start: int) -> bytes:
        """Return the meta box of a file whose pictures begin at `start`."""
        if not self.of.kept:
            return b""
        idat = b"".join((*self.payloads.values(), *self.packets.values()))
        return make_full(
            b"meta",
            0,
            0,
            make_full(b"hdlr", 0, 0, bytes(4), b"pict", bytes(13)),
            make_full(b"pitm", 0, 0, self._id(self.of.meta.primary)),
            self._places(start),
            self._infos(),
            self._refs(),
            make(b"iprp", make(b"ipco", *self.boxes), self._associations()),
            self._groups(),
            make(b"idat", idat) if idat else b"",
        )

    def _id(self, old: int) -> bytes:
        return self.numbers[old].to_bytes(2, "big")

    def _places(self, start: int) -> bytes:
        rows, at = b"", 0
        for n in self.of.kept:
            if n in self.payloads:
                size = len(self.payloads[n])
                runs: Ranges = ((at, at + size),) if size else ()
                at += size
            else:
                runs = tuple(self.moved.joined(self.of.code[n], start))
            rows += self._place(self._id(n), n in self.payloads, runs)
        for n, told in self.packets.items():
            rows += self._place(self.beside[n].to_bytes(2, "big"), True, ((at, at + len(told)),))
            at += len(told)
        head = bytes([self.width << 4 | self.width, 0]) + self._count()
        return make_full(b"iloc", 1, 0, head, rows)

    def _place(self, number: bytes, inside: bool, runs: Ranges) -> bytes:
        """Return a row of iloc; what is `inside` lies in idat."""
        extents = (
            a.to_bytes(self.width, "big") + (b - a).to_bytes(self.width, "big") for a, b in runs
        )
        way = bytes([0, inside, 0, 0])
        return number + way + len(runs).to_bytes(2, "big") + b"".join(extents)

    def _count(self) -> bytes:
        return (len(self.numbers) + len(self.packets)).to_bytes(2, "big")

    def _infos(self) -> bytes:
        rows = (
            make_full(b"infe", 2, int(item.hidden), self._id(n), bytes(2), item.kind, b"\0")
            for n, item in self.of.kept.items()
        )
        beside = (
            make_full(b"infe", 2, 1, n.to_bytes(2, "big"), b"\0\0mime\0", gain_maps.MEDIA, b"\0")
            for n in self.beside.values()
        )
        return make_full(b"iinf", 0, 0, self._count(), *rows, *beside)

    def _refs(self) -> bytes:
        rows: list[bytes] = []
        for kind, source, targets in self.of.meta.refs:
            if (
                kind == b"auxl"
                and visible_items.auxiliary(self.of.meta, source) not in visible_items.AUXILIARY
            ):
                continue
            left = [self._id(n) for n in targets if n in self.numbers]
            if kind in KEPT_REFS and source in self.numbers and left:
                count = len(left).to_bytes(2, "big")
                rows.append(make(kind, self._id(source), count, *left))
        for n, number in self.beside.items():
            rows.append(make(b"cdsc", number.to_bytes(2, "big"), b"\0\1", self._id(n)))
        return make_full(b"iref", 0, 0, *rows) if rows else b""

    def _associations(self) -> bytes:
        wide = len(self.boxes) >= WIDE >> 8
        rows = b""
        for n, links in self.links.items():
            rows += self._id(n) + bytes([len(links)])
            for index, essential in links:
                size, top = (2, WIDE) if wide else (1, WIDE >> 8)
                rows += (index | essential * top).to_bytes(size, "big")
        return make_full(b"ipma", 0, int(wide), len(self.links).to_bytes(4, "big"), rows)

    def _groups(self) -> bytes:
        rows: list[bytes] = []
        for kind, members in self.of.meta.groups:
            left = [self.numbers[n].to_bytes(4, "big") for n in members if n in self.numbers]
            if kind in KEPT_GROUPS and len(left) > 1:
                number = (len(self.numbers) + len(self.packets) + len(rows) + 1).to_bytes(4, "big")
                rows.append(make_full(kind, 0, 0, number, len(left).to_bytes(4, "big"), *left))
        return make(b"grpl", *rows) if rows else b""


def _properties(of: Layout) -> tuple[list[bytes], dict[int, list[Link]]]:
    """Return the properties that draw, each once, and which item has which."""
    boxes: dict[bytes, int] = {}
    links: dict[int, list[Link]] = {}
    done: dict[Link, bytes | None] = {}
    for number, item in of.kept.items():
        own = links.setdefault(number, [])
        for link in item.links:
            if not 0 < link.place <= len(of.meta.properties):
                continue
            if link not in done:
                told = of.meta.properties[link.place - 1]
                done[link] = properties.rewritten(told, link.essential)
            if box := done[link]:
                index = boxes.setdefault(box, len(boxes) + 1)
                own.append(Link(index, link.essential))
    if len(boxes) >= WIDE:
        raise TooLarge("too many properties")
    return list(boxes), links
