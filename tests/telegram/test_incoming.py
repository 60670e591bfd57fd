"""Updates become events: every kind of message, and no group."""

from dataclasses import replace
from typing import Any

import pytest
from telegram import Bot, Message, Update, User

from bot.advisor import classify
from bot.chat.events import (
    Address,
    BotAdded,
    BotRemoved,
    ButtonTapped,
    CommandSent,
    FileHints,
    FileSent,
    MediaKind,
    MediaSent,
    QuestionAsked,
)
from bot.engine.choices import Choice
from bot.store.arrivals import Arrival
from bot.telegram.incoming import UpdateReader
from bot.telegram.messages import MEDIA_KINDS
from tests.loopback.telegram import TOKEN, Json

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


def test_a_caption_asks_for_something_only_where_its_sender_wrote_it_in_private() -> None:
    asked = event(document=DOCUMENT, caption="lokasi aja yg dihapus")
    assert isinstance(asked, FileSent)
    assert asked.hints == FileHints(captioned=True, choice=Choice.LOCATION)
    question = event(document=DOCUMENT, caption="aman ga buat chatgpt?")
    assert isinstance(question, FileSent)
    assert question.hints.classification
    small_talk = event(document=DOCUMENT, caption="apa kabar?")
    assert isinstance(small_talk, FileSent)
    assert small_talk.hints == FileHints(captioned=True)
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "Budi"}
    forwarded = event(document=DOCUMENT, caption="lokasi aja yg dihapus", forward_origin=origin)
    assert isinstance(forwarded, FileSent)
    assert forwarded.hints == FileHints(forwarded=True, captioned=True)


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


def arrival(**update: Any) -> Arrival:
    (arrival,) = UpdateReader(BOT).read([{"update_id": 3, **update}]).arrivals
    return arrival


PERSON = {"id": 5, "is_bot": False, "first_name": "B"}
GROUP = {"id": -6, "type": "supergroup", "title": "G"}


def test_a_file_waits_in_its_senders_queue() -> None:
    sent = message(document=DOCUMENT, chat=GROUP, media_group_id="7", **{"from": PERSON})
    job = arrival(message=sent)
    assert (job.chat_id, job.queue_key, job.heavy, job.album) == (-6, 5, True, "7")
    assert not job.edited
    assert job.file
    assert job.file.message_id == 9
    edited = arrival(edited_message={**sent, "document": {**DOCUMENT, "file_unique_id": "v"}})
    assert edited.edited
    assert edited.file
    assert edited.file.digest != job.file.digest
    assert "u" not in job.file.digest  # Telegram's id is not kept


def test_of_an_album_of_photos_the_first_is_answered() -> None:
    photo = {"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}
    job = arrival(message=message(photo=[photo], media_group_id="7"))
    assert (job.album, job.first_only, job.heavy) == ("7", True, False)


@pytest.mark.parametrize(("data", "heavy"), [("rincian", True), ("setuju", False)])
def test_a_button_that_asks_for_a_file_is_heavy(data: str, heavy: bool) -> None:
    query = {"id": "q", "from": PERSON, "chat_instance": "1", "data": data}
    below = message(reply_to_message=message(document=DOCUMENT))
    assert arrival(callback_query={**query, "message": below}).heavy is heavy
    assert not arrival(callback_query={**query, "message": message()}).heavy


def membership(was: Json, then: Json, chat: object = GROUP) -> object:
    user = {"id": 1, "is_bot": True, "first_name": "J"}
    change = {"chat": chat, "from": PERSON, "date": 1}
    members = {"old_chat_member": {"user": user, **was}, "new_chat_member": {"user": user, **then}}
    raw = {"update_id": 1, "my_chat_member": {**change, **members}}
    return UpdateReader(BOT).event_of(Update.de_json(raw, BOT))


LEFT: Json = {"status": "left"}
MEMBER: Json = {"status": "member"}
RIGHTS = (
    *("can_change_info", "can_invite_users", "can_pin_messages", "can_send_messages"),
    *("can_send_polls", "can_send_other_messages", "can_add_web_page_previews"),
    *("can_manage_topics", "can_send_audios", "can_send_documents", "can_send_photos"),
    *("can_send_videos", "can_send_video_notes", "can_send_voice_notes", "can_edit_tag"),
    "can_react_to_messages",
)
RESTRICTED = {"status": "restricted", "until_date": 0, **dict.fromkeys(RIGHTS, False)}


@pytest.mark.parametrize(
    ("was", "then", "event"),
    [
        (LEFT, MEMBER, BotAdded(Address(-6, 0), 5)),
        (MEMBER, LEFT, BotRemoved(Address(-6, 0))),
        (MEMBER, {"status": "kicked", "until_date": 0}, BotRemoved(Address(-6, 0))),
        (MEMBER, {**RESTRICTED, "is_member": False}, BotRemoved(Address(-6, 0))),
        (MEMBER, {**RESTRICTED, "is_member": True}, None),
        (MEMBER, MEMBER, None),
    ],
)
def test_a_change_of_membership(was: Json, then: Json, event: object) -> None:
    assert membership(was, then) == event


def test_a_person_who_starts_the_bot_is_no_group() -> None:
    assert membership(LEFT, MEMBER, CHAT) is None


def grouped(**content: Any) -> object:
    return event(**{"chat": GROUP, "from": PERSON, **content})


def test_who_mentions_somebody_else_does_not_call() -> None:
    other = {"id": 2, "is_bot": False, "first_name": "C"}
    for user, called in ((other, False), ({**other, "id": 1}, True)):
        entity = {"type": "text_mention", "offset": 0, "length": 3, "user": user}
        assert (grouped(text="Ani halo", entities=[entity]) is not None) is called
    entity = {"type": "mention", "offset": 0, "length": 6}
    assert grouped(text="@other halo", entities=[entity]) is None


def test_a_channels_post_in_its_discussion_group_is_left_alone() -> None:
    assert grouped(document=DOCUMENT)
    assert grouped(document=DOCUMENT, is_automatic_forward=True) is None


def test_only_a_token_is_a_deep_links() -> None:
    token = "x" * 22
    assert event(text=f"/start r-{token}") == CommandSent(AT, "start", token=token)
    for other in (f"{token}x", token[1:], f"{token[1:]}/"):
        assert event(text=f"/start r-{other}") == CommandSent(AT, "start")
