"""Apple's gain map in XMP, and the headroom that older phones keep in the maker note.

Spec: Apple, "Applying Apple HDR effect to your photos" (2023): version 1 takes the headroom
from two numbers of the maker note, version 2 states it beside the gain map.
"""

from bot.engine.blocks import exif
from bot.engine.blocks.gainmap.packet import number, text
from bot.engine.blocks.xmp.tree import Node

SPACE = "http://ns.apple.com/HDRGainMap/1.0"
PIXELS = "http://ns.apple.com/pixeldatainfo/1.0"
MARK = SPACE.encode()
AUXILIARY = "urn:com:apple:photo:2020:aux:hdrgainmap"
FIRST, SECOND = 0x10000, 0x20000  # versions: major, minor
MOST = 64.0  # times brighter than white; phones reach 8
FORMATS = {  # of the gain map's pixels, as four letters in a number
    str(int.from_bytes(name, "big"))
    for name in (b"L008", b"L010", b"420f", b"420v", b"422f", b"444f", b"BGRA")
}
NOTE = ("HDRHeadroom", "HDRGain")  # labels of the two numbers in a maker note


def description(tree: Node, headroom: float | None = None) -> str | None:
    """Return what a packet says of a gain map as a description, None where it says nothing.

    `headroom` is what the maker note comes to; a packet's own number goes before it.
    """
    told = {(node.name.space, node.name.local): node.value().strip() for node in tree.walk()}
    version = told.get((SPACE, "HDRGainMapVersion"), "")
    if number(version, FIRST, SECOND + 0xFFFF) is None:
        return None
    stated = number(told.get((SPACE, "HDRGainMapHeadroom"), ""), 0.0, MOST) or headroom
    formats = "".join(
        f' apdi:{name}="{value}"'
        for name in ("StoredFormat", "NativeFormat")
        if (value := told.get((PIXELS, name))) in FORMATS
    )
    return (
        f'<rdf:Description xmlns:apdi="{PIXELS}/" xmlns:HDRGainMap="{SPACE}/"'
        f' apdi:AuxiliaryImageType="{AUXILIARY}"{formats}'
        f' HDRGainMap:HDRGainMapVersion="{SECOND if stated else FIRST}"'
        + (f' HDRGainMap:HDRGainMapHeadroom="{text(stated)}"/>' if stated else "/>")
    )


def noted(block: memoryview | bytes) -> float | None:
    """Return what the numbers of the maker note in an Exif block come to, None without them."""
    told = {finding.label: finding.value for finding in exif.read(block)}
    bright, gain = map(told.get, NOTE)
    if isinstance(bright, float) and isinstance(gain, float):
        return headroom(bright, gain)
    return None


def headroom(bright: float, gain: float) -> float:
    """Return how many times brighter than white a picture gets, from the maker note's numbers."""
    if bright < 1:
        stops = 1.8 - 20 * gain if gain <= 0.01 else 1.601 - 0.101 * gain
    else:
        stops = 3.0 - 70 * gain if gain <= 0.01 else 2.303 - 0.303 * gain
    return float(2 ** min(max(stops, 0.0), 6.0))
