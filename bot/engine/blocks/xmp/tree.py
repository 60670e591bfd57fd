"""An XMP packet as a tree of properties: read strictly, or, where it is broken, leniently.

Spec: XMP part 1 §7 (RDF/XML); XML 1.0; Namespaces in XML 1.0.

No entity is ever expanded: a document type is refused, and then nothing is declared.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat

from bot.engine.blocks.xmp.names import META, PREFIXES, RDF, XML

MAX_NODES = 50_000  # a packet of a million empty elements
MAX_DEPTH = 100  # elements nested without end
MAX_EQUALS = 200_000  # one element with a million attributes: expat holds them all at once
TEXT_KEPT = 10_000  # characters of one value; the rest (a picture in base64) is only counted
LENIENT_LIMIT = 4 * 1024 * 1024  # characters: 50 MB of "<"
HEAD = 64 * 1024  # characters before the first element

_ROOT = re.compile(r"<(?:[\w.-]{1,40}:)?(?:xmpmeta|xapmeta|RDF)[\s>]")
_TAG = re.compile(r"<(/?)([^\W\d][\w.-]{0,80})(?::([\w.-]{1,80}))?([^<]*)")
_ATTRIBUTE = re.compile(
    r"(?<![\w.-])([^\W\d][\w.-]{0,80}):([\w.-]{1,80})\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)')"
)
_TAG_END = re.compile(r"(?:[^>\"']|\"[^\"]*\"|'[^']*')*+>")
_XMLNS = re.compile(r"xmlns:([\w.-]{1,80})\s{0,9}=\s{0,9}[\"']([^\"'<>]{1,200})[\"']")
_ENTITY = re.compile(r"&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|amp|quot|apos));")
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


class Name(NamedTuple):
    """What a property is called: its namespace, its name there, and the file's prefix.

    The namespace is without a last "/" or "#", which writers add and forget.
    """

    space: str
    local: str
    prefix: str = ""


@dataclass(slots=True)
class Node:
    """A property, a structure's field or an array's item; RDF's own elements are left out."""

    name: Name
    text: str = ""
    size: int = 0  # characters of text, kept or not
    parts: list["Node"] = field(default_factory=list)

    @property
    def is_item(self) -> bool:
        """Return whether this is an item of a Bag, Seq or Alt."""
        return self.name.space == RDF

    def walk(self) -> Iterator["Node"]:
        """Yield this node and all below it, in the order of the file."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(node.parts)

    def values(self) -> Iterator[str]:
        """Yield the property's own text, or that of its items."""
        for node in (self, *(part for part in self.parts if part.is_item)):
            if node.text.strip():
                yield node.text

    def value(self) -> str:
        """Return the first text, "" where there is none."""
        return next(self.values(), "")

    def field(self, local: str) -> str:
        """Return the text of the first field or item below with that name."""
        return next((n.value() for n in self.walk() if n.name.local == local and n.value()), "")


def parse(text: str) -> Node:
    """Return the tree of a packet: of two readings, the one that understood more."""
    start = _ROOT.search(text[:HEAD])
    body = text[start.start() :] if start else text[text.find("<") :]
    if body.count("=") > MAX_EQUALS:
        return _lenient(text)
    builder = _Builder()
    try:
        _strict(body, builder)
    except expat.ExpatError:
        lenient = _lenient(text)
        return max(builder.root, lenient, key=lambda tree: sum(1 for _ in tree.walk()))
    except _EnoughError:
        pass
    return builder.root


class _EnoughError(Exception):
    """The file's: a limit is reached; what is there so far counts."""


