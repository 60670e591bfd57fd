"""What can happen in a chat: a private one, a group or a channel.

In every event `address` is the message where it happened, and `sender_id` who did it: a person
(> 0), a chat that speaks for itself (< 0), or 0 where Telegram does not say. No event holds a
text, a caption or a file's name.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.advisor import Classification
from bot.engine.choices import Choice
from bot.report import Clue


@dataclass(frozen=True, slots=True)
class Address:
    """A message, and so where its answer goes; message 0 is none in particular."""

    chat_id: int
    message_id: int
    thread_id: int | None = None  # a forum's topic

    @property
    def is_public(self) -> bool:
        """Return whether others read it: Telegram's ids of groups and channels are negative."""
        return self.chat_id < 0


class MediaKind(StrEnum):
    """What was sent that is no file; the values are names of pages in locales/."""

    PHOTO = "foto_terkompresi"
    STICKER = "stiker"
    VIDEO = "video"
    ANIMATION = "gif"
    VOICE = "suara"
    OTHER = "kontak_lokasi"


@dataclass(frozen=True, slots=True)
class FileHints:
    """What the message that a file came in says about it."""

    clues: tuple[Clue, ...] = ()  # kinds of data in the file's name
    evidence: bool = False  # its caption mentions evidence or a crime
    forwarded: bool = False  # the message names where it was first
    captioned: bool = False
    # What its caption asks for, in a private chat.
    choice: Choice | None = None
    inspect_only: bool = False
    classification: Classification | None = None  # of a question


NO_HINTS = FileHints()


@dataclass(frozen=True, slots=True)
class FileSent:
    """A file was sent; files sent at once have the same `album_id`."""

    address: Address
    file_id: str
    size: int | None  # bytes, as Telegram says, which need not be true
    album_id: str | None = None
    hints: FileHints = NO_HINTS
    sender_id: int = 0


@dataclass(frozen=True, slots=True)
class FileCommand:
    """Somebody pointed at a message and called the bot; `file` is what that message holds."""

    address: Address
    file: FileSent | None
    inspect_only: bool = False  # a report is wanted, no copy
    is_photo: bool = False  # the message holds a photo that Telegram has compressed
    sender_id: int = 0


@dataclass(frozen=True, slots=True)
class MediaSent:
    """Something was sent that is no file; what was sent at once has the same `album_id`."""

    address: Address
    media: MediaKind
    album_id: str | None = None
    sender_id: int = 0


@dataclass(frozen=True, slots=True)
class CommandSent:
    """A command was sent; its name is that in the table of commands, or "" for an unknown one."""

    address: Address
    name: str
    service: str | None = None  # the AI service that is named behind it
    sender_id: int = 0
    token: str | None = None  # of the deep link that was followed to send /start


@dataclass(frozen=True, slots=True)
class QuestionAsked:
    """A text was sent; only its classification goes on."""

    address: Address
    classification: Classification
    sender_id: int = 0


@dataclass(frozen=True, slots=True)
class ButtonTapped:
    """A button below one of our messages was tapped.

    `address` is that message, or None where it was posted through inline mode. If it answers a
    file, `file_id` is that file, and `original_id` the message that the file came in; both are
    None where that message is gone.
    """

    query_id: str
    data: str  # what the button carries
    address: Address | None
    file_id: str | None
    hints: FileHints = NO_HINTS
    original_id: int | None = None
    sender_id: int = 0


@dataclass(frozen=True, slots=True)
class InlineQueried:
    """In whatever chat, somebody wrote the bot's name and perhaps a question behind it."""

    query_id: str
    classification: Classification | None  # None where nothing is written yet
    sender_id: int = 0
    address: None = None  # Telegram does not tell where


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
    """A group became a supergroup, which has another id."""

    address: Address
    new_chat_id: int
    sender_id: int = 0


Event = (
    FileSent | FileCommand | MediaSent | CommandSent | QuestionAsked | ButtonTapped | InlineQueried
    | BotAdded | BotRemoved | GroupMigrated
)  # fmt: skip
