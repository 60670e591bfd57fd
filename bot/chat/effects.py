"""What the bot can do besides speaking: keep, forget, delete, leave, open doors."""

from dataclasses import dataclass

from bot.chat.events import NO_HINTS, Address, FileHints
from bot.chat.settings import GroupSettings, PersonSettings


@dataclass(frozen=True, slots=True)
class DeleteMessage:
    """Delete a message; `done` and `failed` are told to who tapped the button `query`."""

    address: Address
    query_id: str
    done: str
    failed: str


@dataclass(frozen=True, slots=True)
class CreateDeepLink:
    """Let one person look at a file from the private chat, for a while."""

    token: str
    address: Address
    user_id: int
    file_id: str
    hints: FileHints = NO_HINTS


@dataclass(frozen=True, slots=True)
class FollowDeepLink:
    """Look behind a door, and ask `on_door` what to say."""

    address: Address
    token: str
    user_id: int


@dataclass(frozen=True, slots=True)
class DeclineReplacement:
    """Whose door this is, and nobody else, wants his files left as they are in this group."""

    address: Address
    token: str
    user_id: int
    query_id: str
    done: str
    foreign: str


@dataclass(frozen=True, slots=True)
class SaveSettings:
    """Keep what somebody set: a person, or the admins of a group."""

    owner_id: int
    settings: GroupSettings | PersonSettings


@dataclass(frozen=True, slots=True)
class EraseData:
    """Forget everything of a person or a group."""

    owner_id: int


@dataclass(frozen=True, slots=True)
class MoveSettings:
    """Keep a group's settings under its new number."""

    old_chat_id: int
    new_chat_id: int


@dataclass(frozen=True, slots=True)
class LeaveGroup:
    """Leave a group."""

    chat_id: int


Effect = (
    CreateDeepLink
    | SaveSettings
    | EraseData
    | MoveSettings
    | LeaveGroup
    | DeleteMessage
    | DeclineReplacement
    | FollowDeepLink
)
