"""Events and settings as the JSON that the store keeps.

Of events that is what Telegram numbers and ids of pages tell, nothing that a person wrote. The
names in the JSON are those of the first release, for good.
"""

from bot.chat.events import (
    BotAdded,
    BotRemoved,
    ButtonTapped,
    CommandSent,
    Event,
    FileCommand,
    FileSent,
    GroupMigrated,
    InlineQueried,
    MediaSent,
    QuestionAsked,
)
from bot.chat.settings import LANGUAGES, QUIET_HOURS, ZONES, GroupSettings, PersonSettings
from bot.codec import LenientCodec, UnionCodec

EVENTS: UnionCodec[Event] = UnionCodec(
    "kind",
    {
        "file": FileSent,
        "called": FileCommand,
        "thing": MediaSent,
        "command": CommandSent,
        "asked": QuestionAsked,
        "button": ButtonTapped,
        "inline": InlineQueried,
        "joined": BotAdded,
        "left": BotRemoved,
        "moved": GroupMigrated,
    },
    {
        "address": "at",
        "chat_id": "chat",
        "message_id": "message",
        "thread_id": "thread",
        "sender_id": "by",
        "file_id": "file",
        "album_id": "album",
        "hints": "beside",
        "inspect_only": "inspect",
        "is_photo": "photo",
        "media": "thing",
        "token": "door",
        "classification": "heard",
        "query_id": "query",
        "original_id": "original",
        "new_chat_id": "to",
        "CommandSent.service": "about",
    },
)
GROUP_SETTINGS = LenientCodec(
    GroupSettings, {"language": LANGUAGES, "quiet": QUIET_HOURS, "zone": ZONES}
)
PERSON_SETTINGS = LenientCodec(PersonSettings, {"language": LANGUAGES}, {"declined_groups": "kept"})


def encode_settings(settings: GroupSettings | PersonSettings) -> str:
    """Return the settings of a group or a person as JSON."""
    if isinstance(settings, GroupSettings):
        return GROUP_SETTINGS.encode(settings)
    return PERSON_SETTINGS.encode(settings)
