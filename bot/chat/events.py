"""What can happen in a private chat."""

from dataclasses import dataclass
from enum import StrEnum

from bot.advisor import Heard
from bot.report import Clue


@dataclass(frozen=True, slots=True)
class Address:
    """A message: where it is, and so where its answer goes."""

    chat: int
    message: int


class Thing(StrEnum):
    """What was sent that is no file; the values are ids of pages."""

    PHOTO = "foto_terkompresi"
    STICKER = "stiker"
    VIDEO = "video"
    ANIMATION = "gif"
    VOICE = "suara"
    OTHER = "kontak_lokasi"


@dataclass(frozen=True, slots=True)
class Beside:
    """What came with a file, as far as it matters; neither its name nor its caption is kept."""

    clues: tuple[Clue, ...] = ()  # what the file's name tells
    evidence: bool = False  # its caption speaks of proof, or of a crime


NOTHING = Beside()


@dataclass(frozen=True, slots=True)
class FileSent:
    """A file came; `size` in bytes is the sender's word, or None.

    What was sent at once bears the same `album`.
    """

    at: Address
    file: str
    size: int | None
    album: str | None = None
    beside: Beside = NOTHING


@dataclass(frozen=True, slots=True)
class ThingSent:
    """Something came that is no file; what was sent at once bears the same `album`."""

    at: Address
    thing: Thing
    album: str | None = None


@dataclass(frozen=True, slots=True)
class CommandSent:
    """A command came: its bare name in small letters, and the service that it is `about`."""

    at: Address
    name: str
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A text came: what it is about. The text itself ends at the door."""

    at: Address
    heard: Heard


@dataclass(frozen=True, slots=True)
class ButtonTapped:
    """A button below one of our messages was tapped.

    `data` is what the button carries; `file` the original that our message answers, and
    `original` the message that it came in, or None where they are gone. `at` is our message, or
    None where it is in no private chat.
    """

    query: str
    data: str
    at: Address | None
    file: str | None
    beside: Beside = NOTHING
    original: int | None = None


Event = FileSent | ThingSent | CommandSent | Asked | ButtonTapped
