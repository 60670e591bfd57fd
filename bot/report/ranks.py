"""What each kind of finding is about, and how much it can do to a person.

The rule, word for word on the page that explains it:
high    leads a stranger to somebody's door, names a face, or shows what somebody cut away
medium  ties a photo to one person, one device or one other photo
low     says little by itself
none    nothing was found
A file is as risky as the worst that it tells; device and moment together are medium.
"""

from typing import NamedTuple

from bot.engine.model import Finding, Kind, Position
from bot.report.filename import Clue
from bot.report.model import Look, Risk, Topic

FAR = 3_000.0  # metres: coarser than this, a place is a town and no door
TELLING = frozenset({Clue.PLACE, Clue.NUMBER})  # in a name: more than when and by which app


class Rank(NamedTuple):
    """The topic of a kind, and its risk."""

    topic: Topic
    risk: Risk


# A kind that is not listed (orientation, the mere presence of a block) tells nothing.
RANKS = {
    Kind.GPS_POSITION: Rank(Topic.LOCATION, Risk.HIGH),
    Kind.PLACE: Rank(Topic.LOCATION, Risk.MEDIUM),
    Kind.GPS_DETAIL: Rank(Topic.LOCATION, Risk.LOW),
    Kind.GPS_BLANKED: Rank(Topic.LOCATION, Risk.NONE),
    Kind.PERSON: Rank(Topic.IDENTITY, Risk.HIGH),
    Kind.FACE_REGION: Rank(Topic.IDENTITY, Risk.MEDIUM),  # with a name it is HIGH
    Kind.OWNER: Rank(Topic.IDENTITY, Risk.MEDIUM),
    Kind.HOST: Rank(Topic.IDENTITY, Risk.MEDIUM),  # people name their phones after themselves
    Kind.TEXT: Rank(Topic.IDENTITY, Risk.LOW),
    Kind.SERIAL: Rank(Topic.DEVICE, Risk.MEDIUM),
    Kind.UNIQUE_ID: Rank(Topic.DEVICE, Risk.MEDIUM),
    Kind.MAKE: Rank(Topic.DEVICE, Risk.LOW),
    Kind.MODEL: Rank(Topic.DEVICE, Risk.LOW),
    Kind.LENS: Rank(Topic.DEVICE, Risk.LOW),
    Kind.SOFTWARE: Rank(Topic.DEVICE, Risk.LOW),
    Kind.MAKER_NOTE: Rank(Topic.DEVICE, Risk.LOW),
    Kind.SETTING: Rank(Topic.DEVICE, Risk.LOW),
    Kind.COLOUR_PROFILE: Rank(Topic.DEVICE, Risk.LOW),
    Kind.DATETIME: Rank(Topic.TIME, Risk.LOW),
    Kind.FILE_NAME: Rank(Topic.NAME, Risk.LOW),
    Kind.THUMBNAIL: Rank(Topic.HIDDEN, Risk.MEDIUM),  # may show what a crop took away
    Kind.EMBEDDED: Rank(Topic.HIDDEN, Risk.MEDIUM),
    Kind.TRAILING: Rank(Topic.HIDDEN, Risk.LOW),
    Kind.HISTORY: Rank(Topic.HISTORY, Risk.LOW),
    Kind.C2PA: Rank(Topic.HISTORY, Risk.LOW),
    Kind.PROMPT: Rank(Topic.AI, Risk.MEDIUM),
    Kind.AI_ORIGIN: Rank(Topic.AI, Risk.LOW),
    Kind.UNKNOWN: Rank(Topic.UNKNOWN, Risk.LOW),
}
STEPS = tuple(Risk)  # from none to high
TOPICS = tuple(Topic)  # from the most harmful on
TOGETHER = {Kind.MODEL, Kind.DATETIME}  # who was where when: more than each of them


LOOKED = {Look.SAME: Risk.LOW, Look.DIFFERS: Risk.HIGH}


def risk(finding: Finding, look: Look | None = None) -> Risk:
    """Return what one finding can do; `look` is what was seen of a thumbnail."""
    value = finding.value
    if finding.kind is Kind.FACE_REGION and value:
        return Risk.HIGH
    if finding.kind is Kind.GPS_POSITION and isinstance(value, Position) and _is_far(value):
        return Risk.MEDIUM
    if finding.kind is Kind.THUMBNAIL and look:
        return LOOKED[look]
    if finding.kind is Kind.FILE_NAME and finding.label in TELLING:
        return Risk.MEDIUM
    rank = RANKS.get(finding.kind)
    return rank.risk if rank else Risk.NONE


def _is_far(position: Position) -> bool:
    return position.step is not None and position.step > FAR


def worst(*risks: Risk) -> Risk:
    """Return the highest of some risks, none of no risks."""
    return max(risks, key=STEPS.index, default=Risk.NONE)
