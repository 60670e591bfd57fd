"""What the assertions of a content credential tell, each by its label.

Spec: C2PA 2.1 §10 (claims), §14.2 (COSE), §18 (standard assertions); CAWG identity 1.0.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from bot.engine.blocks import ai
from bot.engine.blocks.c2pa import cbor
from bot.engine.blocks.xmp import facts as xmp_facts
from bot.engine.blocks.xmp.names import PREFIXES, RDF
from bot.engine.blocks.xmp.tree import Name, Node
from bot.engine.errors import Damaged
from bot.engine.model import Finding, Kind, clip

MAX_NODES = 20_000  # of one assertion: arrays of empty arrays
MAX_DEPTH = 20  # objects in objects

PERSONAL = ("stds.schema-org.", "cawg.", "cai.", "adobe.")  # assertions where a name is a person's
FIELDS = {  # of assertions in plain JSON or CBOR
    "title": Kind.TEXT,
    "description": Kind.TEXT,
    "name": Kind.TEXT,
    "identifier": Kind.TEXT,
    "location": Kind.PLACE,
    "copyright": Kind.OWNER,
    "username": Kind.OWNER,
    "instanceID": Kind.UNIQUE_ID,
    "documentID": Kind.UNIQUE_ID,
}

_IDENTITY = re.compile(rb"\"(?:name|username|uri)\"\s{0,9}:\s{0,9}\"([^\"\\]{1,200})\"")
_VALIDITY = re.compile(rb"(?:\x17\x0d\d{12}Z|\x18\x0f\d{14}Z){2}")  # X.509: before the subject
_SUBJECT = re.compile(rb"\x06\x03\x55\x04([\x03\x0a])[\x0c\x13\x14\x16]([\x01-\x7f])")  # CN, O


def parse(kind: bytes, data: memoryview) -> cbor.Value:
    """Return what a box holds, None where that cannot be read."""
    try:
        return PARSERS[kind](bytes(data)) if kind in PARSERS else None
    except (Damaged, ValueError, RecursionError):
        return None


def read(label: str, value: cbor.Value, where: str) -> Iterator[Finding]:
    """Yield what one assertion, claim or signature tells; nothing if it is strange to us."""
    reader = next((reader for start, reader in READERS if label.startswith(start)), None)
    return reader(value, where) if reader else _assertion(value, label, where)


def agent(claim: cbor.Value) -> str:
    """Return the tool that made a claim; it is described in three ways."""
    if not isinstance(claim, dict):
        return ""
    info = claim.get("claim_generator_info")
    if isinstance(info, list):
        info = info[0] if info else None
    return _tool(info) or _tool(claim.get("claim_generator"))


def _tool(value: cbor.Value) -> str:
    """Return a tool's name and version, which are one text or two fields."""
    if isinstance(value, dict):
        return " ".join(str(value[key]) for key in ("name", "version") if value.get(key))
    return value if isinstance(value, str) else ""


def _json(data: bytes) -> cbor.Value:
    from json import loads  # few files need it

    value: cbor.Value = loads(data.decode("utf-8", "replace"))
    return value


def _claim(value: cbor.Value, where: str) -> Iterator[Finding]:
    tool = clip(agent(value))
    if tool:
        yield Finding(Kind.HISTORY, where, "claim_generator", tool)
    if ai.generator(tool):
        yield Finding(Kind.AI_ORIGIN, where, "claim_generator", tool)
    if isinstance(value, dict):
        for key, kind in (("dc:title", Kind.TEXT), ("instanceID", Kind.UNIQUE_ID)):
            if value.get(key):
                yield Finding(kind, where, key, clip(str(value[key])))


def _actions(value: cbor.Value, where: str) -> Iterator[Finding]:
    """Yield each action: what was done, with what, when."""
    actions = value.get("actions") if isinstance(value, dict) else None
    for action in actions if isinstance(actions, list) else ():
        if not isinstance(action, dict):
            continue
        tool = _tool(action.get("softwareAgent"))
        fields = (action.get("action"), tool, action.get("when"), action.get("description"))
        yield Finding(Kind.HISTORY, where, "action", _joined(*fields))
        if source := action.get("digitalSourceType"):
            yield ai.source(str(source), where)
        if ai.generator(tool):
            yield Finding(Kind.AI_ORIGIN, where, "softwareAgent", clip(tool))


