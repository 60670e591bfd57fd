"""What the properties of an XMP packet tell.

Spec: IPTC Photo Metadata 2025.1; MWG regions; Google's dynamic depth and motion photo formats.
"""

import re
from collections.abc import Callable, Iterator
from itertools import islice

from bot.engine.blocks import ai
from bot.engine.blocks.xmp import gps, names
from bot.engine.blocks.xmp.tree import Node
from bot.engine.model import Embedded, Finding, Kind, clip

MAX_FINDINGS = 1000  # a packet of 50,000 properties
PEOPLE = frozenset({"people", "persons", "person", "orang", "personen", "personas", "personnes"})
SILENT = frozenset({"HasExtendedXMP", "NativeDigest"})  # sums over the rest of the packet
STEPS = ("action", "softwareAgent", "when", "parameters")  # of a history entry
REGION = frozenset({"Type", "Name", "PersonDisplayName", "Area", "Rectangle"})  # of a face
LINKS = ("filePath", "originalDocumentID", "documentID", "instanceID")  # to another file

_MOMENT = re.compile(
    r"(\d{4})[-:](\d\d)[-:](\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(?:\.\d{1,9})?(Z|[+-]\d\d:?\d\d)?)?$"
)
CONFESSIONS = {Kind.SOFTWARE: ai.generator, Kind.OWNER: ai.confession}
TURNS = {Kind.ORIENTATION: (*"12345678",)}  # numbers, whatever else is text
_UNSET = frozenset(" 0:.-/TZ")  # all that a clock, or a number, that was never set leaves
_CATEGORY = re.compile(r"Assigned=\"1\"[^<>]{0,80}>([^<>]{1,200})<")


def tell(tree: Node, where: str) -> Iterator[Finding]:
    """Yield what a packet tells: places first, moments last and in the order of names.DATES."""
    findings: dict[object, Finding] = {}
    number = 0
    for number, finding in enumerate(islice(_all(tree, where), MAX_FINDINGS)):
        key: object = finding
        if finding.kind is Kind.FACE_REGION:
            key = number  # two nameless faces are two
        elif finding.kind in {Kind.EMBEDDED, Kind.GAIN_MAP}:
            key = finding.kind, finding.value
        findings.setdefault(key, finding)
    yield from sorted(findings.values(), key=_rank)
    if number == MAX_FINDINGS - 1:
        yield Finding(Kind.UNKNOWN, where, "XMP", sum(node.size for node in tree.walk()))


def _rank(finding: Finding) -> int:
    if finding.kind is not Kind.DATETIME:
        return -1
    return names.DATES.index(finding.label) if finding.label in names.DATES else len(names.DATES)


def _all(tree: Node, where: str) -> Iterator[Finding]:
    yield from gps.read(tree, where)
    if settings := sum(node.name.space == names.CRS for node in tree.walk()):
        yield Finding(Kind.HISTORY, where, "camera raw settings", settings)
    yield from _children(tree, where, strange=True)


def _children(node: Node, where: str, strange: bool) -> Iterator[Finding]:
    for part in node.parts:
        reader = STRUCTURES.get((part.name.space, part.name.local))
        if reader:
            yield from reader(part, where)
        elif part.name.local.lower() not in gps.NAMES:
            yield from _property(part, where, strange)


def _property(node: Node, where: str, strange: bool) -> Iterator[Finding]:
    """Yield what a property holds, by its namespace; an unknown one is reported as a whole."""
    what = names.kind(node.name.space, node.name.local)
    if node.is_item:
        pass
    elif what is None:
        if strange:
            name = ":".join(filter(None, (node.name.prefix, node.name.local)))
            yield Finding(Kind.UNKNOWN, where, clip(name), sum(part.size for part in node.walk()))
        strange = False
    elif not _is_noise(node):
        yield from _typed(node, what, where)
    yield from _children(node, where, strange)


def _is_noise(node: Node) -> bool:
    """Return what is counted elsewhere, or says nothing."""
    counted = node.name.space == names.CRS and node.name.local != "RawFileName"
    return counted or node.name.local in SILENT


