"""A builder of HEIF files: real pictures in boxes that lie as a test wants them to lie."""

from dataclasses import dataclass, field

from bot.engine import plan
from bot.engine.formats.isobmff.boxes import make, make_full, parse_boxes
from tests.engine.pictures import CLEAN


@dataclass
class Item:
    """An item to be: where `way` says, in as many pieces as `data` has."""

    kind: bytes
    data: tuple[bytes, ...]
    links: tuple[int, ...] = ()
    hidden: bool = False
    protected: bool = False
    media: bytes = b""
    way: int = 0
    shares: int = 0  # lies where that item lies


@dataclass
class Heif:
    """A file to be; `build` writes it."""

    items: list[Item]
    properties: list[bytes]
    refs: list[tuple[bytes, int, tuple[int, ...]]] = field(default_factory=list)
    primary: int = 1
    extra: bytes = b""  # at the end of the meta box
    groups: bytes = b""

    def build(self) -> bytes:
        """Return ftyp, meta, mdat; numbers are 32 bits wide."""
        ftyp = make(b"ftyp", b"avif\0\0\0\0avifmif1")
        size = len(self._meta(0))
        base = len(ftyp) + size + 8
        pieces = b"".join(b"gap" + p for item in self.items if not item.way for p in item.data)
        return ftyp + self._meta(base) + make(b"mdat", pieces)

    def _meta(self, base: int) -> bytes:
        infos, rows, idat, at = b"", b"", b"", 0
        places: list[bytes] = []
        for number, item in enumerate(self.items, 1):
            two = number.to_bytes(2, "big")
            protected = bytes([0, item.protected])
            infos += make_full(
                b"infe", 2, item.hidden, two, protected, item.kind, b"\0", item.media
            )
            extents = b""
            for piece in item.data:
                if item.way == 1:
                    start = len(idat)
                    idat += piece
                elif item.way == 2:
                    start = 0
                else:
                    start = base + at + 3
                    at += 3 + len(piece)
                extents += start.to_bytes(4, "big") + len(piece).to_bytes(4, "big")
            places.append(extents)
            extents = places[item.shares - 1] if item.shares else extents
            rows += two + item.way.to_bytes(2, "big") + bytes(2)
            rows += (len(extents) // 8).to_bytes(2, "big") + extents
        count = len(self.items).to_bytes(2, "big")
        links = b"".join(
            n.to_bytes(2, "big") + bytes([len(item.links), *item.links])
            for n, item in enumerate(self.items, 1)
        )
        refs = b"".join(
            make(kind, one.to_bytes(2, "big"), len(to).to_bytes(2, "big"),
                 *(n.to_bytes(2, "big") for n in to))
            for kind, one, to in self.refs
        )  # fmt: skip
        return make_full(
            b"meta", 0, 0,
            make_full(b"hdlr", 0, 0, bytes(4), b"pict", bytes(13)),
            make_full(b"pitm", 0, 0, self.primary.to_bytes(2, "big")),
            make_full(b"iinf", 0, 0, count, infos),
            make_full(b"iref", 0, 0, refs),
            make(b"iprp", make(b"ipco", *self.properties),
                 make_full(b"ipma", 0, 0, len(self.items).to_bytes(4, "big"), links)),
            make_full(b"iloc", 1, 0, b"\x44\0", count, rows),
            make(b"idat", idat), self.groups, self.extra,
        )  # fmt: skip


def code(name: str = "avif") -> bytes:
    """Return the coded bytes of a picture of the zoo."""
    return b"".join(plan(CLEAN[name]).coded())


def properties(name: str = "avif") -> list[bytes]:
    """Return the properties of a picture of the zoo."""
    data = CLEAN[name]
    at = data.index(b"ipco") - 4
    size = int.from_bytes(data[at : at + 4], "big")
    return [bytes(box.raw) for box in parse_boxes(memoryview(data)[at + 8 : at + size])]


def picture(**changes: object) -> Item:
    """Return an item that is the zoo's AVIF picture."""
    links = tuple(range(1, len(properties()) + 1))
    return Item(**{"kind": b"av01", "data": (code(),), "links": links, **changes})  # type: ignore[arg-type]


def heif(*items: Item, **more: object) -> Heif:
    """Return a file of these items with the zoo's properties."""
    return Heif([*items], **{"properties": properties(), **more})  # type: ignore[arg-type]
