"""One topic of a report in two sentences: what the file contains, and what that means."""

from collections.abc import Callable
from typing import NamedTuple

from bot.engine.model import Finding, Kind, Position
from bot.report import Clue, Item, Meaning, Report, Topic
from bot.report.meaning import is_tiny
from bot.wording.catalogue import Catalogue, mark
from bot.wording.formatting import (
    format_coordinates,
    format_date,
    format_list,
    format_location,
    format_size,
)
from bot.wording.labels import embedded_label
from bot.wording.markup import escaped, quoted
from bot.wording.video import say_about

MAX_VALUES = 2  # that are shown; the rest is counted
MAX_LENGTH = 40  # characters of a value


class TopicText(NamedTuple):
    """A fact, and its meaning: HTML both."""

    fact: str
    meaning: str


class _Topic(NamedTuple):
    """A topic to word: its item, and the report it is part of."""

    catalogue: Catalogue
    report: Report
    item: Item

    def values(self, *kinds: Kind) -> str:
        """Return the first values of some kinds as a list, and how many others there are: HTML."""
        values = [str(f.value) for f in self.item.findings if f.kind in kinds and f.value]
        values.sort(key=lambda value: not any(map(str.isalpha, value)))  # text before numbers
        shown = [quoted(value, MAX_LENGTH) for value in values[:MAX_VALUES]]
        if hidden := len(values) - len(shown):
            shown.append(self.catalogue.say("{count} more", count=hidden))
        return format_list(self.catalogue.language, shown)

    def first(self, *kinds: Kind) -> Finding | None:
        """Return the first finding of some kinds."""
        return next((f for f in self.item.findings if f.kind in kinds), None)

    def count(self, kind: Kind) -> int:
        """Return how many findings there are of a kind."""
        return sum(f.kind is kind for f in self.item.findings)

    def bytes(self, kind: Kind) -> int:
        """Return the total size of the findings of a kind."""
        sizes = (f.value for f in self.item.findings if f.kind is kind)
        return sum(size for size in sizes if isinstance(size, int))

    def size(self, kind: Kind) -> str:
        """Return the total size of the findings of a kind as text."""
        return format_size(self.catalogue.language, self.bytes(kind))


MEANINGS = {
    Meaning.HOUSE: mark("Precise enough to point at one house."),
    Meaning.STREET: mark("Precise enough to point at one street."),
    Meaning.QUARTER: mark("It points at a neighbourhood, not at a house."),
    Meaning.REGION: mark("It points at a town or a region, no closer."),
    Meaning.PLACE_NAME: mark("The name of the place travels with the photo."),
    Meaning.GPS_NOTE: mark("Without a spot, it says little."),
    Meaning.GPS_BLANKED: mark("Only an empty form is left of it."),
    Meaning.PERSON: mark("This name travels along."),
    Meaning.FACES: mark("It says where the faces are."),
    Meaning.OWNER: mark("So it is written. The photo can be traced by that name."),
    Meaning.HOST: mark("A device often bears its owner's name."),
    Meaning.WORDS: mark("These words travel with the photo."),
    Meaning.SAME_DEVICE: mark("It ties together all photos of this device."),
    Meaning.SAME_FILE: mark("It ties together copies of this photo."),
    Meaning.DEVICE: mark("People see which device you use."),
    Meaning.APP: mark("People see which app made the file."),
    Meaning.MOMENT: mark("People see when it was made."),
    Meaning.THUMBNAIL_DIFFERS: mark("It differs from the picture: what you cut away may show."),
    Meaning.THUMBNAIL_SAME: mark("It shows the same as the picture."),
    Meaning.THUMBNAIL: mark("It may still show what you cropped away."),
    Meaning.HIDDEN: mark("A viewer does not show it, but it travels along."),
    Meaning.EDITS: mark("People can see how it was edited."),
    Meaning.CREDENTIALS: mark("It tells the tool and who signed; I did not verify it."),
    Meaning.PROMPT: mark("Your words to the AI travel along."),
    Meaning.AI_DECLARED: mark("So the file says; I did not judge the picture."),
    Meaning.FILE_NAME: mark("The copy gets a name that says nothing."),
    Meaning.UNREADABLE: mark("I cannot read what it says."),
    Meaning.LITTLE: mark("By itself it says little."),
}
CLUES = {
    Clue.MOMENT: mark("a date"),
    Clue.APP: mark("an app's name"),
    Clue.DEVICE: mark("a device"),
    Clue.PLACE: mark("coordinates"),
    Clue.NUMBER: mark("a long number"),
    Clue.ID: mark("a unique number"),
    Clue.WORDS: mark("words, perhaps a name"),
}


def topic_text(catalogue: Catalogue, report: Report, item: Item) -> TopicText:
    """Return the text of one topic."""
    fact = FACTS[item.topic](_Topic(catalogue, report, item))
    return TopicText(fact, say_about(catalogue, report, MEANINGS[item.meaning]))


def _location(topic: _Topic) -> str:
    say, gps = topic.catalogue.say, topic.first(Kind.GPS_POSITION)
    if gps and isinstance(gps.value, Position):
        point = quoted(format_coordinates(topic.catalogue, gps.value))
        if not topic.report.location:
            return say("<b>Location:</b> {place}", place=point)
        near = escaped(format_location(topic.catalogue, topic.report.location))
        return say("<b>Location:</b> {near} ({place})", near=near, place=point)
    if topic.first(Kind.PLACE):
        return say("<b>Place:</b> {places}", places=topic.values(Kind.PLACE))
    if topic.first(Kind.GPS_BLANKED):
        return say("<b>Location:</b> already blanked.")
    return say("<b>GPS:</b> a note without a spot.")