def _signature(value: cbor.Value, where: str) -> Iterator[Finding]:
    """Yield whose certificate signed: its common name and organisation."""
    headers = value[:2] if isinstance(value, list) else []
    if headers and isinstance(headers[0], bytes):  # COSE §3: the protected one is packed again
        headers[0] = parse(b"cbor", memoryview(headers[0]))
    for header in headers:
        chain = (header.get("33") or header.get("x5chain")) if isinstance(header, dict) else None
        first = chain[0] if isinstance(chain, list) and chain else chain
        if isinstance(first, bytes):
            yield Finding(Kind.TEXT, where, "signer", clip(", ".join(_subject(first))))


def _identity(value: cbor.Value, where: str) -> Iterator[Finding]:
    """Yield whom an identity assertion names: in a signed JSON, or in a certificate."""
    signed = value.get("signature") if isinstance(value, dict) else None
    if not isinstance(signed, bytes):
        return
    names = [name.decode("utf-8", "replace") for name in _IDENTITY.findall(signed)]
    for name in names or _subject(signed):
        yield Finding(Kind.OWNER, where, "identity", clip(name))


def _subject(certificate: bytes) -> tuple[str, ...]:
    """Return common name and organisation: the first ones behind the dates of validity."""
    dates = _VALIDITY.search(certificate)
    names: dict[bytes, str] = {}
    for match in _SUBJECT.finditer(certificate, dates.end()) if dates else ():
        raw = certificate[match.end() : match.end() + match[2][0]]
        names.setdefault(match[1], raw.decode("utf-8", "replace"))
    return tuple(names[key] for key in sorted(names))


def _ingredient(value: cbor.Value, where: str) -> Iterator[Finding]:
    if isinstance(value, dict):
        fields = (value.get("relationship"), value.get("dc:title"), value.get("title"))
        yield Finding(Kind.HISTORY, where, "ingredient", _joined(*fields))
        yield from _assertion(value, "", where)


def _soft_binding(value: cbor.Value, where: str) -> Iterator[Finding]:
    """Yield the number that a watermark or a fingerprint ties the picture to."""
    for node in _tree(value).walk():
        if node.name.local == "value" and node.text:
            yield Finding(Kind.UNIQUE_ID, where, "soft-binding", clip(node.text))


def _assertion(value: cbor.Value, label: str, where: str) -> Iterator[Finding]:
    """Yield what any assertion tells: XMP's properties by their names, others by FIELDS."""
    tree = _tree(value)
    for finding in xmp_facts.tell(tree, where):
        if finding.kind is not Kind.UNKNOWN:
            yield finding
    for node in tree.walk():
        name = node.name.local
        kind = Kind.OWNER if label.startswith(PERSONAL) and name == "name" else FIELDS.get(name)
        if node.name.space == "" and kind and not node.text.startswith("self#"):
            for text in node.values():
                yield Finding(kind, where, name, clip(text))


def _joined(*fields: cbor.Value) -> str:
    return clip(", ".join(str(word) for word in fields if word))


def _tree(value: cbor.Value) -> Node:
    """Return an assertion as the tree that XMP would be: JSON-LD uses the same names."""
    context = value.get("@context") if isinstance(value, dict) else None
    spaces = {**PREFIXES, **(context if isinstance(context, dict) else {})}
    root = Node(Name("", ""))
    waiting: list[tuple[Node, cbor.Value, int]] = [(root, value, 0)]
    for _ in range(MAX_NODES):
        if not waiting:
            break
        node, item, depth = waiting.pop()
        if isinstance(item, (dict, list)) and depth < MAX_DEPTH:
            parts = [(Node(name), part) for name, part in _named(item, spaces)]
            node.parts = [part for part, _ in parts]
            waiting += ((part, below, depth + 1) for part, below in reversed(parts))
        elif isinstance(item, (str, int, float)):
            node.text = clip(str(item))
            node.size = len(node.text)
    return root


def _named(
    value: dict[str, cbor.Value] | list[cbor.Value], spaces: Mapping[str, cbor.Value]
) -> Iterator[tuple[Name, cbor.Value]]:
    if isinstance(value, list):
        yield from ((Name(RDF, "li"), item) for item in value)
        return
    for key, item in value.items():
        prefix, _, local = key.partition(":")
        if local:
            yield Name(str(spaces.get(prefix, prefix)).rstrip("/#"), local, prefix), item
        elif not key.startswith("@"):
            yield Name("", key), item


PARSERS: dict[bytes, Callable[[bytes], cbor.Value]] = {b"cbor": cbor.loads, b"json": _json}
READERS: tuple[tuple[str, Callable[[cbor.Value, str], Iterator[Finding]]], ...] = (
    ("c2pa.claim", _claim),
    ("c2pa.signature", _signature),
    ("c2pa.actions", _actions),
    ("c2pa.ingredient", _ingredient),
    ("c2pa.soft-binding", _soft_binding),
    ("cawg.identity", _identity),
)
