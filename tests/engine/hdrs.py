"""HDR photos as phones write them: a JPEG, a gain map behind its end, and lists that join them."""

import struct
from functools import cache

import imagecodecs
import numpy
import piexif

MPF = b"MPF\0"
ISO = b"urn:iso:std:iso:ts:21496:-1\0"
XMP = b"http://ns.adobe.com/xap/1.0/\0"
PACKET = (
    '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/" '
    'x:xmptk="XMP Core 6.0.0">\n <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '\n  <rdf:Description rdf:about=""{}</rdf:Description></rdf:RDF></x:xmpmeta>'
)
HDRGM = ' xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" hdrgm:Version="1.0"{}>{}'
NUMBERS = {
    "GainMapMin": "-0.5", "GainMapMax": "1.5", "Gamma": "1.0", "OffsetSDR": "0.015625",
    "OffsetHDR": "0.015625", "HDRCapacityMin": "0", "HDRCapacityMax": "1.5",
    "BaseRenditionIsHDR": "False",
}  # fmt: skip
ITEM = (
    '<rdf:li rdf:parseType="Resource"><Container:Item Item:Semantic="{}" Item:Mime="image/jpeg" '
    'Item:Length="{}" Item:Padding="0"/></rdf:li>'
)
APPLE = (
    ' xmlns:HDRGainMap="http://ns.apple.com/HDRGainMap/1.0/" '
    'xmlns:apdi="http://ns.apple.com/pixeldatainfo/1.0/">'
    "<apdi:AuxiliaryImageType>urn:com:apple:photo:2020:aux:hdrgainmap</apdi:AuxiliaryImageType>"
    "<apdi:StoredFormat>1278226488</apdi:StoredFormat>"
    "<HDRGainMap:HDRGainMapVersion>{}</HDRGainMap:HDRGainMapVersion>{}"
)


def segment(marker: int, body: bytes) -> bytes:
    """Build a JPEG segment."""
    return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2, "big") + body


@cache
def ultra() -> bytes:
    """Return what libultrahdr writes: ISO's numbers, and MPF."""
    y, x = numpy.mgrid[0:48, 0:64]
    scene = numpy.ones((48, 64, 4), numpy.float16)
    scene[..., 0], scene[..., 1], scene[..., 2] = x / 64 * 4, y / 48 * 2, 0.3
    return bytes(imagecodecs.ultrahdr_encode(scene))


def halves() -> tuple[bytes, bytes]:
    """Return libultrahdr's two pictures, without what joins them."""
    data = ultra()
    at = data.index(b"\xff\xd9\xff\xd8") + 2
    return _without(data[:at]), _without(data[at:])


def adobe(more: str = "", **numbers: str) -> bytes:
    """Return the packet of a gain map; a number with spaces in it is three."""
    told = {**NUMBERS, **numbers}
    ones = "".join(f' hdrgm:{name}="{text}"' for name, text in told.items() if " " not in text)
    threes = "".join(
        f"<hdrgm:{name}><rdf:Seq>"
        + "".join(f"<rdf:li>{one}</rdf:li>" for one in text.split())
        + f"</rdf:Seq></hdrgm:{name}>"
        for name, text in told.items()
        if " " in text
    )
    return PACKET.format(HDRGM.format(ones, threes + more)).encode()


def apple(version: int = 65536, more: str = "") -> bytes:
    """Return the packet of an Apple gain map."""
    return PACKET.format(APPLE.format(version, more)).encode()


def container(length: int, more: str = "") -> bytes:
    """Return the packet of a picture whose gain map is so many bytes long."""
    items = ITEM.format("Primary", 0) + ITEM.format("GainMap", length)
    spaces = (
        ' xmlns:Container="http://ns.google.com/photos/1.0/container/"'
        ' xmlns:Item="http://ns.google.com/photos/1.0/container/item/"'
    )
    listed = f"<Container:Directory><rdf:Seq>{items}</rdf:Seq></Container:Directory>{more}"
    return PACKET.format(HDRGM.format(spaces, listed)).encode()


def photo(
    packet: bytes, own: bytes = b"", in_map: bytes = b"", google: bool = True, mpf: bool = True
) -> bytes:
    """Return a phone's photo: `own` and `in_map` are segments of the picture and of its map."""
    front, back = halves()
    back = back[:2] + segment(0xE1, XMP + packet) + in_map + back[2:]
    front = front[:2] + own + front[2:]
    if google:
        front = front[:2] + segment(0xE1, XMP + container(len(back))) + front[2:]
    if mpf:
        front = front[:2] + _listed(len(front) + 90, len(back)) + front[2:]
    return front + back


def _without(picture: bytes) -> bytes:
    for mark in (MPF, ISO):
        if (at := picture.find(mark) - 4) >= 0:
            size = 2 + int.from_bytes(picture[at + 2 : at + 4], "big")
            picture = picture[:at] + picture[at + size :]
    return picture


def _listed(size: int, length: int) -> bytes:
    """Build MPF in Intel's order, as Google's phones do."""
    fields = struct.pack(
        "<HHI4sHHIIHHII", 0xB000, 7, 4, b"0100", 0xB001, 4, 1, 2, 0xB002, 7, 32, 50
    )
    entries = struct.pack("<IIIIIIII", 0x20030000, size, 0, 0, 0, length, size - 10, 0)
    return segment(0xE2, MPF + b"II*\0\x08\0\0\0\3\0" + fields + bytes(4) + entries)


def note(bright: tuple[int, int], gain: tuple[int, int]) -> bytes:
    """Return an Exif block with the two numbers of Apple's maker note."""
    values = b"".join(n.to_bytes(4, "big") for n in (*bright, *gain))
    entries = b"\0\x21\0\x0a\0\0\0\1\0\0\0\x2c" + b"\0\x30\0\x0a\0\0\0\1\0\0\0\x34"
    body = b"Apple iOS\0\0\1MM\0\2" + entries + bytes(4) + values
    block: bytes = piexif.dump(
        {"0th": {piexif.ImageIFD.Make: b"Apple"}, "Exif": {piexif.ExifIFD.MakerNote: body}}
    )
    return block
