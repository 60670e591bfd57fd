"""Updates become events: every kind of message, and no group."""

from dataclasses import replace
from typing import Any

import pytest
from telegram import Bot, Message, Update, User

from bot.advisor import classify
from bot.chat.events import (
    Address,
    ButtonTapped,
    CommandSent,
    FileHints,
    FileSent,
    MediaKind,
    MediaSent,
    QuestionAsked,
)
from bot.telegram.incoming import UpdateReader
from bot.telegram.messages import MEDIA_KINDS
from tests.loopback.telegram import TOKEN

CHAT = {"id": 5, "type": "private"}
AT = Address(5, 9)
BOT = Bot(TOKEN)
BOT._bot_user = User(1, "Jejak", True, username="SomeBot")
DOCUMENT = {"file_id": "f", "file_unique_id": "u", "file_size": 3}
CLIP = {**DOCUMENT, "width": 1, "height": 1, "duration": 1}


def message(**content: Any) -> dict[str, Any]:
    return {"message_id": 9, "date": 1, "chat": CHAT, **content}


def event(**content: Any) -> object:
    return UpdateReader(BOT).event_of(Update(1, message=Message.de_json(message(**content), BOT)))


def tapped(**content: Any) -> object:
    query = {"id": "q", "from": {"id": 5, "is_bot": False, "first_name": "B"}}
    told = {"update_id": 1, "callback_query": {**query, "chat_instance": "1", **content}}
    return UpdateReader(BOT).event_of(Update.de_json(told, BOT))


@pytest.mark.parametrize(("name", "thing"), MEDIA_KINDS)
def test_every_field_is_one_of_a_message(name: str, thing: MediaKind) -> None:
    assert hasattr(Message.de_json(message(), None), name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("/start", "start"),
        ("/start rincian", "start"),
        ("/Tips@SomeBot", "tips"),
        ("/", ""),
        ("/tips\nlagi", "tips"),
    ],
)
def test_a_command_is_its_bare_name(text: str, name: str) -> None:
    assert event(text=text) == CommandSent(AT, name)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ({"document": DOCUMENT}, FileSent(AT, "f", 3)),
        (
            {"document": DOCUMENT, "caption": "/start"},
            FileSent(AT, "f", 3, hints=FileHints(captioned=True)),
        ),
        ({"document": DOCUMENT, "animation": CLIP}, MediaSent(AT, MediaKind.ANIMATION)),
        ({"video": CLIP, "media_group_id": "7"}, MediaSent(AT, MediaKind.VIDEO, "7")),
        ({"document": DOCUMENT, "media_group_id": "7"}, FileSent(AT, "f", 3, "7")),
        (
            {"document": {**DOCUMENT, "mime_type": "image/gif"}, "animation": CLIP},
            FileSent(AT, "f", 3),
        ),
        ({"text": "halo"}, QuestionAsked(AT, replace(classify("halo"), score=1.0))),
        ({"video_note": {**CLIP, "length": 1}}, MediaSent(AT, MediaKind.VIDEO)),
        ({"audio": CLIP}, MediaSent(AT, MediaKind.VOICE)),
        ({"dice": {"emoji": "🎲", "value": 1}}, MediaSent(AT, MediaKind.OTHER)),
        ({"delete_chat_photo": True}, None),  # a service message
        (
            {"document": DOCUMENT, "chat": {"id": -5, "type": "group"}},
            FileSent(Address(-5, 9), "f", 3),
        ),
    ],
)
def test_a_message_is_what_it_holds(content: dict[str, Any], told: object) -> None:
    assert event(**content) == told


@pytest.mark.parametrize(
    ("content", "at", "file"),
    [
        ({"message": message(reply_to_message=message(document=DOCUMENT))}, AT, "f"),
        ({"message": message(reply_to_message=message(text="x"))}, AT, None),
        ({"message": message()}, AT, None),
        ({"message": {"chat": CHAT, "message_id": 9, "date": 0}}, AT, None),  # too old to be told
        ({"message": message(chat={"id": -5, "type": "group"})}, Address(-5, 9), None),
        ({"inline_message_id": "i"}, None, None),
    ],
)
def test_a_tap_names_the_original(
    content: dict[str, Any], at: Address | None, file: str | None
) -> None:
    original = 9 if file else None
    told = ButtonTapped("q", "rincian", at, file, original_id=original, sender_id=5)
    assert tapped(data="rincian", **content) == told
