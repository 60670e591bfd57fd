"""What the bot can do about an event.

A text is Telegram's HTML where its field is called `html` or `caption`, and plain elsewhere.
https://core.telegram.org/bots/api#html-style
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.chat.effects import Effect
from bot.chat.events import NO_HINTS, Address, FileHints
from bot.engine.choices import Choice


class Button(StrEnum):
    """What the buttons below a report carry: nothing about a file or a person.

    The values are in messages that were sent already, so they never change.
    """

    DETAILS = "rincian"
    CARD = "kartu"
    MAP = "peta"
    CHECKLIST = "periksa"
    RECEIPT = "bukti"
    CHOICES = "cara"
    BACK = "kembali"
    CHOICES_NO_MAP = "cara:polos"  # the same two, below the report of a file without a location
    BACK_NO_MAP = "kembali:polos"
    ONLY_LOCATION = "cara:tempat"
    KEEP_CREDIT = "cara:nama"
    PIXELS = "cara:layar"
    DELETE = "hapus"
    DELETE_NO_MAP = "hapus:polos"
    DELETE_CONFIRMED = "hapus:ya"


@dataclass(frozen=True, slots=True)
class CallbackButton:
    """A button that comes back as ButtonTapped: its data, at most 64 bytes, and its label."""

    data: str
    label: str


# What may stand behind /start in a deep link, besides the name of a command.
# https://core.telegram.org/bots/features#deep-linking
FILE_LINK = "r-"  # before a token: the details of a file that its owner sent in a group
TOPIC_LINK = "topik-"  # before the id of one of the advisor's topics


@dataclass(frozen=True, slots=True)
class LinkButton:
    """A button with a deep link into the private chat: what /start carries, and its label."""

    payload: str
    label: str


Keyboard = tuple[tuple[CallbackButton | LinkButton, ...], ...]  # rows of buttons


class Trigger(StrEnum):
    """Why a file of a group is processed."""

    CALLED = "called"  # somebody pointed at it
    WARN = "warn"  # the group's guard warns
    REPLACE = "replace"  # the group's guard replaces


@dataclass(frozen=True, slots=True)
class GroupReply:
    """How a file is answered in a group, where others read it: no value of the file is shown.

    `token` is that of the deep link by which its sender sees the values in the private chat.
    """

    trigger: Trigger
    sender_id: int
    token: str = ""
    is_album_part: bool = False  # of an album; Telegram shows us only the file pointed at

    @property
    def is_requested(self) -> bool:
        """Return whether somebody waits for the answer."""
        return self.trigger is Trigger.CALLED


@dataclass(frozen=True, slots=True)
class MarkSeen:
    """React to a message, to show at once that its file was seen."""

    address: Address


@dataclass(frozen=True, slots=True)
class SendMessage:
    """Answer a message."""

    address: Address
    html: str
    keyboard: Keyboard = ()
    silent: bool = False  # without a notification


@dataclass(frozen=True, slots=True)
class SendCopy:
    """Answer a message with the clean copy of its file.

    Who gets the copy may forward it, caption and all: neither the caption nor the name of the
    file tells what the original carries.
    """

    address: Address
    filename: str
    caption: str = ""  # HTML
    keyboard: Keyboard = ()
    silent: bool = False


@dataclass(frozen=True, slots=True)
class SendAlbum:
    """Answer an album with its clean copies, two or more, as one message."""

    copies: tuple[SendCopy, ...]


@dataclass(frozen=True, slots=True)
class ReplaceOriginals:
    """Post clean copies under their sender's name and caption, then delete the originals.

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
    """Answer a message with a pin on Telegram's map: degrees, and an error radius in metres."""

    address: Address
    lat: float
    lon: float
    radius: float


@dataclass(frozen=True, slots=True)
class AnswerCallback:
    """End the waiting of a tapped button; with a text, at most 200 characters, it is shown."""

    query_id: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Clean:
    """Fetch a file and clean it; then go on with `on_outcomes`, as after every file task."""

    address: Address
    file_id: str
    hints: FileHints = NO_HINTS
    choice: Choice = Choice.EVERYTHING
    group_reply: GroupReply | None = None
    is_default_choice: bool = False  # from the person's settings; else a button was tapped


@dataclass(frozen=True, slots=True)
class EditMessage:
    """Change the buttons below our own message and, with `html`, its text."""

    address: Address
    keyboard: Keyboard
    html: str | None = None


@dataclass(frozen=True, slots=True)
class Inspect:
    """Fetch a file and read it; `button` is what to show of it."""

    address: Address
    file_id: str
    button: Button = Button.DETAILS
    hints: FileHints = NO_HINTS
    group_reply: GroupReply | None = None


@dataclass(frozen=True, slots=True)
class DrawCard:
    """Fetch a file and draw its report as a picture."""

    address: Address
    file_id: str


@dataclass(frozen=True, slots=True)
class MakeReceipt:
    """Fetch a file and clean it once more by a choice, for a receipt of that copy."""

    address: Address
    file_id: str
    choice: Choice = Choice.EVERYTHING


@dataclass(frozen=True, slots=True)
class ProcessAlbum:
    """Process files that were sent at once; then go on with `on_outcomes` for all of them."""

    tasks: tuple[Clean | Inspect, ...]


@dataclass(frozen=True, slots=True)
class AnswerInlineQuery:
    """Offer cards to somebody who writes the bot's name in another chat."""

    query_id: str
    cards: tuple["Card", ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A text that can be posted in any chat."""

    id: str
    title: str
    teaser: str
    html: str


FileTask = Clean | Inspect | DrawCard | MakeReceipt


def is_requested(task: "FileTask") -> bool:
    """Return whether somebody waits for the outcome; nobody does where a group's guard acts."""
    reply = task.group_reply if isinstance(task, Clean | Inspect) else None
    return reply is None or reply.is_requested


Answer = SendMessage | SendCopy | SendCard | SendTextFile | SendLocation
Action = (
    MarkSeen | Answer | SendAlbum | ReplaceOriginals | AnswerCallback | AnswerInlineQuery
    | EditMessage | FileTask | ProcessAlbum | Effect
)  # fmt: skip
