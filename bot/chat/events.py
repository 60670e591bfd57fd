"""What can happen in a chat: a private one, a group or a channel."""

from dataclasses import dataclass
from enum import StrEnum

from bot.advisor import Classification
from bot.report import Clue


@dataclass(frozen=True, slots=True)
class Address:
    """A message: where it is, and so where its answer goes; message 0 is none in particular."""

    chat_id: int
    message_id: int
    thread_id: int | None = None  # a forum's topic

    @property
    def is_public(self) -> bool:
        """Tell whether others read along: Telegram's numbers of groups and channels are < 0."""
        return self.chat_id < 0


class MediaKind(StrEnum):
    """What was sent that is no file; the values are ids of pages."""

    PHOTO = "foto_terkompresi"
    STICKER = "stiker"
    VIDEO = "video"
    ANIMATION = "gif"
    VOICE = "suara"
    OTHER = "kontak_lokasi"


@dataclass(frozen=True, slots=True)
class FileHints:
    """What came with a file, as far as it matters; neither its name nor its caption is kept."""

    clues: tuple[Clue, ...] = ()  # what the file's name tells
    evidence: bool = False  # its caption speaks of proof, or of a crime
    forwarded: bool = False  # its head names where it was first
    captioned: bool = False


NO_HINTS = FileHints()


@dataclass(frozen=True, slots=True)
class FileSent:
    """A file came; `size` in bytes is the sender's word, or None.

    What was sent at once bears the same `album`. `by` is who sent it: a person, or (< 0) a chat
    that speaks for itself, 0 where nobody knows; so in all events.
    """

    address: Address
    file_id: str
    size: int | None
    album_id: str | None = None
    hints: FileHints = NO_HINTS
    sender_id: int = 0


@dataclass(frozen=True, slots=True)
class FileCommand:
    """In a group somebody pointed at a message and called the bot; `file` is what it holds."""

    address: Address
    file: FileSent | None
    inspect_only: bool = False  # only to be told what it tells
    is_photo: bool = False  # it holds a photo that Telegram has compressed
    sender_id: int = 0


@dataclass(frozen=True, slots=True)
class MediaSent:
    """Something came that is no file; what was sent at once bears the same `album`."""

    address: Address
    media: MediaKind
    album_id: str | None = None
    sender_id: int = 0


@dataclass(frozen=True, slots=True)
class CommandSent:
    """A command came: its bare name in small letters, and the service that it is `about`.

    `door` is the token of a way from a group into this private chat.
    """

    address: Address
    name: str
    service: str | None = None
    sender_id: int = 0
    token: str | None = None


@dataclass(frozen=True, slots=True)
class QuestionAsked:
    """A text came: what it is about. The text itself ends at the door."""

    address: Address
    classification: Classification
    sender_id: int = 0


@dataclass(frozen=True, slots=True)
class ButtonTapped:
    """A button below one of our messages was tapped.

    `data` is what the button carries; `file` the original that our message answers, and
    `original` the message that it came in, or None where they are gone. `at` is our message, or
    None where it is in no chat.
    """

    query_id: str
    data: str
    address: Address | None
    file_id: str | None
    hints: FileHints = NO_HINTS
    original_id: int | None = None
    sender_id: int = 0


@dataclass(frozen=True, slots=True)
class InlineQueried:
    """In whatever chat, somebody writes the bot's name and a question behind it."""

    query_id: str
    classification: Classification | None  # None where nothing is written yet
    sender_id: int = 0
    address: None = None


@dataclass(frozen=True, slots=True)
class BotAdded:
    """The bot was added to a group."""

    address: Address
    sender_id: int = 0


@dataclass(frozen=True, slots=True)
class BotRemoved:
    """The bot was removed from a group, or blocked by a person."""

    address: Address
    sender_id: int = 0


@dataclass(frozen=True, slots=True)
class GroupMigrated:
    """A group has a new number now."""

    address: Address
    new_chat_id: int
    sender_id: int = 0


Event = (
    FileSent | FileCommand | MediaSent | CommandSent | QuestionAsked | ButtonTapped | InlineQueried
    | BotAdded | BotRemoved | GroupMigrated
)  # fmt: skip
