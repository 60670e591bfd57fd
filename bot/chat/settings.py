"""What a person or a group can set; the menu that changes it is settings_menu."""

from dataclasses import dataclass
from enum import StrEnum

from bot.engine.choices import Choice

LANGUAGES = {"id": "Indonesia", "en": "English"}  # code -> its own name
ZONES = {"WIB": 7, "WITA": 8, "WIT": 9}  # hours ahead of UTC
QUIET_HOURS = ("", "21-5", "22-6", "23-7")  # from-to, hours of the day; "": none


class Guard(StrEnum):
    """What the bot does in a group, uncalled, about files that tell a location or a person."""

    OFF = "mati"
    WARN = "ingatkan"
    REPLACE = "ganti"


@dataclass(frozen=True, slots=True)
class GroupSettings:
    """What the admins of a group or a channel set."""

    guard: Guard = Guard.OFF
    language: str = "id"
    quiet: str = ""  # one of QUIET_HOURS
    zone: str = "WIB"  # one of ZONES
    topics: tuple[int, ...] = ()  # ids of forum topics where the bot may speak; (): everywhere


@dataclass(frozen=True, slots=True)
class PersonSettings:
    """What a person set."""

    language: str = "id"
    choice: Choice = Choice.EVERYTHING
    declined_groups: tuple[int, ...] = ()  # groups where this person's files are never replaced
