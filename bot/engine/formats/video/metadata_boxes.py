"""Blocks that films share with photos, and what camera makers put into boxes of their own.

Spec: XMP part 3 §1.2.7.1; C2PA 2.1 §A.5; Exif 3.0; Sony's NonRealTimeMeta (XML).

Reading never raises.
"""

import re
from collections.abc import Iterator

from bot.engine.binary.text import decode
from bot.engine.blocks import c2pa, exif, xmp
from bot.engine.blocks.vendors import gpmf
from bot.engine.blocks.xmp.facts import moment
from bot.engine.formats.isobmff.boxes import Box
from bot.engine.formats.video import places
from bot.engine.model import Finding, Kind, clip

KINDS = frozenset({b"XMP_", b"uuid", b"TAGS", b"chpl", b"Exif", b"EXIF", b"GPMF"})
XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
C2PA = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
SPHERICAL = bytes.fromhex("ffcc8263f8554a938814587a02521fdd")  # words about a picture all around
NEAR = 1024 * 1024  # bytes of a maker's box in which Exif is looked for
PARSED = 4 * 1024 * 1024
MAKER = 24  # bytes in which older cameras name themselves
DEVICE = re.compile(r"<Device\s[^>]{0,500}")
ATTRIBUTE = re.compile(r'(manufacturer|modelName|serialNo)="([^"]{1,200})"')
CREATED = re.compile(r'<CreationDate value="([^"]{1,40})"')
LATITUDE = re.compile(r'name="Latitude(Ref)?" value="([^"]{1,40})"')
ITEM = re.compile(r'name="(Latitude|Longitude)(Ref)?" value="([^"]{1,40})"')
SONY = {"manufacturer": Kind.MAKE, "modelName": Kind.MODEL, "serialNo": Kind.SERIAL}
CHAPTERS = 255


def read(box: Box) -> Iterator[Finding]:
    """Yield what a block holds; never raise."""
    body = bytes(box.body[:PARSED])
    match box.kind:
        case b"XMP_":
            yield from xmp.read(body)
        case b"uuid":
            yield from _uuid(body)
        case b"TAGS":
            yield from _tags(body)
        case b"GPMF":
            yield from gpmf.read(box.body)
        case b"chpl":
            yield from _chapters(body[9:])
        case _:
            yield from exif.read(body[4:] if body[:4] == bytes(4) else body)


def within(body: memoryview, name: str) -> Iterator[Finding]:
    """Yield what Exif in a maker's own box holds, and which maker's it is."""
    raw = bytes(body[:NEAR])
    at = raw.find(b"Exif\0\0")
    if at >= 0:
        if name == "thmb":
            yield Finding(Kind.THUMBNAIL, "udta", name, len(body))
        yield from exif.read(raw[at:], f"udta {name}")
    elif raw[4:].startswith((b"\xff\xd8\xff", b"\0\0\xff\xd8\xff")) or raw[:3] == b"\xff\xd8\xff":
        yield Finding(Kind.THUMBNAIL, "udta", name, len(body))


def xml(body: bytes) -> Iterator[Finding]:
    """Read the XML that camcorders write beside a film; XMP where it is that."""
    if b"<x:xmpmeta" in body[:4096] or b"<rdf:RDF" in body[:4096]:
        yield from xmp.read(body)
        return
    text = decode(body, PARSED)
    yield Finding(Kind.BLOCK, "xml", "XML", len(body))
    for device in DEVICE.findall(text)[:4]:
        for name, value in ATTRIBUTE.findall(device):
            yield Finding(SONY[name], "xml", name, clip(value))
    for value in CREATED.findall(text)[:4]:
        yield from moment("CreationDate", value, "xml")
    yield from _sony_place({name + ref: value for name, ref, value in ITEM.findall(text)[:8]})


def _sony_place(items: dict[str, str]) -> Iterator[Finding]:
    angles = []
    for name in ("Latitude", "Longitude"):
        numbers = [float(n) for n in re.findall(r"\d{1,9}(?:\.\d{1,9})?", items.get(name, ""))[:3]]
        if len(numbers) != 3:
            return
        angle = numbers[0] + numbers[1] / 60 + numbers[2] / 3600
        angles.append(-angle if items.get(name + "Ref", "") in {"S", "W"} else angle)
    yield from places.point(angles[0], angles[1], None, "xml", "ExifGPS")


def _uuid(body: bytes) -> Iterator[Finding]:
    kind, rest = body[:16], body[16:]
    if kind == XMP:
        yield from xmp.read(rest)
    elif kind == C2PA:
        purpose = rest[4:].partition(b"\0")[0]
        yield from c2pa.read(rest[4 + len(purpose) + 1 + 8 :])  # past the offset of a Merkle tree
    elif kind == SPHERICAL:
        yield from xmp.read(rest)
    elif findings := tuple(within(memoryview(rest), "uuid")):
        yield from findings
    elif b"<?xml" in rest[:200]:
        yield from xml(rest)
    else:
        yield Finding(Kind.UNKNOWN, "uuid", kind.hex(), len(rest))


def _tags(body: bytes) -> Iterator[Finding]:
    """Read the notes of older cameras, which begin with the maker's name."""
    make = decode(body[:MAKER])
    if make:
        yield Finding(Kind.MAKE, "udta", "Make", clip(make))
    yield Finding(
        Kind.MAKER_NOTE, "udta", "MakerNote", clip(make).partition(" ")[0].title() or None
    )


def _chapters(body: bytes) -> Iterator[Finding]:
    """Read Nero's list: a time of eight bytes, a length, a name."""
    at = 0
    for _ in range(CHAPTERS):
        size = int.from_bytes(body[at + 8 : at + 9], "big")
        if text := clip(decode(body[at + 9 : at + 9 + size])):
            yield Finding(Kind.TEXT, "udta", "chapter", text)
        at += 9 + size
        if at >= len(body):
            return
