"""The risk table: the topic and the risk of each kind of finding.

The rules, as on the page that explains them to people:
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

MAX_STEP = 3_000.0  # metres: coordinates rounded more coarsely point at a town, not a house
MEDIUM_CLUES = frozenset({Clue.PLACE, Clue.NUMBER})  # in file names; other clues are low


class KindRisk(NamedTuple):
    """A row of the table: what a kind of finding is about, and its usual risk."""

    topic: Topic
    risk: Risk


# Kinds that are not listed (orientation, the presence of a block) have no topic and no risk.
KIND_RISKS = {
    Kind.GPS_POSITION: KindRisk(Topic.LOCATION, Risk.HIGH),
    Kind.PLACE: KindRisk(Topic.LOCATION, Risk.MEDIUM),
    Kind.GPS_DETAIL: KindRisk(Topic.LOCATION, Risk.LOW),
    Kind.GPS_BLANKED: KindRisk(Topic.LOCATION, Risk.NONE),
    Kind.PERSON: KindRisk(Topic.IDENTITY, Risk.HIGH),
    Kind.FACE_REGION: KindRisk(Topic.IDENTITY, Risk.MEDIUM),  # with a name it is HIGH
    Kind.OWNER: KindRisk(Topic.IDENTITY, Risk.MEDIUM),
    Kind.HOST: KindRisk(Topic.IDENTITY, Risk.MEDIUM),  # people name their phones after themselves
    Kind.TEXT: KindRisk(Topic.IDENTITY, Risk.LOW),
    Kind.SERIAL: KindRisk(Topic.DEVICE, Risk.MEDIUM),
    Kind.UNIQUE_ID: KindRisk(Topic.DEVICE, Risk.MEDIUM),
    Kind.MAKE: KindRisk(Topic.DEVICE, Risk.LOW),
    Kind.MODEL: KindRisk(Topic.DEVICE, Risk.LOW),
    Kind.LENS: KindRisk(Topic.DEVICE, Risk.LOW),
    Kind.SOFTWARE: KindRisk(Topic.DEVICE, Risk.LOW),
    Kind.MAKER_NOTE: KindRisk(Topic.DEVICE, Risk.LOW),
    Kind.SETTING: KindRisk(Topic.DEVICE, Risk.LOW),
    Kind.COLOUR_PROFILE: KindRisk(Topic.DEVICE, Risk.LOW),
    Kind.DATETIME: KindRisk(Topic.TIME, Risk.LOW),
    Kind.FILE_NAME: KindRisk(Topic.NAME, Risk.LOW),
    Kind.THUMBNAIL: KindRisk(Topic.HIDDEN, Risk.MEDIUM),  # may show what a crop took away
    Kind.EMBEDDED: KindRisk(Topic.HIDDEN, Risk.MEDIUM),
    Kind.TRAILING: KindRisk(Topic.HIDDEN, Risk.LOW),
    Kind.HISTORY: KindRisk(Topic.HISTORY, Risk.LOW),
    Kind.C2PA: KindRisk(Topic.HISTORY, Risk.LOW),
    Kind.PROMPT: KindRisk(Topic.AI, Risk.MEDIUM),
    Kind.AI_ORIGIN: KindRisk(Topic.AI, Risk.LOW),
    Kind.UNKNOWN: KindRisk(Topic.UNKNOWN, Risk.LOW),
}
RISK_ORDER = tuple(Risk)  # ascending
TOPIC_ORDER = tuple(Topic)  # the most harmful first
COMBINED = {Kind.MODEL, Kind.DATETIME}  # in one file these are medium: who took it when
THUMBNAIL_RISKS = {Look.SAME: Risk.LOW, Look.DIFFERS: Risk.HIGH}


def finding_risk(finding: Finding, look: Look | None = None) -> Risk:
    """Return the risk of one finding; `look` is how a thumbnail compares with its picture."""
    value = finding.value
    if finding.kind is Kind.FACE_REGION and value:
        return Risk.HIGH
    if finding.kind is Kind.GPS_POSITION and isinstance(value, Position) and _is_coarse(value):
        return Risk.MEDIUM
    if finding.kind is Kind.THUMBNAIL and look:
        return THUMBNAIL_RISKS[look]
    if finding.kind is Kind.FILE_NAME and finding.label in MEDIUM_CLUES:
        return Risk.MEDIUM
    row = KIND_RISKS.get(finding.kind)
    return row.risk if row else Risk.NONE


def _is_coarse(position: Position) -> bool:
    return position.step is not None and position.step > MAX_STEP


def worst(*risks: Risk) -> Risk:
    """Return the highest of some risks; Risk.NONE where there are none."""
    return max(risks, key=RISK_ORDER.index, default=Risk.NONE)
