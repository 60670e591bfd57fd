"""What each topic of a file means for a person, which threat that is, and what to do next.

The threats are the four of the article the bot is based on: training, biometrics, hidden
metadata, copyright.
"""

from collections.abc import Iterable
from typing import NamedTuple

from bot.engine.model import Finding, Kind
from bot.report.location import Location
from bot.report.model import Look, Meaning, Step, Threat, Topic

MIN_THUMBNAIL = 500  # bytes: a smaller one is a few pixels, or an empty entry

# By the radius of error in metres, at most: what a stranger can find with the coordinates.
RADIUS_MEANINGS = (
    (30.0, Meaning.HOUSE),  # a plot of land, and the street before it
    (300.0, Meaning.STREET),
    (3_000.0, Meaning.QUARTER),
)
LOOK_MEANINGS = {
    Look.DIFFERS: Meaning.THUMBNAIL_DIFFERS,
    Look.SAME: Meaning.THUMBNAIL_SAME,
    None: Meaning.THUMBNAIL,
}

# The first of these kinds that an item contains decides its meaning.
KIND_MEANINGS = {
    Kind.PLACE: Meaning.PLACE_NAME,
    Kind.GPS_DETAIL: Meaning.GPS_NOTE,
    Kind.GPS_BLANKED: Meaning.GPS_BLANKED,
    Kind.PERSON: Meaning.PERSON,
    Kind.FACE_REGION: Meaning.FACES,
    Kind.OWNER: Meaning.OWNER,
    Kind.HOST: Meaning.HOST,
    Kind.TEXT: Meaning.WORDS,
    Kind.SERIAL: Meaning.SAME_DEVICE,
    Kind.UNIQUE_ID: Meaning.SAME_FILE,
    Kind.MODEL: Meaning.DEVICE,
    Kind.MAKE: Meaning.DEVICE,
    Kind.SOFTWARE: Meaning.APP,
    Kind.DATETIME: Meaning.MOMENT,
    Kind.EMBEDDED: Meaning.HIDDEN,
    Kind.TRAILING: Meaning.HIDDEN,
    Kind.C2PA: Meaning.CREDENTIALS,
    Kind.HISTORY: Meaning.EDITS,
    Kind.PROMPT: Meaning.PROMPT,
    Kind.AI_ORIGIN: Meaning.AI_DECLARED,
    Kind.FILE_NAME: Meaning.FILE_NAME,
    Kind.UNKNOWN: Meaning.UNREADABLE,
}


class Advice(NamedTuple):
    """Which of the four threats something is, and what to do next time."""

    threat: Threat
    step: Step


METADATA = Advice(Threat.METADATA, Step.DELETE_ORIGINAL)
LINKING = Advice(Threat.METADATA, Step.SEND_COPY)
PLACE = Advice(Threat.METADATA, Step.CAMERA_LOCATION_OFF)
CROP = Advice(Threat.METADATA, Step.CROP_AS_COPY)
FACE = Advice(Threat.BIOMETRICS, Step.ASK_PEOPLE)
AI = Advice(Threat.COPYRIGHT, Step.SAY_AI)
ADVICE = {
    Meaning.HOUSE: PLACE,
    Meaning.STREET: PLACE,
    Meaning.QUARTER: PLACE,
    Meaning.REGION: PLACE,
    Meaning.PLACE_NAME: PLACE,
    Meaning.PERSON: FACE,
    Meaning.FACES: FACE,
    Meaning.OWNER: Advice(Threat.COPYRIGHT, Step.KEEP_CREDIT),
    Meaning.HOST: LINKING,
    Meaning.SAME_DEVICE: LINKING,
    Meaning.SAME_FILE: LINKING,
    Meaning.THUMBNAIL: CROP,
    Meaning.THUMBNAIL_DIFFERS: CROP,
    Meaning.CREDENTIALS: Advice(Threat.COPYRIGHT, Step.KEEP_ORIGINAL),
    Meaning.PROMPT: AI,
    Meaning.AI_DECLARED: AI,
    Meaning.FILE_NAME: Advice(Threat.METADATA, Step.RENAME),
}


def advice(meaning: Meaning) -> Advice:
    """Return the threat and the next step of a meaning."""
    return ADVICE.get(meaning, METADATA)


def meaning(
    topic: Topic, findings: Iterable[Finding], location: Location | None, look: Look | None
) -> Meaning:
    """Return what the findings of one topic mean.

    `look` is how a thumbnail compares with its picture, None where it was not compared.
    """
    findings = tuple(findings)
    kinds = {finding.kind for finding in findings}
    if topic is Topic.LOCATION and location and Kind.GPS_POSITION in kinds:
        reached = (what for radius, what in RADIUS_MEANINGS if location.radius <= radius)
        return next(reached, Meaning.REGION)
    if Kind.THUMBNAIL in kinds and (look is Look.DIFFERS or Kind.EMBEDDED not in kinds):
        tiny = all(is_tiny(finding) for finding in findings if finding.kind is Kind.THUMBNAIL)
        return Meaning.HIDDEN if tiny and not look else LOOK_MEANINGS[look]
    return next((KIND_MEANINGS[kind] for kind in KIND_MEANINGS if kind in kinds), Meaning.LITTLE)


def is_tiny(finding: Finding) -> bool:
    """Return whether a finding is a thumbnail too small to show anything."""
    size = finding.value if isinstance(finding.value, int) else 0
    return finding.kind is Kind.THUMBNAIL and size < MIN_THUMBNAIL
