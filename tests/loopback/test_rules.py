"""Breaches of the Bot API are seen."""

import pytest

from tests import corpus
from tests.loopback.rules import Rules


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules(corpus.need(corpus.BOT_API))


@pytest.mark.parametrize(
    ("method", "given"),
    [
        ("sendMessage", {"chat_id": "5", "text": "12"}),
        ("sendMessage", {"chat_id": "@somebody", "text": "[]"}),
        (
            "sendMessage",
            {"chat_id": "5", "text": "a", "reply_parameters": '{"message_id": 1}'},
        ),
        (
            "setMessageReaction",
            {"chat_id": "5", "message_id": "1", "reaction": '[{"type":"emoji","emoji":"👀"}]'},
        ),
        ("getMe", {}),
    ],
)
def test_a_call_in_order_is_in_order(rules: Rules, method: str, given: dict[str, str]) -> None:
    assert rules.wrong_call(method, given, set()) == []


@pytest.mark.parametrize(
    ("method", "given"),
    [
        ("sendMassage", {}),
        ("sendMessage", {"chat_id": "5"}),
        ("sendMessage", {"chat_id": "5", "text": "a", "colour": "red"}),
        ("sendMessage", {"chat_id": "5", "text": "a", "disable_notification": "yes"}),
        ("sendMessage", {"chat_id": "5", "text": "a", "reply_parameters": '{"message": 1}'}),
        ("sendMessage", {"chat_id": "5", "text": "a", "reply_markup": '{"inline_keyboard": [1]}'}),
        ("getUpdates", {"limit": "many"}),
        ("getUpdates", {"allowed_updates": '"message"'}),
        ("sendDocument", {"chat_id": "5"}),
    ],
)
def test_a_breach_is_told(rules: Rules, method: str, given: dict[str, str]) -> None:
    assert rules.wrong_call(method, given, set()) != []


def test_an_uploaded_file_is_a_file(rules: Rules) -> None:
    assert rules.wrong_call("sendDocument", {"chat_id": "5"}, {"document"}) == []
    assert rules.wrong_call("sendMessage", {"chat_id": "5"}, {"text"}) != []


def test_an_update_of_ours_must_be_one_of_telegrams(rules: Rules) -> None:
    message = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}
    assert rules.wrong_value({"update_id": 1, "message": message}, "Update") == []
    assert rules.wrong_value({"update_id": 1, "message": {**message, "date": "now"}}, "Update")
