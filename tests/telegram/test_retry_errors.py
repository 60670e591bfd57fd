"""What Telegram refuses: whether anybody could hear an apology."""

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError

from bot.telegram.retry import forbids_files, is_unreachable


@pytest.mark.parametrize(
    ("error", "silent", "files"),
    [
        (Forbidden("bot was kicked from the supergroup chat"), True, False),
        (Forbidden("bot was blocked by the user"), True, False),
        (ChatMigrated(-5), True, False),
        (BadRequest("Not enough rights to send text messages to the chat"), True, False),
        (BadRequest("Not enough rights to send documents to the chat"), True, True),
        (BadRequest("CHAT_WRITE_FORBIDDEN"), True, False),
        (BadRequest("TOPIC_CLOSED"), True, False),
        (BadRequest("Message to be replied not found"), True, False),
        (BadRequest("Wrong file identifier"), False, False),
        (NetworkError("httpx.ReadError"), False, False),
        (ValueError("chat not found"), False, False),
    ],
)
def test_a_refusal(error: Exception, silent: bool, files: bool) -> None:
    assert (is_unreachable(error), forbids_files(error)) == (silent, files)
