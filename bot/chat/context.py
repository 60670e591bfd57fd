"""What is known where an event happens: settings, rights, the time. Values only."""

from dataclasses import dataclass, field
from datetime import date

from bot.chat.settings import ZONES, GroupSettings, PersonSettings

FILE_LIMIT = 20 * 1024 * 1024  # bytes: Telegram gives bots no larger file


@dataclass(frozen=True, slots=True)
class Rights:
    """What the bot may do in a group."""

    can_see_files: bool = False  # all messages
    can_delete: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What is known where an event happens."""

    today: date
    file_limit: int = FILE_LIMIT  # bytes of a file that we can have
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
