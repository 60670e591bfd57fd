"""What each kind of finding is about, and how much it can do to a person.

High leads a stranger to somebody's door or names a face. Medium ties a photo to one person,
one device or one other photo. Low says little by itself.
"""

from typing import NamedTuple

from bot.engine.model import Finding, Kind
from bot.report.model import Risk, Topic


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


def risk(finding: Finding) -> Risk:
    """Return what one finding can do."""
    if finding.kind is Kind.FACE_REGION and finding.value:
        return Risk.HIGH
    rank = RANKS.get(finding.kind)
    return rank.risk if rank else Risk.NONE


def worst(*risks: Risk) -> Risk:
    """Return the highest of some risks, none of no risks."""
    return max(risks, key=STEPS.index, default=Risk.NONE)
