"""What the bot can do about an event. Texts are Telegram's HTML where they are called so."""

from dataclasses import dataclass
from enum import StrEnum

from bot.chat.effects import Effect
from bot.chat.events import NO_HINTS, Address, FileHints
from bot.engine.choices import Choice


class Button(StrEnum):
    """What a button carries: at most 64 bytes, and nothing about a file or a person."""

    DETAILS = "rincian"
    CARD = "kartu"
    MAP = "peta"
    CHECKLIST = "periksa"
    RECEIPT = "bukti"
    CHOICES = "cara"
    BACK = "kembali"
    CHOICES_NO_MAP = "cara:polos"  # the same two, below a file that tells no place
    BACK_NO_MAP = "kembali:polos"
    ONLY_LOCATION = "cara:tempat"
    KEEP_CREDIT = "cara:nama"
    PIXELS = "cara:layar"
    DELETE = "hapus"


@dataclass(frozen=True, slots=True)
class CallbackButton:
    """What a button carries, at most 64 bytes, and the words on it."""

    data: str
    label: str


# What may stand behind /start in a deep link, besides the name of a command.
# https://core.telegram.org/bots/features#deep-linking
FILE_LINK = "r-"  # before a token: the details of a file that its owner sent in a group
TOPIC_LINK = "topik-"  # before the id of one of the advisor's topics


@dataclass(frozen=True, slots=True)
class LinkButton:
    """A deep link into the private chat: what `/start` carries there, and the button's label."""

    payload: str
    label: str


Keyboard = tuple[tuple[CallbackButton | LinkButton, ...], ...]  # rows of buttons


class Trigger(StrEnum):
    """Why the bot speaks of a file where others read along."""

    CALLED = "called"
    WARN = "warn"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class GroupReply:
    """Others read along: no value of the file is told there. `token` opens the door to them."""

    trigger: Trigger
    sender_id: int
    token: str = ""
    is_album_part: bool = False  # of an album whose other files are not seen

    @property
    def is_requested(self) -> bool:
        """Tell whether somebody waits for an answer."""
        return self.trigger is Trigger.CALLED


@dataclass(frozen=True, slots=True)
class MarkSeen:
    """Show at once that a file was seen."""

    address: Address


@dataclass(frozen=True, slots=True)
class SendMessage:
    """Answer a message."""

    address: Address
    html: str
    keyboard: Keyboard = ()
    silent: bool = False  # nobody's phone rings


@dataclass(frozen=True, slots=True)
class SendCopy:
    """Answer a message with the clean copy of its file."""

    address: Address
    filename: str
    caption: str  # HTML
    keyboard: Keyboard = ()
    silent: bool = False


@dataclass(frozen=True, slots=True)
class SendAlbum:
    """Answer an album with its clean copies, two or more, as one message."""

    copies: tuple[SendCopy, ...]


@dataclass(frozen=True, slots=True)
class ReplaceOriginals:
    """Post clean copies with their sender's name and words; then delete the originals.

    Where anything fails the originals stay.
    """

    copies: tuple[SendCopy, ...]


@dataclass(frozen=True, slots=True)
class SendCard:
    """Answer a message with the report card that was drawn."""

    address: Address


@dataclass(frozen=True, slots=True)
class SendTextFile:
    """Answer a message with a text as a file."""

    address: Address
    filename: str
    text: str


@dataclass(frozen=True, slots=True)
class SendLocation:
    """Answer a message with a place on Telegram's own map; `radius` is metres it may be off."""

    address: Address
    lat: float
    lon: float
    radius: float


@dataclass(frozen=True, slots=True)
class AnswerCallback:
    """Release a tapped button; `text`, if any, is plain and at most 200 characters long."""

    query_id: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Clean:
    """Fetch a file, clean it, and ask `on_outcome` what to say."""

    address: Address
    file_id: str
    hints: FileHints = NO_HINTS
    choice: Choice = Choice.EVERYTHING
    group_reply: GroupReply | None = None
    is_default_choice: bool = False  # the choice is what the person always wants


@dataclass(frozen=True, slots=True)
class EditMessage:
    """Put other buttons below our own message, and perhaps other words above them."""

    address: Address
    keyboard: Keyboard
    html: str | None = None


@dataclass(frozen=True, slots=True)
class Inspect:
    """Fetch a file, read it, and ask `on_outcome` what to say to who tapped a button."""

    address: Address
    file_id: str
    button: Button = Button.DETAILS
    hints: FileHints = NO_HINTS
    group_reply: GroupReply | None = None


@dataclass(frozen=True, slots=True)
class DrawCard:
    """Fetch a file, draw its report card, and ask `on_outcome` what to say."""

    address: Address
    file_id: str


@dataclass(frozen=True, slots=True)
class MakeReceipt:
    """Fetch a file, clean it once more for a receipt, and ask `on_outcome` what to say."""

    address: Address
    file_id: str


@dataclass(frozen=True, slots=True)
class ProcessAlbum:
    """Fetch files that were sent at once, and ask `on_outcomes` what to say."""

    tasks: tuple[Clean | Inspect, ...]


@dataclass(frozen=True, slots=True)
class AnswerInlineQuery:
    """Offer cards to somebody who writes in another chat."""

    query_id: str
    cards: tuple["Card", ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A text that can be posted anywhere: HTML."""

    id: str
    title: str
    teaser: str  # plain
    html: str


FileTask = Clean | Inspect | DrawCard | MakeReceipt


def is_requested(task: "FileTask") -> bool:
    """Tell whether somebody waits for what becomes of a file; the guard of a group does not."""
    public = task.group_reply if isinstance(task, Clean | Inspect) else None
    return public is None or public.is_requested


Answer = SendMessage | SendCopy | SendCard | SendTextFile | SendLocation
Action = (
    MarkSeen | Answer | SendAlbum | ReplaceOriginals | AnswerCallback | AnswerInlineQuery
    | EditMessage | FileTask | ProcessAlbum | Effect
)  # fmt: skip
