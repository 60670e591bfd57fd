"""The report's data types."""

from dataclasses import dataclass
from enum import StrEnum

from bot.engine.model import Caution, Finding, Position
from bot.report.location import Location


class Risk(StrEnum):
    """How much harm a finding, or a whole file, can do to a person; ascending."""

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
    """What a topic of a file means for a person; the values are stable: they are in the JSON."""

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
    THUMBNAIL = "thumbnail"  # not compared with the picture
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
    """What to do next time; the values are stable: they are in the JSON."""

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
    """How a thumbnail compares with its picture."""

    SAME = "same"
    DIFFERS = "differs"


class Subject(StrEnum):
    """What a file most likely shows; the values are ids of pages, and stable."""

    VIDEO = "film"
    AI_PICTURE = "buatan_ai"
    SCREENSHOT = "tangkapan"
    DOCUMENT = "dokumen"
    PORTRAIT = "potret"
    PHOTO = "foto"


@dataclass(frozen=True, slots=True)
class Origin:
    """Whether the file declares that AI made or changed it, and where it says so."""

    declared: bool = False
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """The facts of a file, one field each; the field names are stable: they are in the JSON."""

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
    """What one file tells about people. `size` is in bytes, `width` and `height` in pixels."""

    format: str
    size: int
    width: int | None
    height: int | None
    risk: Risk
    items: tuple[Item, ...]  # the most harmful first
    summary: Summary
    cautions: tuple[Caution, ...] = ()
    location: Location | None = None
    look: Look | None = None  # None where no thumbnail was compared
