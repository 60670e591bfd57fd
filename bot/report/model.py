"""The report's nouns: what a file tells, ranked by what it can do to a person."""

from dataclasses import dataclass
from enum import StrEnum

from bot.engine.model import Caution, Finding, Position
from bot.report.spot import Spot


class Risk(StrEnum):
    """How much a finding, or a whole file, can do to a person."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Topic(StrEnum):
    """What a group of findings is about, most harmful first."""

    LOCATION = "location"
    IDENTITY = "identity"
    DEVICE = "device"
    TIME = "time"
    NAME = "name"
    HIDDEN = "hidden"
    HISTORY = "history"
    AI = "ai"
    UNKNOWN = "unknown"


class Meaning(StrEnum):
    """What a topic of a file means for a person; the values are stable: they stand in the JSON."""

    HOUSE = "one-house"
    STREET = "one-street"
    QUARTER = "one-quarter"
    REGION = "region"
    PLACE_NAME = "place-name"
    GPS_NOTE = "gps-note"
    GPS_BLANKED = "gps-blanked"
    PERSON = "person-named"
    FACES = "faces-marked"
    OWNER = "owner-named"
    HOST = "device-named"
    WORDS = "words"
    SAME_DEVICE = "same-device"
    SAME_FILE = "same-file"
    DEVICE = "device-known"
    APP = "app-known"
    MOMENT = "moment-known"
    THUMBNAIL_DIFFERS = "thumbnail-differs"
    THUMBNAIL_SAME = "thumbnail-same"
    THUMBNAIL = "thumbnail"  # nobody looked at it
    HIDDEN = "hidden"
    EDITS = "edits"
    CREDENTIALS = "credentials"
    PROMPT = "prompt"
    AI_DECLARED = "ai-declared"
    FILE_NAME = "file-name"
    UNREADABLE = "unreadable"
    LITTLE = "little"


class Threat(StrEnum):
    """The article's four risks; the values are ids of the advisor's topics."""

    TRAINING = "risiko_pelatihan"
    BIOMETRICS = "risiko_biometrik"
    METADATA = "risiko_metadata"
    COPYRIGHT = "risiko_hak_cipta"


class Step(StrEnum):
    """What helps next time; the values are stable: they stand in the JSON."""

    CAMERA_LOCATION_OFF = "camera-location-off"
    ASK_PEOPLE = "ask-people"
    KEEP_CREDIT = "keep-credit"
    CROP_AS_COPY = "crop-as-copy"
    KEEP_ORIGINAL = "keep-original"
    SAY_AI = "say-ai"
    RENAME = "rename"
    SEND_COPY = "send-copy"
    DELETE_ORIGINAL = "delete-original"


class Look(StrEnum):
    """What was seen of a thumbnail beside its picture."""

    SAME = "same"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Origin:
    """Whether the file declares that AI made or changed it, and where it says so."""

    declared: bool = False
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """The facts of a file, one field each; the field names are the JSON's for good."""

    gps: Position | None = None
    gps_blanked: bool = False
    datetime: str | None = None
    make: str | None = None
    model: str | None = None
    lens: str | None = None
    software: str | None = None
    serials: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    unique_ids: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    orientation: int | None = None
    thumbnail: bool = False
    embedded: tuple[str, ...] = ()
    exif: bool = False
    xmp: bool = False
    iptc: bool = False
    icc: bool = False
    makernote: bool = False
    c2pa: bool = False
    gain_map: bool = False
    face_regions: int = 0
    ai: Origin = Origin()
    trailing_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """All findings of one topic, merged; the item's risk is that of its worst finding."""

    topic: Topic
    risk: Risk
    findings: tuple[Finding, ...]
    meaning: Meaning = Meaning.LITTLE


@dataclass(frozen=True, slots=True)
class Report:
    """What one file tells, ready to be put into words. Sizes in bytes and pixels."""

    format: str
    size: int
    width: int | None
    height: int | None
    risk: Risk
    items: tuple[Item, ...]  # ranked: the first is what matters most
    summary: Summary
    cautions: tuple[Caution, ...] = ()
    spot: Spot | None = None
    look: Look | None = None  # None where nobody looked at a thumbnail
