"""What is known where an event happens: settings, rights, the time."""

from dataclasses import dataclass, field
from datetime import date

from bot.chat.settings import ZONES, GroupSettings, PersonSettings

# Bytes; https://core.telegram.org/bots/api#getfile gives bots no larger file.
FILE_LIMIT = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Rights:
    """What the bot may do in a group."""

    can_see_files: bool = False  # all messages, not only those that call it
    can_delete: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What is known about the chat of an event, as far as the event needs it."""

    today: date
    file_limit: int = FILE_LIMIT  # bytes of a file that can be fetched
    hour: int = 12  # of the day, UTC
    group: GroupSettings = field(default_factory=GroupSettings)
    person: PersonSettings = field(default_factory=PersonSettings)
    is_admin: bool = False  # the sender is an admin of the group
    rights: Rights = field(default_factory=Rights)
    token: str = ""  # unguessable, of this event alone: for a deep link
    files_this_hour: int = 0  # processed for the sender or the group

    @property
    def in_quiet_hours(self) -> bool:
        """Return whether these are the group's quiet hours, in its own time zone."""
        begin, _, end = self.group.quiet.partition("-")
        local_hour = (self.hour + ZONES[self.group.zone]) % 24
        # All of QUIET_HOURS go past midnight.
        return bool(begin) and (local_hour >= int(begin) or local_hour < int(end))

    def may_speak(self, thread_id: int | None) -> bool:
        """Return whether the admins let the bot speak in a topic; None is outside all topics."""
        return not self.group.topics or (thread_id or 0) in self.group.topics
