"""An XMP packet that is written here: descriptions of numbers, and nothing beside them.

Spec: XMP part 1 §7.4 (RDF), part 3 §1.1.3 (JPEG).
"""

import math
import re
from collections.abc import Iterable

_HEAD = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
)
_TAIL = "</rdf:RDF></x:xmpmeta>"
_NUMBER = re.compile(r"\s*([+-]?\d{1,20}(?:\.\d{0,40})?(?:[eE][+-]?\d{1,2})?)\s*", re.ASCII)


def packet(descriptions: Iterable[str]) -> bytes:
    """Return a packet of descriptions, which hold their own namespaces."""
    return (_HEAD + "".join(descriptions) + _TAIL).encode("ascii")


def number(text: str, least: float, most: float) -> float | None:
    """Return a number within bounds, None where the text is no such number."""
    found = _NUMBER.fullmatch(text)
    value = float(found[1]) if found else math.nan
    return value + 0.0 if least <= value <= most else None  # "-0" is 0


def text(value: float) -> str:
    """Write a number as exactly as decoders calculate, and no longer."""
    return f"{value:.9g}"
