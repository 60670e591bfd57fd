"""The numbers of an HDR gain map in XMP: Adobe's (also Android's Ultra HDR) and Apple's.

They are taken from a packet and written anew: no text of a file passes.

Spec: XMP part 1 §7.4 (RDF), part 3 §1.1.3 (JPEG); Adobe Gain Map 1.0, "XMP metadata"; Android
Ultra HDR 1.1, "HDR gain map metadata"; Apple, "Applying Apple HDR effect to your photos" (2023):
version 1 takes the headroom from two numbers of the maker note, version 2 states it beside the
gain map.
"""

import math
import re
from collections.abc import Iterable

from bot.engine.blocks import exif
from bot.engine.blocks.gain_map import BRIGHTEST
from bot.engine.blocks.xmp.tree import Node

_PACKET_START = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
)
_PACKET_END = "</rdf:RDF></x:xmpmeta>"
_NUMBER = re.compile(r"\s*([+-]?\d{1,20}(?:\.\d{0,40})?(?:[eE][+-]?\d{1,2})?)\s*", re.ASCII)
ADOBE_NAMESPACE = "http://ns.adobe.com/hdr-gain-map/1.0"
ADOBE_MARKER = ADOBE_NAMESPACE.encode()
ADOBE_DECLARATION = f'xmlns:hdrgm="{ADOBE_NAMESPACE}/" hdrgm:Version="1.0"'
ADOBE_MINIMUMS = {"Gamma": 1e-6, "HDRCapacityMin": 0.0, "HDRCapacityMax": 0.0}
PER_CHANNEL = ("GainMapMin", "GainMapMax", "Gamma", "OffsetSDR", "OffsetHDR")  # one value or three
ADOBE_NUMBERS = (*PER_CHANNEL, "HDRCapacityMin", "HDRCapacityMax")
BASE_IS_HDR = "BaseRenditionIsHDR"

Values = tuple[float, ...]
APPLE_NAMESPACE = "http://ns.apple.com/HDRGainMap/1.0"
APPLE_PIXELS = "http://ns.apple.com/pixeldatainfo/1.0"
APPLE_MARKER = APPLE_NAMESPACE.encode()
APPLE_AUXILIARY = "urn:com:apple:photo:2020:aux:hdrgainmap"
VERSION_1, VERSION_2 = 0x10000, 0x20000  # versions: major, minor
MAX_HEADROOM = 64.0  # times brighter than white; phones reach 8
APPLE_FORMATS = {  # of the gain map's pixels, as four letters in a number
    str(int.from_bytes(name, "big"))
    for name in (b"L008", b"L010", b"420f", b"420v", b"422f", b"444f", b"BGRA")
}
APPLE_NOTE_LABELS = ("HDRHeadroom", "HDRGain")  # labels of the two numbers in a maker note


def packet(descriptions: Iterable[str]) -> bytes:
    """Return a packet of descriptions, which hold their own namespaces."""
    return (_PACKET_START + "".join(descriptions) + _PACKET_END).encode("ascii")


def parse_number(text: str, least: float, most: float) -> float | None:
    """Return a number within bounds, None where the text is no such number."""
    match = _NUMBER.fullmatch(text)
    value = float(match[1]) if match else math.nan
    return value + 0.0 if least <= value <= most else None  # "-0" is 0


def format_number(value: float) -> str:
    """Write a number as exactly as decoders calculate, and no longer."""
    return f"{value:.9g}"


def declares_adobe(tree: Node) -> bool:
    """Return whether a packet says that the file has a gain map."""
    return any(node.name.space == ADOBE_NAMESPACE for node in tree.walk())


def adobe_description(tree: Node) -> str | None:
    """Return the numbers of a packet as a description, None where it holds none, or strange ones.

    A number left out has a default that every decoder knows, and is left out again.
    """
    nodes = {node.name.local: node for node in tree.walk() if node.name.space == ADOBE_NAMESPACE}
    if "Version" not in nodes or not any(name in nodes for name in ADOBE_NUMBERS):
        return None
    numbers: dict[str, Values] = {}
    for name in ADOBE_NUMBERS:
        if name in nodes:
            values = _adobe_values(name, nodes[name])
            if not values:
                return None
            numbers[name] = values
    base = nodes[BASE_IS_HDR].value().strip() == "True" if BASE_IS_HDR in nodes else None
    return _adobe_element(numbers, base)


