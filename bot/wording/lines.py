"""One topic of a report in one line: what is there, and what that means for a person."""

from collections.abc import Callable
from typing import NamedTuple

from bot.engine.model import Finding, Kind, Position
from bot.report import Clue, Item, Meaning, Report, Topic
from bot.report.meaning import is_tiny
from bot.wording import films, numbers, places
from bot.wording.catalogue import Catalogue, mark
from bot.wording.markup import escaped, quoted
from bot.wording.names import hidden

SHOWN = 2  # values named before the rest is only counted
WORDS = 40  # characters of a value in a line


class Line(NamedTuple):
    """A fact, and its meaning: HTML both."""

    fact: str
    meaning: str


class _Told(NamedTuple):
    """What the lines are made of."""

    catalogue: Catalogue
    report: Report
    item: Item

    def values(self, *kinds: Kind) -> str:
        """Return the first values of some kinds as a list, and how many more there are."""
        found = [str(f.value) for f in self.item.findings if f.kind in kinds and f.value]
        found.sort(key=lambda value: not any(map(str.isalpha, value)))  # words before numbers
        shown = [quoted(value, WORDS) for value in found[:SHOWN]]
        if more := len(found) - len(shown):
            shown.append(self.catalogue.say("{count} more", count=more))
        return numbers.list_of(self.catalogue.language, shown)

    def first(self, *kinds: Kind) -> Finding | None:
        """Return the first finding of some kinds."""
        return next((f for f in self.item.findings if f.kind in kinds), None)

    def count(self, kind: Kind) -> int:
        """Return how many findings there are of a kind."""
        return sum(f.kind is kind for f in self.item.findings)

    def bytes(self, kind: Kind) -> int:
        """Return the size of all findings of a kind together."""
        found = (f.value for f in self.item.findings if f.kind is kind)
        return sum(value for value in found if isinstance(value, int))

    def size(self, kind: Kind) -> str:
        """Return the same in words."""
        return numbers.size(self.catalogue.language, self.bytes(kind))


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


def line(catalogue: Catalogue, report: Report, item: Item) -> Line:
    """Return the line of one topic."""
    fact = FACTS[item.topic](_Told(catalogue, report, item))
    return Line(fact, films.say(catalogue, report, MEANINGS[item.meaning]))


def _location(told: _Told) -> str:
    say, spot = told.catalogue.say, told.first(Kind.GPS_POSITION)
    if spot and isinstance(spot.value, Position):
        point = quoted(numbers.coordinates(told.catalogue, spot.value))
        if not told.report.spot:
            return say("<b>Location:</b> {place}", place=point)
        near = escaped(places.near(told.catalogue, told.report.spot))
        return say("<b>Location:</b> {near} ({place})", near=near, place=point)
    if told.first(Kind.PLACE):
        return say("<b>Place:</b> {places}", places=told.values(Kind.PLACE))
    if told.first(Kind.GPS_BLANKED):
        return say("<b>Location:</b> already blanked.")
    return say("<b>GPS:</b> a note without a spot.")


def _identity(told: _Told) -> str:
    say = told.catalogue.say
    if told.first(Kind.PERSON) or told.report.summary.people:
        names = (
            told.values(Kind.PERSON) if told.first(Kind.PERSON) else told.values(Kind.FACE_REGION)
        )
        return say("<b>In the photo:</b> {names}", names=names)
    if faces := told.count(Kind.FACE_REGION):
        return say("<b>Faces marked:</b> {count}.", count=faces)
    if told.first(Kind.OWNER):
        return say("<b>Owner or maker:</b> {names}", names=told.values(Kind.OWNER))
    if told.first(Kind.HOST):
        return say("<b>Device name:</b> {names}", names=told.values(Kind.HOST))
    return say("<b>Words:</b> {texts}", texts=told.values(Kind.TEXT))


