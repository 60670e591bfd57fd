"""The two lists that say where a picture's gain map lies: CIPA's MPF, and Google's in XMP.

Spec: CIPA DC-007 §5.2 (MPF); Android Ultra HDR 1.1, "GContainer".
"""

import re
import struct

from bot.engine.blocks import gain_map_xmp
from bot.engine.blocks.gain_map_xmp import packet
from bot.engine.formats.jpeg.marks import APP1, APP2, HEADER, MPF, XMP, segment

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
    """Tell whether a segment's body is one that `container` wrote."""
    told = _LENGTH.search(bytes(body))
    return told is not None and container(int(told[1]))[HEADER:] == body


def is_mpf(body: memoryview) -> bool:
    """Tell whether a segment's body is one that `mpf` wrote."""
    if len(body) != len(MPF) + _LISTED.size:
        return False
    told = _LISTED.unpack(body[len(MPF) :])
    return _listed(told[SIZE], told[LENGTH], told[BEHIND]) == body


def _listed(size: int, length: int, behind: int) -> bytes:
    return MPF + _LISTED.pack(
        *(b"MM\0*", 8, 3),
        *(VERSION, BYTES, 4, b"0100"),
        *(COUNT, LONG, 1, 2),
        *(ENTRIES, BYTES, 32, 50, 0),
        *(SHOWN, size, 0, 0),
        *(0, length, behind, 0),
    )