def _adobe_values(name: str, node: Node) -> Values:
    """Return one number or three; () where they are none, or more."""
    least = ADOBE_MINIMUMS.get(name, -BRIGHTEST)
    values = [parse_number(value, least, BRIGHTEST) for value in node.values()]
    valid = tuple(value for value in values if value is not None)
    if len(valid) != len(values) or len(valid) not in ((1, 3) if name in PER_CHANNEL else (1,)):
        return ()
    return valid[:1] if len(set(valid)) == 1 else valid  # more decoders read one than three


def _adobe_element(numbers: dict[str, Values], base: bool | None) -> str:
    flag = "" if base is None else f' hdrgm:{BASE_IS_HDR}="{base}"'
    ones = "".join(
        f' hdrgm:{name}="{format_number(values[0])}"'
        for name, values in numbers.items()
        if len(values) == 1
    )
    threes = "".join(
        _adobe_sequence(name, values) for name, values in numbers.items() if len(values) > 1
    )
    start = f"<rdf:Description {ADOBE_DECLARATION}{flag}{ones}"
    return f"{start}>{threes}</rdf:Description>" if threes else f"{start}/>"


def _adobe_sequence(name: str, values: Iterable[float]) -> str:
    items = "".join(f"<rdf:li>{format_number(value)}</rdf:li>" for value in values)
    return f"<hdrgm:{name}><rdf:Seq>{items}</rdf:Seq></hdrgm:{name}>"


def apple_description(tree: Node, headroom: float | None = None) -> str | None:
    """Return what a packet says of a gain map as a description, None where it says nothing.

    `headroom` is what the maker note comes to; a packet's own number goes before it.
    """
    values = {(node.name.space, node.name.local): node.value().strip() for node in tree.walk()}
    version = values.get((APPLE_NAMESPACE, "HDRGainMapVersion"), "")
    if parse_number(version, VERSION_1, VERSION_2 + 0xFFFF) is None:
        return None
    declared = (
        parse_number(values.get((APPLE_NAMESPACE, "HDRGainMapHeadroom"), ""), 0.0, MAX_HEADROOM)
        or headroom
    )
    formats = "".join(
        f' apdi:{name}="{value}"'
        for name in ("StoredFormat", "NativeFormat")
        if (value := values.get((APPLE_PIXELS, name))) in APPLE_FORMATS
    )
    return (
        f'<rdf:Description xmlns:apdi="{APPLE_PIXELS}/" xmlns:HDRGainMap="{APPLE_NAMESPACE}/"'
        f' apdi:AuxiliaryImageType="{APPLE_AUXILIARY}"{formats}'
        f' HDRGainMap:HDRGainMapVersion="{VERSION_2 if declared else VERSION_1}"'
        + (f' HDRGainMap:HDRGainMapHeadroom="{format_number(declared)}"/>' if declared else "/>")
    )


def apple_note_headroom(block: memoryview | bytes) -> float | None:
    """Return what the numbers of the maker note in an Exif block come to, None without them."""
    values = {finding.label: finding.value for finding in exif.read(block)}
    bright, gain = map(values.get, APPLE_NOTE_LABELS)
    if isinstance(bright, float) and isinstance(gain, float):
        return apple_headroom(bright, gain)
    return None


def apple_headroom(bright: float, gain: float) -> float:
    """Return how many times brighter than white a picture gets, from the maker note's numbers."""
    if bright < 1:
        stops = 1.8 - 20 * gain if gain <= 0.01 else 1.601 - 0.101 * gain
    else:
        stops = 3.0 - 70 * gain if gain <= 0.01 else 2.303 - 0.303 * gain
    return float(2 ** min(max(stops, 0.0), 6.0))
