"""Why Telegram refuses a message: the bot may not send it, or nobody is there any more.

The Bot API tells reasons in text alone; these are the beginnings of the texts of its own server
for what no second try would change. Spec: github.com/tdlib/telegram-bot-api, Client.cpp.
"""

from telegram.error import BadRequest, ChatMigrated, Forbidden

UNREACHABLE = (
    "not enough rights", "need administrator rights", "chat_write_forbidden", "have no rights",
    "topic_closed", "topic_deleted", "message thread not found", "chat not found",
    "message to be replied not found", "replied message not found", "message not found",
    "chat_restricted", "user_is_blocked", "chat_send_", "bot is not a member",
)  # fmt: skip
FILES_FORBIDDEN = (
    "rights to send documents",
    "chat_send_docs_forbidden",
    "rights to send files",
)


def is_unreachable(error: Exception) -> bool:
    """Return whether no message of ours would arrive in the chat."""
    if isinstance(error, Forbidden | ChatMigrated):
        return True
    return _is_refused(error, UNREACHABLE)


def forbids_files(error: Exception) -> bool:
    """Return whether only files are forbidden in the chat: a text would arrive."""
    return _is_refused(error, FILES_FORBIDDEN)


def _is_refused(error: Exception, reasons: tuple[str, ...]) -> bool:
    text = str(error).lower()
    return isinstance(error, BadRequest) and any(reason in text for reason in reasons)
