"""The segments that join a picture and its gain map: parsed, written, and recognised as ours.

Spec: Android Ultra HDR 1.1, "GContainer" (XMP); CIPA DC-007 §5.2 (MPF); ISO 21496-1 annex C
(APP2); Apple's auxiliary pictures.
"""

import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.engine.blocks import gain_map, gain_map_xmp, xmp
from bot.engine.blocks.gain_map_xmp import packet
from bot.engine.blocks.xmp.tree import Node
from bot.engine.errors import Damaged
from bot.engine.formats.jpeg.markers import (
    APP1,
    APP2,
    EXIF,
    HEADER,
    ISO_GAIN_MAP,
    MPF,
    XMP,
    segment,
)
from bot.engine.model import Part

CONTAINER = "http://ns.google.com/photos/1.0/container/"
ITEM = (
    '<rdf:li rdf:parseType="Resource">'
    '<Container:Item Item:Semantic="{}" Item:Mime="image/jpeg"{}/></rdf:li>'
)

# A header, one directory of three fields, and an entry for each of two pictures.
_LISTED = struct.Struct(">4sI H HHI4s HHII HHII I IIII IIII")
VERSION, COUNT, ENTRIES = 0xB000, 0xB001, 0xB002
LONG, BYTES = 4, 7  # types of a field
SHOWN = 0x030000  # the kind of an entry: the picture that everybody shows
SIZE, LENGTH, BEHIND = 17, 21, 22  # which of the numbers are not always the same
_LENGTH = re.compile(rb' Item:Length="(\d{1,10})"')


def container(length: int) -> bytes:
    """Return the XMP segment of a picture whose gain map of `length` bytes follows."""
    spaces = f'xmlns:Container="{CONTAINER}" xmlns:Item="{CONTAINER}item/"'
    items = ITEM.format("Primary", "") + ITEM.format("GainMap", f' Item:Length="{length}"')
    listed = f"<Container:Directory><rdf:Seq>{items}</rdf:Seq></Container:Directory>"
    described = (
        f"<rdf:Description {spaces} {gain_map_xmp.ADOBE_DECLARATION}>{listed}</rdf:Description>"
    )
    return segment(APP1, XMP + packet([described]))


def mpf(at: int, size: int, length: int) -> bytes:
    """Return the MPF segment at offset `at` of a picture of `size` bytes.

    The gain map of `length` bytes follows the picture.
    """
    behind = max(size - at - HEADER - len(MPF), 0)  # offsets count from the header
    return segment(APP2, _listed(size, length, behind))


def is_container(body: memoryview) -> bool:
    """Return whether a segment's body is one that `container` wrote."""
    length = _LENGTH.search(bytes(body))
    return length is not None and container(int(length[1]))[HEADER:] == body


def is_mpf(body: memoryview) -> bool:
    """Return whether a segment's body is one that `mpf` wrote."""
    if len(body) != len(MPF) + _LISTED.size:
        return False
    values = _LISTED.unpack(body[len(MPF) :])
    return _listed(values[SIZE], values[LENGTH], values[BEHIND]) == body


def _listed(size: int, length: int, behind: int) -> bytes:
    return MPF + _LISTED.pack(
        *(b"MM\0*", 8, 3),
        *(VERSION, BYTES, 4, b"0100"),
        *(COUNT, LONG, 1, 2),
        *(ENTRIES, BYTES, 32, 50, 0),
        *(SHOWN, size, 0, 0),
        *(0, length, behind, 0),
    )


NAME = "HDR"
PACKETS = 4  # of a kind that are read of one picture; real ones have one
OURS = 4096  # bytes: what is written here is shorter
MARKS = (gain_map_xmp.ADOBE_MARKER, gain_map_xmp.APPLE_MARKER)
BASE = segment(APP2, ISO_GAIN_MAP + bytes(4))  # the picture itself has a gain map, by version 0


@dataclass(frozen=True, slots=True)
class Lists:
    """Where a picture says that a gain map follows."""

    mpf: bool
    xmp: bool
    iso: bool


def lists(parts: Sequence[Part]) -> Lists:
    """Return where the segments of a picture say that a gain map follows."""
    bodies = [part.raw[HEADER:] for part in parts if part.name in ("APP2", NAME)]
    return Lists(
        any(body[: len(MPF)] == MPF for body in bodies),
        any(map(gain_map_xmp.declares_adobe, _packets(parts))),
        any(body[: len(ISO_GAIN_MAP)] == ISO_GAIN_MAP for body in bodies),
    )


def headroom(parts: Sequence[Part]) -> float | None:
    """Return what the numbers of Apple's maker note come to."""
    blocks = (part.raw[HEADER + len(EXIF) :] for part in parts if part.name == "Exif")
    return next(filter(None, map(gain_map_xmp.apple_note_headroom, islice(blocks, PACKETS))), None)


def numbers(parts: Sequence[Part], headroom: float | None) -> tuple[bytes, ...]:
    """Return the segments that a gain map needs, its numbers written anew; () for no gain map.

    `bright` is the headroom of an Apple gain map that does not state it.
    """
    described = _described(tuple(_packets(parts)), headroom)
    described_segments = (segment(APP1, XMP + packet(described)),) if described else ()
    bodies = (part.raw[HEADER:] for part in parts if part.name in ("APP2", NAME))
    iso_numbers = next(filter(None, map(_iso, bodies)), None)
    if iso_numbers is None:
        return described_segments
    return *described_segments, segment(APP2, ISO_GAIN_MAP + iso_numbers)


def is_ours(marker: int, body: memoryview) -> bool:
    """Return whether a segment is one that would be written here: numbers, and no word beside."""
    if marker == APP2 and body[: len(MPF)] == MPF:
        return is_mpf(body)
    if marker == APP2 and body[: len(ISO_GAIN_MAP)] == ISO_GAIN_MAP:
        rest = bytes(body[len(ISO_GAIN_MAP) :][:OURS])
        return rest in (bytes(4), _iso(body))
    if marker != APP1 or len(body) > OURS or not any(mark in bytes(body) for mark in MARKS):
        return False
    xmp_packet = bytes(body[len(XMP) :])
    return xmp_packet == packet(_described([xmp.parse(xmp_packet)], None)) or is_container(body)


def _iso(body: memoryview) -> bytes | None:
    """Return the numbers of an ISO block; a picture's own block has none."""
    if body[: len(ISO_GAIN_MAP)] != ISO_GAIN_MAP:
        return None
    try:
        return gain_map.numbers(bytes(body[len(ISO_GAIN_MAP) :][:OURS]))
    except Damaged:
        return None


def _described(trees: Sequence[Node], headroom: float | None) -> list[str]:
    descriptions = (
        map(gain_map_xmp.adobe_description, trees),
        (gain_map_xmp.apple_description(tree, headroom) for tree in trees),
    )
    first = (next(filter(None, candidates), None) for candidates in descriptions)
    return [description for description in first if description]


def _packets(parts: Sequence[Part]) -> Iterator[Node]:
    """Yield the XMP packets of a picture that say something of a gain map."""
    bodies = (bytes(part.raw[HEADER:]) for part in parts if part.name in ("APP1", NAME))
    packets = (body for body in bodies if body.startswith(XMP) and any(m in body for m in MARKS))
    return (xmp.parse(body[len(XMP) :]) for body in islice(packets, PACKETS))