def _device(told: _Told) -> str:
    say, summary = told.catalogue.say, told.report.summary
    name = summary.model or summary.make
    if summary.model and summary.make and not _names_its_maker(summary.model, summary.make):
        name = f"{summary.make} {summary.model}"
    known = [quoted(name, WORDS)] if name else []
    if told.first(Kind.SERIAL):
        known.append(say("serial number {serials}", serials=told.values(Kind.SERIAL)))
    elif known and told.first(Kind.UNIQUE_ID):
        known.append(say("{count} unique numbers", count=told.count(Kind.UNIQUE_ID)))
    if known:
        return say("<b>Device:</b> {device}", device=", ".join(known))
    if told.first(Kind.UNIQUE_ID):
        return say("<b>Unique number:</b> {ids}", ids=told.values(Kind.UNIQUE_ID))
    if told.first(Kind.SOFTWARE):
        return say("<b>App:</b> {apps}", apps=told.values(Kind.SOFTWARE))
    if told.first(Kind.SETTING, Kind.MAKER_NOTE, Kind.LENS):
        return say("<b>Technical notes:</b> camera settings.")
    return say("<b>Technical notes:</b> a colour profile.")


def _names_its_maker(model: str, make: str) -> bool:
    """Tell whether a model begins with a word of its maker's name, as "NIKON D300" does."""
    first = model.casefold().split()[:1]
    return bool(first) and first[0] in make.casefold().split()


def _time(told: _Told) -> str:
    # The finding that the summary chose knows the zone too; a bare day has no moment.
    moment = told.report.summary.datetime or ""
    values = [f.value for f in told.item.findings if isinstance(f.value, str)]
    iso = next((value for value in values if value.startswith(moment)), moment)
    return told.catalogue.say(
        "<b>Time:</b> {moment}", moment=quoted(numbers.date(told.catalogue, iso))
    )


def clue(finding: Finding) -> str:
    """Return what a finding of a file's name is called, to be said in any language."""
    return CLUES[Clue(finding.label)] if finding.label in tuple(Clue) else CLUES[Clue.WORDS]


def _name(told: _Told) -> str:
    clues = [told.catalogue.say(clue(finding)) for finding in told.item.findings]
    things = numbers.list_of(told.catalogue.language, clues)
    return told.catalogue.say("<b>File name:</b> holds {things}.", things=things)


def _hidden(told: _Told) -> str:
    say = told.catalogue.say
    names = dict.fromkeys(
        hidden(told.catalogue, str(f.value)) for f in told.item.findings if f.kind is Kind.EMBEDDED
    )
    if told.first(Kind.THUMBNAIL):
        names[_thumbnail(told)] = None
    if names:
        things = numbers.list_of(told.catalogue.language, names)
        return say("<b>Hidden:</b> {things}.", things=things)
    if told.first(Kind.TRAILING):
        return say("<b>Hidden:</b> {size} behind the picture.", size=told.size(Kind.TRAILING))
    return say("<b>HDR:</b> a brightness map.")


def _thumbnail(told: _Told) -> str:
    if all(is_tiny(f) for f in told.item.findings if f.kind is Kind.THUMBNAIL):
        return told.catalogue.say("a tiny picture")
    return told.catalogue.say("a small picture of {size}", size=told.size(Kind.THUMBNAIL))


def _history(told: _Told) -> str:
    say = told.catalogue.say
    if told.first(Kind.C2PA):
        return say("<b>Content Credentials:</b> {tools}", tools=told.values(Kind.C2PA))
    return say("<b>Edit history:</b> {count} notes.", count=told.count(Kind.HISTORY))


def _ai(told: _Told) -> str:
    say = told.catalogue.say
    if told.first(Kind.PROMPT):
        return say("<b>AI prompt:</b> {words}", words=told.values(Kind.PROMPT))
    return say("<b>AI:</b> the file declares that AI made or changed it.")


def _unknown(told: _Told) -> str:
    if not told.bytes(Kind.UNKNOWN):
        return told.catalogue.say("<b>Unknown data</b> is in this file.")
    return told.catalogue.say("<b>Unknown data:</b> {size}.", size=told.size(Kind.UNKNOWN))


FACTS: dict[Topic, Callable[[_Told], str]] = {
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
