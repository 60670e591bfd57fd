"""Actions that store, look up or delete something."""

from dataclasses import dataclass

from bot.chat.events import NO_HINTS, Address, FileHints
from bot.chat.settings import GroupSettings, PersonSettings


@dataclass(frozen=True, slots=True)
class DeleteMessage:
    """Delete a message, and answer the tapped button with `done` or `failed`.

    `report` is a message of ours about it, which goes too.
    """

    address: Address
    query_id: str
    done: str
    failed: str
    report: Address | None = None


@dataclass(frozen=True, slots=True)
class CreateDeepLink:
    """Let one person see a file's details in the private chat, for a while, by a token."""

    token: str
    address: Address  # the message of the file
    user_id: int
    file_id: str
    hints: FileHints = NO_HINTS


@dataclass(frozen=True, slots=True)
class FollowDeepLink:
    """Look up the file of a token, if it is for this person, and go on with `on_deep_link`."""

    address: Address
    token: str
    user_id: int


@dataclass(frozen=True, slots=True)
class DeclineReplacement:
    """Never replace this person's files in this group again, if the token is for this person.

    The tapped button is answered with `done` or, where it is for somebody else, with `foreign`.
    """

    address: Address
    token: str
    user_id: int
    query_id: str
    done: str
    foreign: str


@dataclass(frozen=True, slots=True)
class SaveSettings:
    """Store what a person, or the admins of a group, have set."""

    owner_id: int  # of the person or the group
    settings: GroupSettings | PersonSettings


@dataclass(frozen=True, slots=True)
class EraseData:
    """Erase everything that is stored of a person or a group."""

    owner_id: int


@dataclass(frozen=True, slots=True)
class MoveSettings:
    """Give the settings of a group to the supergroup that it became."""

    old_chat_id: int
    new_chat_id: int


@dataclass(frozen=True, slots=True)
class LeaveGroup:
    """Leave a group."""

    chat_id: int


Effect = (
    DeleteMessage | CreateDeepLink | FollowDeepLink | DeclineReplacement | SaveSettings | EraseData
    | MoveSettings | LeaveGroup
)  # fmt: skip