def _identity(topic: _Topic) -> str:
    say = topic.catalogue.say
    if topic.first(Kind.PERSON) or topic.report.summary.people:
        names = (
            topic.values(Kind.PERSON)
            if topic.first(Kind.PERSON)
            else topic.values(Kind.FACE_REGION)
        )
        return say("<b>In the photo:</b> {names}", names=names)
    if faces := topic.count(Kind.FACE_REGION):
        return say("<b>Faces marked:</b> {count}.", count=faces)
    if topic.first(Kind.OWNER):
        return say("<b>Owner or maker:</b> {names}", names=topic.values(Kind.OWNER))
    if topic.first(Kind.HOST):
        return say("<b>Device name:</b> {names}", names=topic.values(Kind.HOST))
    return say("<b>Words:</b> {texts}", texts=topic.values(Kind.TEXT))


def _device(topic: _Topic) -> str:
    say, summary = topic.catalogue.say, topic.report.summary
    name = summary.model or summary.make
    if summary.model and summary.make and not _names_its_maker(summary.model, summary.make):
        name = f"{summary.make} {summary.model}"
    parts = [quoted(name, MAX_LENGTH)] if name else []
    if topic.first(Kind.SERIAL):
        parts.append(say("serial number {serials}", serials=topic.values(Kind.SERIAL)))
    elif parts and topic.first(Kind.UNIQUE_ID):
        parts.append(say("{count} unique numbers", count=topic.count(Kind.UNIQUE_ID)))
    if parts:
        return say("<b>Device:</b> {device}", device=", ".join(parts))
    if topic.first(Kind.UNIQUE_ID):
        return say("<b>Unique number:</b> {ids}", ids=topic.values(Kind.UNIQUE_ID))
    if topic.first(Kind.SOFTWARE):
        return say("<b>App:</b> {apps}", apps=topic.values(Kind.SOFTWARE))
    if topic.first(Kind.SETTING, Kind.MAKER_NOTE, Kind.LENS):
        return say("<b>Technical notes:</b> camera settings.")
    return say("<b>Technical notes:</b> a colour profile.")


def _names_its_maker(model: str, make: str) -> bool:
    """Return whether a model begins with a word of its maker's name, as "NIKON D300" does."""
    first = model.casefold().split()[:1]
    return bool(first) and first[0] in make.casefold().split()


def _time(topic: _Topic) -> str:
    # The summary has no UTC offset; the finding it was taken from may have one. A date without
    # a time is not in the summary: then the first finding counts.
    datetime = topic.report.summary.datetime or ""
    values = [f.value for f in topic.item.findings if isinstance(f.value, str)]
    iso = next((value for value in values if value.startswith(datetime)), datetime)
    return topic.catalogue.say(
        "<b>Time:</b> {moment}", moment=quoted(format_date(topic.catalogue, iso))
    )


def clue_label(finding: Finding) -> str:
    """Return the msgid of what a finding in a file's name is called."""
    return CLUES[Clue(finding.label)] if finding.label in tuple(Clue) else CLUES[Clue.WORDS]


def _name(topic: _Topic) -> str:
    clues = [topic.catalogue.say(clue_label(finding)) for finding in topic.item.findings]
    things = format_list(topic.catalogue.language, clues)
    return topic.catalogue.say("<b>File name:</b> holds {things}.", things=things)


def _hidden(topic: _Topic) -> str:
    say = topic.catalogue.say
    names = dict.fromkeys(
        embedded_label(topic.catalogue, str(f.value))
        for f in topic.item.findings
        if f.kind is Kind.EMBEDDED
    )
    if topic.first(Kind.THUMBNAIL):
        names[_thumbnail(topic)] = None
    if names:
        things = format_list(topic.catalogue.language, names)
        return say("<b>Hidden:</b> {things}.", things=things)
    if topic.first(Kind.TRAILING):
        return say("<b>Hidden:</b> {size} behind the picture.", size=topic.size(Kind.TRAILING))
    return say("<b>HDR:</b> a brightness map.")


def _thumbnail(topic: _Topic) -> str:
    if all(is_tiny(f) for f in topic.item.findings if f.kind is Kind.THUMBNAIL):
        return topic.catalogue.say("a tiny picture")
    return topic.catalogue.say("a small picture of {size}", size=topic.size(Kind.THUMBNAIL))


def _history(topic: _Topic) -> str:
    say = topic.catalogue.say
    if topic.first(Kind.C2PA):
        return say("<b>Content Credentials:</b> {tools}", tools=topic.values(Kind.C2PA))
    return say("<b>Edit history:</b> {count} notes.", count=topic.count(Kind.HISTORY))


def _ai(topic: _Topic) -> str:
    say = topic.catalogue.say
    if topic.first(Kind.PROMPT):
        return say("<b>AI prompt:</b> {words}", words=topic.values(Kind.PROMPT))
    return say("<b>AI:</b> the file declares that AI made or changed it.")


def _unknown(topic: _Topic) -> str:
    if not topic.bytes(Kind.UNKNOWN):
        return topic.catalogue.say("<b>Unknown data</b> is in this file.")
    return topic.catalogue.say("<b>Unknown data:</b> {size}.", size=topic.size(Kind.UNKNOWN))


FACTS: dict[Topic, Callable[[_Topic], str]] = {
    Topic.LOCATION: _location,
    Topic.IDENTITY: _identity,
    Topic.DEVICE: _device,
    Topic.TIME: _time,
    Topic.NAME: _name,
    Topic.HIDDEN: _hidden,
    Topic.HISTORY: _history,
    Topic.AI: _ai,
    Topic.UNKNOWN: _unknown,
}
