"""Events and settings as JSON: all comes back as it was, and nothing holds a word of a person."""

import json
from typing import Any

import pytest
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
from bot.chat.settings import QUIET_HOURS, ZONES, GroupSettings, Guard, PersonSettings
from bot.codec import InvalidData
from bot.engine.choices import Choice
from bot.telegram.codecs import EVENTS, GROUP_SETTINGS, PERSON_SETTINGS, encode_settings
from bot.telegram.incoming import UpdateReader
from tests.chat.test_private import events
from tests.loopback.telegram import TOKEN
from tests.telegram.test_incoming import message

BOT = Bot(TOKEN)
BOT._bot_user = User(1, "Jejak", True, username="jejak_uji_bot")
WORD = "Budi di Jalan Melati 7"


numbers = st.lists(st.integers(-(2**52), 2**52), max_size=5).map(tuple)
languages = st.sampled_from(["id", "en"])
groups = st.builds(
    GroupSettings,
    st.sampled_from(Guard),
    languages,
    st.sampled_from(QUIET_HOURS),
    st.sampled_from(list(ZONES)),
    numbers,
)
persons = st.builds(PersonSettings, languages, st.sampled_from(Choice), numbers)


@given(st.lists(events, min_size=1, max_size=4))
def test_events_come_back_as_they_were(many: list[Event]) -> None:
    rows = [EVENTS.encode(event) for event in many]
    assert EVENTS.decode_list(f"[{','.join(rows)}]") == tuple(many)
    assert tuple(map(EVENTS.decode, rows)) == tuple(many)


@given(groups, persons)
def test_settings_come_back_as_they_were(group: GroupSettings, person: PersonSettings) -> None:
    assert GROUP_SETTINGS.decode(encode_settings(group)) == group
    assert PERSON_SETTINGS.decode(encode_settings(person)) == person


def test_nothing_that_a_person_wrote_is_stored() -> None:
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
    batch = UpdateReader(BOT).read(raw)
    assert len(batch.arrivals) == len(contents)
    rows = json.dumps([arrival.event for arrival in batch.arrivals])
    assert not any(word in rows for word in ("Budi", "Jalan", "Melati", "106"))


def test_an_update_that_cannot_be_read_stops_none_of_the_others() -> None:
    good = {"update_id": 2, "message": message(text="/tips")}
    bad = {"update_id": 1, "message": {"chat": "?", "text": WORD}}
    batch = UpdateReader(BOT).read([bad, good], 3)
    assert [arrival.update_id for arrival in batch.arrivals] == [2]
    assert batch.unreadable[0][0] == 1
    assert WORD not in str(batch.unreadable)
    assert batch.cursor == 3


def test_jobs_of_the_first_release_are_read() -> None:
    hints = '{"clues":[],"evidence":true,"forwarded":false,"captioned":true}'
    at = '"at":{"chat":-5,"message":9,"thread":7}'
    file = f'{at},"file":"f","size":3,"album":"a","beside":{hints},"by":4'
    about = '{"topics":["tips"],"service":"meta","score":1.0,"choices":[]}'
    address, hint = Address(-5, 9, 7), FileHints((), evidence=True, captioned=True)
    sent = FileSent(address, "f", 3, "a", hint, 4)
    button = f'"query":"q","data":"peta",{at},"file":"f","beside":{hints},"original":8'
    stored: dict[str, Event] = {
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
    assert EVENTS.decode_list(f"[{','.join(stored)}]") == tuple(stored.values())
    # The release before this one, still running meanwhile, reads what this one writes: it
    # ignores the fields that hints have besides.
    assert [
        json.loads(EVENTS.encode(event), object_hook=first_fields) for event in stored.values()
    ] == [json.loads(row) for row in stored]


def first_fields(row: dict[str, object]) -> dict[str, object]:
    """Return a JSON object, hints without what later releases added."""
    added = {"choice", "inspect", "heard"} if "clues" in row else set()
    return {name: value for name, value in row.items() if name not in added}


@pytest.mark.parametrize(
    "row",
    [
        '{"kind":"no such event","at":{"chat":1,"message":2}}',
        '{"at":{"chat":1,"message":2},"by":3}',
        '{"kind":"joined","at":{"chat":"1","message":2}}',
        '{"kind":"joined"}',
        '{"kind":"thing","at":{"chat":1,"message":2},"thing":"kuda"}',
        '{"kind":"joined","at":{"chat":1,"message":2}',
        "7",
    ],
)
def test_what_is_no_event_is_invalid(row: str) -> None:
    with pytest.raises(InvalidData):
        EVENTS.decode(row)
    with pytest.raises(InvalidData):
        EVENTS.decode_list(f"[{row}]")


def test_an_event_of_the_first_day_had_fewer_fields() -> None:
    row = '{"kind":"file","at":{"chat":1,"message":2},"file":"f","size":null,"later":[1]}'
    assert EVENTS.decode(row) == FileSent(Address(1, 2), "f", None)


def test_nothing_was_set() -> None:
    assert GROUP_SETTINGS.decode(None) == GroupSettings()


@pytest.mark.parametrize(
    ("row", "settings"),
    [
        ('{"guard":"gigit","language":"en","colour":"red"}', GroupSettings(language="en")),
        ('{"language":"fr","topics":[5]}', GroupSettings(topics=(5,))),
        ('{"quiet":"1-2","zone":"UTC","topics":[5]}', GroupSettings(topics=(5,))),
        ('{"guard":null,"topics":["5"],"zone":"WIT"}', GroupSettings(zone="WIT")),
    ],
)
def test_a_value_that_this_release_does_not_know_is_the_default(
    row: str, settings: GroupSettings
) -> None:
    assert GROUP_SETTINGS.decode(row) == settings


def test_a_language_that_this_release_does_not_know_is_the_default() -> None:
    row = '{"language":"fr","choice":"blur","kept":[-7]}'
    assert PERSON_SETTINGS.decode(row) == PersonSettings(declined_groups=(-7,))


def test_what_is_no_row_of_settings_is_invalid() -> None:
    with pytest.raises(InvalidData):
        GROUP_SETTINGS.decode("[]")


def test_settings_of_the_first_release_are_read() -> None:
    group = '{"guard":"ganti","language":"en","quiet":"22-6","zone":"WIT","topics":[5]}'
    person = '{"language":"en","choice":"pixels","kept":[-7,-8]}'
    groups, persons = GROUP_SETTINGS.decode(group), PERSON_SETTINGS.decode(person)
    assert groups == GroupSettings(Guard.REPLACE, "en", "22-6", "WIT", (5,))
    assert persons == PersonSettings("en", Choice.PIXELS, (-7, -8))
    assert (encode_settings(groups), encode_settings(persons)) == (group, person)
