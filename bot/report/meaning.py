"""What each topic of a file means for a person, which risk that is, and what to do next.

The risks are the article's four: training, biometrics, hidden metadata, copyright.
"""

from collections.abc import Iterable
from typing import NamedTuple

from bot.engine.model import Finding, Kind
from bot.report.model import Look, Meaning, Step, Threat, Topic
from bot.report.spot import Spot

SHOWS = 500  # bytes: a smaller thumbnail is a few pixels, or an empty entry

# Up to so many metres off: what a stranger can find with it.
REACH = (
    (30.0, Meaning.HOUSE),  # a plot of land, and the street before it
    (300.0, Meaning.STREET),
    (3_000.0, Meaning.QUARTER),
)
BY_LOOK = {
    Look.DIFFERS: Meaning.THUMBNAIL_DIFFERS,
    Look.SAME: Meaning.THUMBNAIL_SAME,
    None: Meaning.THUMBNAIL,
}

# The first kind that an item holds gives it its meaning.
OF_KINDS = {
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
    """Which of the four risks something is, and what helps next time."""

    threat: Threat
    step: Step


METADATA = Advice(Threat.METADATA, Step.DELETE_ORIGINAL)
TIES = Advice(Threat.METADATA, Step.SEND_COPY)
PLACE = Advice(Threat.METADATA, Step.CAMERA_LOCATION_OFF)
CROP = Advice(Threat.METADATA, Step.CROP_AS_COPY)
FACE = Advice(Threat.BIOMETRICS, Step.ASK_PEOPLE)
MADE = Advice(Threat.COPYRIGHT, Step.SAY_AI)
ADVICE = {
    Meaning.HOUSE: PLACE,
    Meaning.STREET: PLACE,
    Meaning.QUARTER: PLACE,
    Meaning.REGION: PLACE,
    Meaning.PLACE_NAME: PLACE,
    Meaning.PERSON: FACE,
    Meaning.FACES: FACE,
    Meaning.OWNER: Advice(Threat.COPYRIGHT, Step.KEEP_CREDIT),
    Meaning.HOST: TIES,
    Meaning.SAME_DEVICE: TIES,
    Meaning.SAME_FILE: TIES,
    Meaning.THUMBNAIL: CROP,
    Meaning.THUMBNAIL_DIFFERS: CROP,
    Meaning.CREDENTIALS: Advice(Threat.COPYRIGHT, Step.KEEP_ORIGINAL),
    Meaning.PROMPT: MADE,
    Meaning.AI_DECLARED: MADE,
    Meaning.FILE_NAME: Advice(Threat.METADATA, Step.RENAME),
}


def advice(meaning: Meaning) -> Advice:
    """Return the risk and the next step of a meaning."""
    return ADVICE.get(meaning, METADATA)


def meaning(
    topic: Topic, findings: Iterable[Finding], spot: Spot | None, look: Look | None
) -> Meaning:
    """Return what the findings of one topic mean; `look` is what was seen of a thumbnail."""
    told = tuple(findings)
    kinds = {finding.kind for finding in told}
    if topic is Topic.LOCATION and spot and Kind.GPS_POSITION in kinds:
        return next((what for most, what in REACH if spot.radius <= most), Meaning.REGION)
    if Kind.THUMBNAIL in kinds and (look is Look.DIFFERS or Kind.EMBEDDED not in kinds):
        tiny = all(is_tiny(finding) for finding in told if finding.kind is Kind.THUMBNAIL)
        return Meaning.HIDDEN if tiny and not look else BY_LOOK[look]
    return next((OF_KINDS[kind] for kind in OF_KINDS if kind in kinds), Meaning.LITTLE)


def is_tiny(finding: Finding) -> bool:
    """Tell whether a finding is a thumbnail too small to show anything."""
    size = finding.value if isinstance(finding.value, int) else 0
    return finding.kind is Kind.THUMBNAIL and size < SHOWS
