"""The report's nouns: what a file tells, ranked by what it can do to a person."""

from dataclasses import dataclass
from enum import StrEnum

from bot.engine.model import Caution, Finding, Position


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
    HIDDEN = "hidden"
    HISTORY = "history"
    AI = "ai"
    UNKNOWN = "unknown"


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
