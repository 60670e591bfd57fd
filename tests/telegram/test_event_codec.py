"""Events travel as JSON: whatever happened comes back as it was, and holds no word of a person."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot, User

from bot.chat.events import Event
from bot.telegram import event_codec
from bot.telegram.incoming import taken
from tests.chat.test_private import events
from tests.loopback.telegram import TOKEN
from tests.telegram.test_incoming import message

BOT = Bot(TOKEN)
BOT._bot_user = User(1, "Jejak", True, username="jejak_uji_bot")
WORD = "Budi di Jalan Melati 7"


@given(st.lists(events, min_size=1, max_size=4))
def test_what_is_written_is_read(told: list[Event]) -> None:
    written = "[" + ",".join(map(event_codec.written, told)) + "]"
    assert event_codec.read(written) == tuple(told)


def test_nothing_that_a_person_wrote_is_kept() -> None:
    person = {"id": 5, "is_bot": False, "first_name": WORD}
    document = {"file_id": "f", "file_unique_id": "u", "file_size": 3, "file_name": WORD}
    contents: tuple[dict[str, Any], ...] = (
        {"text": WORD},
        {"text": f"/{WORD.replace(' ', '_')}"},
        {"document": document, "caption": WORD},
        {"photo": [{**document, "width": 1, "height": 1}], "caption": WORD},
        {"location": {"latitude": -6.17, "longitude": 106.82}},
        {"contact": {"phone_number": WORD, "first_name": WORD}},
    )
    raw = [
        {"update_id": n, "message": message(**content, **{"from": person})}
        for n, content in enumerate(contents)
    ]
    kept = taken(raw, BOT)
    assert len(kept.arrivals) == len(contents)
    told = json.dumps([arrival.event for arrival in kept.arrivals])
    assert not any(word in told for word in ("Budi", "Jalan", "Melati", "106"))


def test_an_update_that_cannot_be_read_stops_none_of_the_others() -> None:
    good = {"update_id": 2, "message": message(text="/tips")}
    bad = {"update_id": 1, "message": {"chat": "?", "text": WORD}}
    kept = taken([bad, good], BOT, 3)
    assert [arrival.update for arrival in kept.arrivals] == [2]
    assert kept.broken[0][0] == 1
    assert WORD not in str(kept.broken)
    assert kept.cursor == 3
