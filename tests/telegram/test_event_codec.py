"""Events travel as JSON: whatever happened comes back as it was, and holds no word of a person."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot, User

from bot.advisor import Classification
from bot.chat.events import (
    Address,
    BotAdded,
    BotRemoved,
    ButtonTapped,
    CommandSent,
    Event,
    FileCommand,
    FileHints,
    FileSent,
    GroupMigrated,
    InlineQueried,
    MediaKind,
    MediaSent,
    QuestionAsked,
)
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


def test_jobs_of_the_first_release_are_read() -> None:
    hints = '{"clues":[],"evidence":true,"forwarded":false,"captioned":true}'
    at = '"at":{"chat":-5,"message":9,"thread":7}'
    file = f'{at},"file":"f","size":3,"album":"a","beside":{hints},"by":4'
    about = '{"topics":["tips"],"service":"meta","score":1.0,"choices":[]}'
    address, hint = Address(-5, 9, 7), FileHints((), evidence=True, captioned=True)
    sent = FileSent(address, "f", 3, "a", hint, 4)
    button = f'"query":"q","data":"peta",{at},"file":"f","beside":{hints},"original":8'
    stored = {
        f'{{"kind":"file",{file}}}': sent,
        f'{{"kind":"called",{at},"file":{{{file}}},"inspect":true,"photo":false,"by":2}}':
            FileCommand(address, sent, inspect_only=True, sender_id=2),
        f'{{"kind":"thing",{at},"thing":"stiker","album":null,"by":2}}':
            MediaSent(address, MediaKind.STICKER, sender_id=2),
        f'{{"kind":"command",{at},"name":"layanan","about":"meta","by":2,"door":"t"}}':
            CommandSent(address, "layanan", "meta", 2, "t"),
        f'{{"kind":"asked",{at},"heard":{about},"by":2}}':
            QuestionAsked(address, Classification(("tips",), "meta", 1.0, ()), 2),
        f'{{"kind":"button",{button},"by":2}}':
            ButtonTapped("q", "peta", address, "f", hint, 8, 2),
        f'{{"kind":"inline","query":"q","heard":{about},"by":2,"at":null}}':
            InlineQueried("q", Classification(("tips",), "meta", 1.0, ()), 2),
        f'{{"kind":"joined",{at},"by":2}}': BotAdded(address, 2),
        f'{{"kind":"left",{at},"by":2}}': BotRemoved(address, 2),
        f'{{"kind":"moved",{at},"to":-6,"by":2}}': GroupMigrated(address, -6, 2),
    }  # fmt: skip
    assert event_codec.read(f"[{','.join(stored)}]") == tuple(stored.values())