def _typed(node: Node, what: Kind, where: str) -> Iterator[Finding]:
    label = node.name.local
    if what is Kind.EMBEDDED:
        yield Finding(what, where, label, names.EMBEDDED[names.SPACES[node.name.space].prefix])
    elif what is Kind.GAIN_MAP:
        yield Finding(what, where, names.SPACES[node.name.space].prefix)
    elif what is Kind.THUMBNAIL:
        yield Finding(what, where, label, node.size * 3 // 4)  # base64
    elif what is Kind.MAKER_NOTE:
        yield Finding(what, where, label, names.SPACES[node.name.space].prefix)
    else:
        for text in node.values():
            yield from _words(what, label, clip(text), where)


def _words(what: Kind, label: str, text: str, where: str) -> Iterator[Finding]:
    if what is Kind.DATETIME:
        yield from moment(label, text, where)
    elif what is Kind.TEXT:
        yield from tuple(ai.read_text(label, text, where)) or (Finding(what, where, label, text),)
    elif what not in {Kind.SERIAL, Kind.UNIQUE_ID} or not _UNSET.issuperset(text):
        yield Finding(what, where, label, int(text) if text in TURNS.get(what, ()) else text)
    if (says_ai := CONFESSIONS.get(what)) and says_ai(text):
        yield Finding(Kind.AI_ORIGIN, where, label, text)


def moment(label: str, text: str, where: str) -> Iterator[Finding]:
    """Yield when, as far as it is known: a day alone, or day and time with their offset."""
    match = _MOMENT.match(text)
    if not match:
        if not _UNSET.issuperset(text):
            yield Finding(Kind.TEXT, where, label, text)
        return
    year, month, day, clock, seconds, offset = match.groups()
    if year != "0000":
        value = f"{year}-{month}-{day}"
        if clock:
            value += f"T{clock}{seconds or ':00'}{offset or ''}"
        yield Finding(Kind.DATETIME, where, label, value)


def _source(node: Node, where: str) -> Iterator[Finding]:
    for text in node.values():
        yield ai.source(text, where)


def _history(node: Node, where: str) -> Iterator[Finding]:
    """Yield each step: what was done, with what, when."""
    for step in node.parts:
        fields = [step.field(name) for name in STEPS]
        yield Finding(Kind.HISTORY, where, node.name.local, clip(", ".join(filter(None, fields))))


def _link(node: Node, where: str) -> Iterator[Finding]:
    """Yield which files this one was made from; a single one need not be in an array."""
    items = [part for part in node.parts if part.is_item] or [node]
    for item in items:
        source = next(filter(None, map(item.field, LINKS)), "")
        yield Finding(Kind.HISTORY, where, node.name.local, clip(source))


def _count(node: Node, where: str) -> Iterator[Finding]:
    yield Finding(Kind.HISTORY, where, node.name.local, len(node.parts))


def _regions(node: Node, where: str) -> Iterator[Finding]:
    """Yield each marked face and its name; a region of another type keeps its words."""
    for region in node.parts:
        shape = region.field("Type")
        name = clip(region.field("Name") or region.field("PersonDisplayName"))
        if shape in {"Face", ""}:
            yield Finding(Kind.FACE_REGION, where, node.name.local, name or None)
            if name:
                yield Finding(Kind.PERSON, where, node.name.local, name)
        elif name:
            yield Finding(Kind.TEXT, where, node.name.local, name)
        more = [part for part in region.parts if part.name.local not in REGION]
        yield from _children(Node(region.name, parts=more), where, strange=False)


def _iptc_regions(node: Node, where: str) -> Iterator[Finding]:
    for region in node.parts:
        if any(text.endswith("/human") for part in region.walk() for text in part.values()):
            name = region.field("PersonInImage") or region.field("Name")
            yield Finding(Kind.FACE_REGION, where, node.name.local, clip(name) or None)
    yield from _children(node, where, strange=False)


def _keywords(node: Node, where: str) -> Iterator[Finding]:
    """Yield keywords that are paths; below "People" they are names."""
    for text in node.values():
        path = [clip(word) for word in re.split(r"[|/]", text)]
        is_person = len(path) > 1 and path[0].lower() in PEOPLE
        what = Kind.PERSON if is_person else Kind.TEXT
        yield Finding(what, where, node.name.local, path[-1] if is_person else clip(text))


def _categories(node: Node, where: str) -> Iterator[Finding]:
    """Yield ACDSee's categories: XML written as the text of one property."""
    people = node.text.find(">People<")
    for match in _CATEGORY.finditer(node.text):
        what = Kind.PERSON if 0 <= people < match.start() else Kind.TEXT
        yield Finding(what, where, node.name.local, clip(match[1]))


def _motion(node: Node, where: str) -> Iterator[Finding]:
    if node.value().strip() == "1":
        yield Finding(Kind.EMBEDDED, where, node.name.local, Embedded.MOTION_VIDEO)


def _container(node: Node, where: str) -> Iterator[Finding]:
    """Yield which files lie behind this one, by the container's own list."""
    for item in node.parts:
        semantic = item.field("Semantic")
        what = names.SEMANTICS.get(semantic.lower(), Embedded.SECOND_PICTURE)
        if what == "gain-map":
            yield Finding(Kind.GAIN_MAP, where, semantic)
        elif what:
            yield Finding(Kind.EMBEDDED, where, clip(semantic) or node.name.local, what)


# Properties that are more than a word.
STRUCTURES: dict[tuple[str, str], Callable[[Node, str], Iterator[Finding]]] = {
    (names.IPTC_EXT, "DigitalSourceType"): _source,
    (names.IPTC_EXT, "DigitalSourcefileType"): _source,
    (names.IPTC_EXT, "ImageRegion"): _iptc_regions,
    (names.XMP_MM, "History"): _history,
    (names.XMP_MM, "DerivedFrom"): _link,
    (names.XMP_MM, "ManagedFrom"): _link,
    (names.XMP_MM, "RenditionOf"): _link,
    (names.XMP_MM, "Ingredients"): _link,
    (names.PHOTOSHOP, "DocumentAncestors"): _count,
    ("http://www.metadataworkinggroup.com/schemas/regions", "RegionList"): _regions,
    ("http://ns.acdsee.com/regions", "RegionList"): _regions,
    ("http://ns.microsoft.com/photo/1.2/t/RegionInfo", "Regions"): _regions,
    ("http://ns.adobe.com/lightroom/1.0", "hierarchicalSubject"): _keywords,
    ("http://www.digikam.org/ns/1.0", "TagsList"): _keywords,
    ("http://ns.microsoft.com/photo/1.0", "LastKeywordXMP"): _keywords,
    ("http://ns.microsoft.com/photo/1.0", "LastKeywordIPTC"): _keywords,
    ("http://ns.iview-multimedia.com/mediapro/1.0", "CatalogSets"): _keywords,
    ("http://ns.microsoft.com/expressionmedia/1.0", "CatalogSets"): _keywords,
    ("http://ns.acdsee.com/iptc/1.0", "categories"): _categories,
    (names.CAMERA, "MicroVideo"): _motion,
    (names.CAMERA, "MotionPhoto"): _motion,
    (names.CONTAINER, "Directory"): _container,
    ("http://ns.google.com/photos/dd/1.0/container", "Directory"): _container,
}
