"""Adobe's gain map in XMP, which is Android's Ultra HDR as well.

Spec: Adobe Gain Map 1.0, "XMP metadata"; Android Ultra HDR 1.1, "HDR gain map metadata".
"""

from collections.abc import Iterable

from bot.engine.blocks.gainmap.iso import BRIGHTEST
from bot.engine.blocks.gainmap.packet import number, text
from bot.engine.blocks.xmp.tree import Node

SPACE = "http://ns.adobe.com/hdr-gain-map/1.0"
MARK = SPACE.encode()
DECLARES = f'xmlns:hdrgm="{SPACE}/" hdrgm:Version="1.0"'
LEAST = {"Gamma": 1e-6, "HDRCapacityMin": 0.0, "HDRCapacityMax": 0.0}
CHANNELED = ("GainMapMin", "GainMapMax", "Gamma", "OffsetSDR", "OffsetHDR")  # one value or three
NUMBERS = (*CHANNELED, "HDRCapacityMin", "HDRCapacityMax")
BASE = "BaseRenditionIsHDR"

Values = tuple[float, ...]


def declared(tree: Node) -> bool:
    """Tell whether a packet says that the file has a gain map."""
    return any(node.name.space == SPACE for node in tree.walk())


def description(tree: Node) -> str | None:
    """Return the numbers of a packet as a description, None where it holds none, or strange ones.

    A number left out has a default that every decoder knows, and is left out again.
    """
    told = {node.name.local: node for node in tree.walk() if node.name.space == SPACE}
    if "Version" not in told or not any(name in told for name in NUMBERS):
        return None
    found: dict[str, Values] = {}
    for name in NUMBERS:
        if name in told:
            values = _values(name, told[name])
            if not values:
                return None
            found[name] = values
    base = told[BASE].value().strip() == "True" if BASE in told else None
    return _written(found, base)


def _values(name: str, node: Node) -> Values:
    """Return one number or three; () where they are none, or more."""
    least = LEAST.get(name, -BRIGHTEST)
    values = [number(value, least, BRIGHTEST) for value in node.values()]
    known = tuple(value for value in values if value is not None)
    if len(known) != len(values) or len(known) not in ((1, 3) if name in CHANNELED else (1,)):
        return ()
    return known[:1] if len(set(known)) == 1 else known  # more decoders read one than three


def _written(found: dict[str, Values], base: bool | None) -> str:
    flag = "" if base is None else f' hdrgm:{BASE}="{base}"'
    ones = "".join(
        f' hdrgm:{name}="{text(values[0])}"' for name, values in found.items() if len(values) == 1
    )
    threes = "".join(_sequence(name, values) for name, values in found.items() if len(values) > 1)
    start = f"<rdf:Description {DECLARES}{flag}{ones}"
    return f"{start}>{threes}</rdf:Description>" if threes else f"{start}/>"


def _sequence(name: str, values: Iterable[float]) -> str:
    items = "".join(f"<rdf:li>{text(value)}</rdf:li>" for value in values)
    return f"<hdrgm:{name}><rdf:Seq>{items}</rdf:Seq></hdrgm:{name}>"
