"""What is known where an event happens: settings, rights, the time. Values only."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.engine.choices import Choice

LIMIT = 20 * 1024 * 1024  # bytes: Telegram gives bots no larger file
ZONES = {"WIB": 7, "WITA": 8, "WIT": 9}  # hours ahead of UTC
QUIET = ("", "21-5", "22-6", "23-7")  # hours of the day, from-to; "": none


class Guard(StrEnum):
    """What the bot does in a group about files that tell a place or a person."""

    OFF = "mati"
    WARN = "ingatkan"
    REPLACE = "ganti"


@dataclass(frozen=True, slots=True)
class GroupSettings:
    """What the admins of a group or a channel set."""

    guard: Guard = Guard.OFF
    language: str = "id"
    quiet: str = ""  # one of QUIET
    zone: str = "WIB"  # one of ZONES
    topics: tuple[int, ...] = ()  # where it may speak; none: everywhere


@dataclass(frozen=True, slots=True)
class PersonSettings:
    """What somebody set."""

    language: str = "id"
    choice: Choice = Choice.EVERYTHING
    declined_groups: tuple[int, ...] = ()  # groups where this person's files are never replaced


@dataclass(frozen=True, slots=True)
class Rights:
    """What the bot may do in a group."""

    can_see_files: bool = False  # all messages
    can_delete: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What is known where an event happens."""

    today: date
    file_limit: int = LIMIT  # bytes of a file that we can have
    hour: int = 12  # of the day, UTC
    group: GroupSettings = field(default_factory=GroupSettings)
    person: PersonSettings = field(default_factory=PersonSettings)
    is_admin: bool = False  # who acts is an admin of the group
    rights: Rights = field(default_factory=Rights)
    token: str = ""  # unguessable, and of this event alone: for a door
    files_this_hour: int = 0  # worked for them in this hour

    @property
    def in_quiet_hours(self) -> bool:
        """Tell whether these are the group's quiet hours."""
        begin, _, end = self.group.quiet.partition("-")
        here = (self.hour + ZONES[self.group.zone]) % 24
        return bool(begin) and (here >= int(begin) or here < int(end))

    def may_speak(self, thread: int | None) -> bool:
        """Tell whether the bot may speak in a topic."""
        return not self.group.topics or (thread or 0) in self.group.topics
