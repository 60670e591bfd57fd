"""What the bot can do besides speaking: keep, forget, delete, leave, open doors."""

from dataclasses import dataclass

from bot.chat.context import GroupSettings, PersonSettings
from bot.chat.events import NO_HINTS, Address, FileHints


@dataclass(frozen=True, slots=True)
class Delete:
    """Delete a message; `done` and `failed` are told to who tapped the button `query`."""

    at: Address
    query: str
    done: str
    failed: str


@dataclass(frozen=True, slots=True)
class CreateDeepLink:
    """Let one person look at a file from the private chat, for a while."""

    token: str
    at: Address
    by: int
    file: str
    beside: FileHints = NO_HINTS


@dataclass(frozen=True, slots=True)
class FollowDeepLink:
    """Look behind a door, and ask `on_door` what to say."""

    at: Address
    token: str
    by: int


@dataclass(frozen=True, slots=True)
class Decline:
    """Whose door this is, and nobody else, wants his files left as they are in this group."""

    at: Address
    token: str
    by: int
    query: str
    done: str
    foreign: str


@dataclass(frozen=True, slots=True)
class Save:
    """Keep what somebody set: a person, or the admins of a group."""

    who: int
    told: GroupSettings | PersonSettings


@dataclass(frozen=True, slots=True)
class Erase:
    """Forget everything of a person or a group."""

    who: int


@dataclass(frozen=True, slots=True)
class Move:
    """Keep a group's settings under its new number."""

    old: int
    new: int


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave a group."""

    chat: int


Effect = CreateDeepLink | Save | Erase | Move | Leave | Delete | Decline | FollowDeepLink
