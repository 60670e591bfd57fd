"""The engine's nouns: parts of a file, and what they tell."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto


class Role(Enum):
    """What becomes of a part."""

    PICTURE = auto()  # coded picture data: leaves byte for byte, or nothing leaves
    STRUCTURE = auto()  # what a decoder needs to draw it: copied whole
    PATCHED = auto()  # needed, but it tells something: a smaller literal takes its place
    DROPPED = auto()  # everything else


@dataclass(frozen=True, slots=True)
class Part:
    """A named run of bytes of the file; a file's parts tile it.

    `raw` is a view of the input, `start` its offset in bytes.
    """

    name: str
    start: int
    raw: memoryview
    role: Role

    @property
    def end(self) -> int:
        """Offset of the first byte after the part."""
        return self.start + len(self.raw)


Patch = Callable[[int], bytes]  # the number of the part to replace -> its literal


def rebuilt(parts: Sequence[Part], patch: Patch, first: int = 0) -> Iterator[Part | bytes]:
    """Yield what a clean file is made of: what stays of `parts`, from number `first` on.

    A literal of `patch` stands for each PATCHED part; where it changes nothing, the part itself.
    """
    for number in range(first, len(parts)):
        part = parts[number]
        if part.role is Role.PATCHED:
            new = patch(number)
            yield part if new == part.raw else new
        elif part.role is not Role.DROPPED:
            yield part


def whole(parts: Sequence[Part]) -> memoryview:
    """Return the file that the parts tile, for formats whose blocks point at each other."""
    return memoryview(parts[0].raw.obj).toreadonly() if parts else memoryview(b"")


class Kind(StrEnum):
    """What a finding tells a stranger. The values are stable: they stand in the JSON."""

    # Where
    GPS_POSITION = "gps-position"  # value: Position
    GPS_BLANKED = "gps-blanked"  # a GPS block is there, emptied by the phone
    GPS_DETAIL = "gps-detail"  # altitude, heading, time, speed, method, accuracy…
    PLACE = "place"  # a place in words: city, country, sublocation
    # Who
    OWNER = "owner"  # artist, copyright holder, camera owner, by-line, creator
    PERSON = "person"  # a name of somebody in the picture
    FACE_REGION = "face-region"  # a marked face; value: its name or None
    TEXT = "text"  # caption, title, comment, keywords: free words
    # Which device
    SERIAL = "serial"
    UNIQUE_ID = "unique-id"  # ImageUniqueID, DocumentID, burst and content ids
    MAKE = "make"
    MODEL = "model"
    LENS = "lens"
    SOFTWARE = "software"
    HOST = "host"  # the computer's or phone's own name
    MAKER_NOTE = "maker-note"  # value: whose note it is, as far as recognised
    # When
    DATETIME = "datetime"  # value: "YYYY-MM-DDTHH:MM:SS", offset appended where known
    # Hidden pictures and bytes
    THUMBNAIL = "thumbnail"  # value: size in bytes
    EMBEDDED = "embedded"  # value: Embedded
    TRAILING = "trailing"  # value: bytes behind the end of the picture
    GAIN_MAP = "gain-map"  # HDR
    FILE_NAME = "file-name"  # label: what the file's name tells
    # How it came to be
    HISTORY = "history"  # edits, derived-from, tools used
    AI_ORIGIN = "ai-origin"  # the file declares that AI made or changed it; value: the evidence
    PROMPT = "prompt"  # the words (or workflow) given to a generator
    C2PA = "c2pa"  # content credentials
    # The rest
    SETTING = "setting"  # exposure, flash, white balance…: says little by itself
    ORIENTATION = "orientation"  # value 1-8; the only one that may survive
    COLOUR_PROFILE = "colour-profile"  # words and ids inside an ICC profile
    BLOCK = "block"  # a known metadata block is there; label: its kind, value: bytes
    UNKNOWN = "unknown"  # bytes nobody here can read; value: their number


# What a clean file may still say: how it is held, that a neutral block is there, that it has HDR.
HARMLESS = frozenset({Kind.ORIENTATION, Kind.BLOCK, Kind.GAIN_MAP})
GAIN_MAP = "gain map"  # the name of kept parts that hold one: HDR stays


class Embedded(StrEnum):
    """What a file holds beside its picture; the values are stable: they stand in the JSON."""

    MOTION_VIDEO = "motion-video"
    SECOND_PICTURE = "second-picture"
    DEPTH_MAP = "depth-map"
    THUMBNAIL = "thumbnail"
    SAMSUNG_TRAILER = "samsung-trailer"
    SOUND = "sound"
    ARCHIVE = "archive"


# Finding.where of what a second picture in the file holds: facts only of a file without its own.
SECOND_PICTURE = "second picture"


class Caution(StrEnum):
    """Something that shows, or may show, and that a clean copy will not have."""

    COLOURS_MAY_SHIFT = "colours-may-shift"  # a colour profile nobody can read is dropped
    HDR_LOST = "hdr-lost"  # a gain map is dropped
    VIDEO_REMOVED = "video-removed"  # the moving half of a motion photo
    SECOND_PICTURE_REMOVED = "second-picture-removed"  # depth map, burst, other view
    TEXT_BLOCK_REMOVED = "text-block-removed"  # GIF plain text: almost no viewer draws it
    ENDS_EARLY = "ends-early"  # the file was cut short before it came to us


@dataclass(frozen=True, slots=True)
class Position:
    """A point on Earth: degrees WGS 84 (south and west negative), metres above sea level.

    `step` is the smallest distance in metres that its digits can tell, None where they were
    no decimal ones.
    """

    lat: float
    lon: float
    alt: float | None = None
    step: float | None = field(default=None, compare=False)


Value = str | int | float | Position | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a file tells.

    `where` names the block in its specification's spelling ("Exif", "XMP", "IPTC", "tEXt");
    `label` the tag ("GPSLatitude", "BodySerialNumber"); `value` is text of at most
    TEXT_LIMIT characters, a number, a Position, or None where there is nothing to show.
    """

    kind: Kind
    where: str
    label: str
    value: Value = None


TEXT_LIMIT = 2000  # characters of one value: a report is read by people


def clip(text: str) -> str:
    """Return `text` stripped of padding and NULs, at most TEXT_LIMIT characters long."""
    return text.replace("\0", " ").strip()[:TEXT_LIMIT]


PERCENT = 100  # what rounding dots an inch to dots a metre may be off by: one
STRETCHED = 4  # times wider than high, or higher than wide: fax machines stay below
FINE = 64  # a pixel's shape is kept as a fraction this fine: video's are, and no word fits into it


def ratio(x: int, y: int) -> tuple[int, int]:
    """Reduce a resolution in two directions to the shape of a pixel: 1, 1 where it is square."""
    if not x or not y or abs(x - y) * PERCENT <= max(x, y):
        return 1, 1
    if max(x, y) > STRETCHED * min(x, y):
        return 1, 1  # no device has such pixels
    shapes = ((round(x * n / y), n) for n in range(1, FINE + 1))
    return min(shapes, key=lambda shape: abs(shape[0] / shape[1] - x / y))
