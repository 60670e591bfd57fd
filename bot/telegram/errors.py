"""What Telegram refuses since we may not, or since nobody is there any more.

Its answers are words; these are the beginnings of the words of its own open server (td/telegram,
Client.cpp) for what no second try would change.
"""

from telegram.error import BadRequest, ChatMigrated, Forbidden

MUTE = (
    "not enough rights", "need administrator rights", "chat_write_forbidden", "have no rights",
    "topic_closed", "topic_deleted", "message thread not found", "chat not found",
    "message to be replied not found", "replied message not found", "message not found",
    "chat_restricted", "user_is_blocked", "chat_send_", "bot is not a member",
)  # fmt: skip
FILES = ("rights to send documents", "chat_send_docs_forbidden", "rights to send files")


def silenced(error: Exception) -> bool:
    """Tell whether nothing that we say can be heard there."""
    if isinstance(error, Forbidden | ChatMigrated):
        return True
    return isinstance(error, BadRequest) and any(word in str(error).lower() for word in MUTE)


def no_files(error: Exception) -> bool:
    """Tell whether we may speak there, and only not send files."""
    return isinstance(error, BadRequest) and any(word in str(error).lower() for word in FILES)
