"""XMP: the packet that editors, phones and agencies write beside a picture.

Spec: XMP part 1 §7 (serialisation), part 3 §1.1.3.1 (a long packet in JPEG).

Reading never raises, and costs no more than the packet is long.
"""

from collections.abc import Iterable, Iterator

from bot.engine.blocks.xmp import facts as xmp_facts
from bot.engine.blocks.xmp import tree as xmp_tree
from bot.engine.model import Finding, Kind

PACKET_LIMIT = 32 * 1024 * 1024  # bytes that are read of one packet
MAX_PACKETS = 16  # long packets of one file: each needs a parser of its own
GUID, HEADER = 32, 40  # before a chunk's data: GUID, full length u32, offset u32

_MARKS = (  # longest first: UTF-32's mark begins like UTF-16's
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xfe\xff", "utf-16"),
    (b"\xff\xfe", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0<", "utf-16-be"),
    (b"<\0", "utf-16-le"),
)


def read(packet: bytes, where: str = "XMP") -> Iterator[Finding]:
    """Yield what a packet tells. Never raises."""
    yield Finding(Kind.BLOCK, where, "XMP", len(packet))
    tree = parse(packet)
    if tree.parts:
        yield from xmp_facts.tell(tree, where)
    elif packet.strip(b"\0 \t\r\n"):
        yield Finding(Kind.UNKNOWN, where, "XMP", len(packet))


def parse(packet: bytes) -> xmp_tree.Node:
    """Return a packet's properties. Never raises."""
    return xmp_tree.parse(_decode(packet[:PACKET_LIMIT]))


def join_extended(chunks: Iterable[bytes]) -> tuple[bytes, ...]:
    """Return the long packets that JPEG segments carry in pieces, by GUID and offset.

    Neither the declared length nor a missing piece is believed in: what is there is joined.
    """
    groups: dict[bytes, list[tuple[int, bytes]]] = {}
    for chunk in chunks:
        guid = chunk[:GUID]
        if guid not in groups and len(groups) == MAX_PACKETS:
            guid = next(iter(groups))
        offset = int.from_bytes(chunk[GUID + 4 : HEADER], "big")
        groups.setdefault(guid, []).append((offset, chunk[HEADER:]))
    return tuple(_join(pieces) for pieces in groups.values())


def _join(pieces: list[tuple[int, bytes]]) -> bytes:
    joined, at = [], 0
    for offset, data in sorted(pieces, key=lambda piece: piece[0]):
        joined.append(data[max(0, at - offset) :])
        at = max(at, offset + len(data))
    return b"".join(joined)


def _decode(packet: bytes) -> str:
    head = packet.lstrip(b" \t\r\n")
    charset = next((charset for mark, charset in _MARKS if head.startswith(mark)), "utf-8")
    return head.decode(charset, "replace").rstrip("\0 \t\r\n")
