"""What the bot can do about an event. Texts are Telegram's HTML where they are called so."""

from dataclasses import dataclass
from enum import StrEnum

from bot.chat.events import NOTHING, Address, Beside
from bot.engine.choice import Choice


class Button(StrEnum):
    """What a button carries: at most 64 bytes, and nothing about a file or a person."""

    DETAILS = "rincian"
    CARD = "kartu"
    MAP = "peta"
    CHECKLIST = "periksa"
    RECEIPT = "bukti"
    ANOTHER = "cara"
    BACK = "kembali"
    ONLY_LOCATION = "cara:tempat"
    KEEP_CREDIT = "cara:nama"
    PIXELS = "cara:layar"


@dataclass(frozen=True, slots=True)
class Labelled:
    """What a button carries, at most 64 bytes, and the words on it."""

    button: str
    label: str


Keyboard = tuple[tuple[Labelled, ...], ...]  # rows of buttons


@dataclass(frozen=True, slots=True)
class Notice:
    """Show at once that a file was seen."""

    at: Address


@dataclass(frozen=True, slots=True)
class Say:
    """Answer a message."""

    at: Address
    html: str
    keyboard: Keyboard = ()


@dataclass(frozen=True, slots=True)
class SendCopy:
    """Answer a message with the clean copy of its file."""

    at: Address
    name: str
    caption: str  # HTML
    keyboard: Keyboard


@dataclass(frozen=True, slots=True)
class SendCopies:
    """Answer an album with its clean copies, two or more, as one message."""

    copies: tuple[SendCopy, ...]


@dataclass(frozen=True, slots=True)
class SendCard:
    """Answer a message with the report card that was drawn."""

    at: Address


@dataclass(frozen=True, slots=True)
class SendText:
    """Answer a message with a text as a file."""

    at: Address
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class SendPin:
    """Answer a message with a place on Telegram's own map; `radius` is metres it may be off."""

    at: Address
    lat: float
    lon: float
    radius: float


@dataclass(frozen=True, slots=True)
class AnswerButton:
    """Release a tapped button; `text`, if any, is plain and at most 200 characters long."""

    query: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Clean:
    """Fetch a file, clean it, and ask `on_outcome` what to say."""

    at: Address
    file: str
    beside: Beside = NOTHING
    choice: Choice = Choice.EVERYTHING


@dataclass(frozen=True, slots=True)
class ShowButtons:
    """Put other buttons below our own message, and perhaps other words above them."""

    at: Address
    keyboard: Keyboard
    html: str | None = None


@dataclass(frozen=True, slots=True)
class Inspect:
    """Fetch a file, read it, and ask `on_outcome` what to say to who tapped a button."""

    at: Address
    file: str
    wish: Button = Button.DETAILS
    beside: Beside = NOTHING


@dataclass(frozen=True, slots=True)
class Draw:
    """Fetch a file, draw its report card, and ask `on_outcome` what to say."""

    at: Address
    file: str


@dataclass(frozen=True, slots=True)
class Prove:
    """Fetch a file, clean it once more for a receipt, and ask `on_outcome` what to say."""

    at: Address
    file: str


@dataclass(frozen=True, slots=True)
class CleanAlbum:
    """Fetch and clean files that were sent at once, and ask `on_outcomes` what to say."""

    files: tuple[Clean, ...]


Job = Clean | Inspect | Draw | Prove
Answer = Say | SendCopy | SendCard | SendText | SendPin
Reply = Notice | Answer | SendCopies | AnswerButton | ShowButtons | Job | CleanAlbum