class _Builder:
    """The tree while it grows; RDF's containers stand for the property they are in."""

    def __init__(self) -> None:
        self.root = Node(Name("", ""))
        self.names = [Name("", "")]  # of the open elements
        self._open = [self.root]
        self._left = MAX_NODES

    def start(self, name: Name, attributes: Iterable[tuple[Name, str]]) -> None:
        self._count()
        here = self._open[-1] if _is_wrapper(name) else self._add(name)
        self._open.append(here)
        self.names.append(name)
        for key, value in attributes:
            self._attribute(key, value)

    def end(self) -> None:
        if len(self._open) > 1:
            self._open.pop()
            self.names.pop()

    def text(self, text: str) -> None:
        node = self._open[-1]
        if node.text or not text.isspace():
            node.size += len(text)
            node.text += text[: TEXT_KEPT - len(node.text)]

    def _attribute(self, key: Name, value: str) -> None:
        if key.space == RDF and key.local == "resource":
            self.text(value)
        elif key.local == "about" and key.space in {RDF, ""} and value:
            self._field(Name(META, "about", "x"), value)
        elif key.space not in {RDF, XML, ""}:
            self._field(key, value)

    def _field(self, name: Name, value: str) -> None:
        self._count()
        node = self._add(name)
        node.text, node.size = value[:TEXT_KEPT], len(value)

    def _add(self, name: Name) -> Node:
        """Hang a node under the open one; what nests too deep is reported, but read no deeper."""
        node = Node(name)
        self._open[min(len(self._open) - 1, MAX_DEPTH)].parts.append(node)
        return node

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise _EnoughError


def _is_wrapper(name: Name) -> bool:
    """Return RDF's and XMP's wrappers from properties; an item is none."""
    if name.space == RDF:
        return name.local != "li" and name.local[:1] != "_"
    return name.space == META


def _strict(text: str, builder: _Builder) -> None:
    parser = expat.ParserCreate(namespace_separator="\n")
    parser.namespace_prefixes = True
    parser.buffer_text = True
    names: dict[str, Name] = {}

    def name(qualified: str) -> Name:
        if qualified not in names:
            space, *rest = qualified.split("\n")  # namespace, name, prefix; or the name alone
            names[qualified] = Name(space.rstrip("/#"), *rest[:2]) if rest else Name("", space)
        return names[qualified]

    def start(tag: str, attributes: dict[str, str]) -> None:
        builder.start(name(tag), ((name(key), value) for key, value in attributes.items()))

    def refuse(*_: object) -> None:
        raise expat.ExpatError

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: builder.end()
    parser.CharacterDataHandler = builder.text
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(text.encode("utf-8", "replace"), True)


def _lenient(text: str) -> Node:
    """Read tag by tag, whatever comes: cut short, unclosed, prefixes never declared."""
    text = text[:LENIENT_LIMIT]
    spaces = PREFIXES | {m[1]: m[2].rstrip("/#") for m in _XMLNS.finditer(text)}
    builder = _Builder()
    with suppress(_EnoughError):
        first = _TAG.search(text)
        for key, value in _attributes(text[: first.start() if first else None], spaces):
            builder.start(key, ())
            builder.text(value)
            builder.end()
        for tag in _TAG.finditer(text):
            _tag(tag, builder, spaces)
    return builder.root


def _tag(tag: re.Match[str], builder: _Builder, spaces: Mapping[str, str]) -> None:
    name, rest = _name(tag[2], tag[3], spaces), tag[4]
    end = _TAG_END.match(rest)
    cut = end.end() if end else rest.find(">") + 1
    if not tag[1]:
        builder.start(name, _attributes(rest[:cut] if cut else rest, spaces))
    if (tag[1] or rest[:cut].endswith("/>")) and name in builder.names[-MAX_DEPTH:]:
        while builder.names[-1] != name:
            builder.end()
        builder.end()
    if cut:
        builder.text(_unescape(rest[cut:]))


def _attributes(text: str, spaces: Mapping[str, str]) -> Iterator[tuple[Name, str]]:
    for match in _ATTRIBUTE.finditer(text):
        if match[1] != "xmlns":
            value = match[3] if match[3] is not None else match[4]
            yield _name(match[1], match[2], spaces), _unescape(value)


def _name(prefix: str, local: str | None, spaces: Mapping[str, str]) -> Name:
    return Name(spaces.get(prefix, prefix), local, prefix) if local else Name("", prefix)


def _unescape(text: str) -> str:
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(entity: re.Match[str]) -> str:
    if entity[3]:
        return _ENTITIES[entity[3]]
    code = int(entity[1]) if entity[1] else int(entity[2], 16)
    return "" if code > sys.maxunicode or 0xD800 <= code < 0xE000 else chr(code)
