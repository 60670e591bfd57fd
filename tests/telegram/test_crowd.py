"""A scripted group of forty: who calls is answered, nobody else, and no value is ever told."""

import random
from pathlib import Path
from typing import Any

import pytest

from tests.loopback.groups import Group
from tests.loopback.people import Person
from tests.loopback.server import listening
from tests.loopback.telegram import USERNAME, Call, Json, Telegram
from tests.telegram.process import Process
from tests.telegram.test_dispatcher import CLEAN, DIRTY, PSD
from tests.telegram.test_groups import VALUES, in_public

pytestmark = pytest.mark.slow

MEMBERS, IDLE, CALLS = 40, 160, 17  # of messages; Telegram lets a bot say 20 things a minute
PHOTO = [{"file_id": "p", "file_unique_id": "p", "width": 90, "height": 60}]
TALK = ("pagi semua", "besok arisan di rumah siapa?", "wkwk", "/start", "/help", "/rank@other_bot")


class Crowd:
    """Members who talk, and what they are owed."""

    def __init__(self, telegram: Telegram, seed: int) -> None:
        self.random = random.Random(seed)
        self.group = Group(telegram)
        self.members = [Person(telegram) for _ in range(MEMBERS)]
        self.files: list[Json] = []
        self.owed: list[Json] = []  # messages of which each is answered once
        self.others: list[Json] = []

    def anybody(self) -> Person:
        return self.random.choice(self.members)

    def idle(self) -> None:
        """Somebody does something that is not the bot's."""
        content: dict[str, Any] = self.random.choice(
            [
                {"text": self.random.choice(TALK)},
                {"photo": PHOTO, "caption": "lihat"},
                {"new_chat_members": [self.anybody().person]},
                {"location": {"latitude": -6.1, "longitude": 106.8}},
            ]
        )
        who = self.anybody()
        if self.random.random() < 0.4:
            data = self.random.choice([DIRTY["jpg"], DIRTY["png"], CLEAN["png"], PSD])
            self.files.append(self.group.file(who, data))
        elif "text" in content:
            self.others.append(self.group.text(who, content["text"]))
        else:
            self.others.append(self.group.post(who, **content))

    def call(self, number: int) -> None:
        """Somebody calls the bot."""
        who = self.anybody()
        match number % 4:
            case 0 | 1 if self.files:
                target = self.files.pop(self.random.randrange(len(self.files)))
                words = "/bersihkan" if number % 4 else f"@{USERNAME}"
                self.group.text(who, words, to=target)
                self.owed.append(target)  # the answer stands below the file
            case 2:
                self.owed.append(self.group.text(who, f"@{USERNAME} aman upload ke chatgpt?"))
            case _:
                self.owed.append(self.group.text(who, f"/tips@{USERNAME}"))


@pytest.mark.parametrize("privacy", [True, False], ids=["privacy on", "privacy off"])
def test_forty_members_are_answered_where_they_call(tmp_path: Path, privacy: bool) -> None:
    telegram = Telegram(privacy=privacy)
    crowd = Crowd(telegram, seed=7)
    with listening(telegram) as url:
        process = Process(url, tmp_path)
        try:
            calls = sorted(crowd.random.sample(range(20, IDLE), CALLS))
            for number in range(IDLE):
                crowd.idle()
                if number in calls:
                    crowd.call(calls.index(number))
            group = crowd.group
            telegram.wait(lambda: len(group.said()) >= len(crowd.owed), "answers")
            other = Person(telegram)
            other.answer(other.file(DIRTY["png"]))  # the line moved on
            assert process.stop() == 0
        finally:
            process.end()
    assert len(group.said()) == len(crowd.owed) == CALLS
    for message in crowd.owed:
        (answer,) = group.answers(message)
        assert not [value for value in VALUES if value in answer.text]
        if "document" in message:
            in_public(answer)
    for message in (*crowd.files, *crowd.others):
        assert not group.answers(message)
    assert not group.calls("setMessageReaction")
    assert telegram.wrong == []
    assert "Traceback" not in process.log


class Album:
    """Somebody's album: its items are messages of their own, with one number."""

    def __init__(self, telegram: Telegram, size: int) -> None:
        self.size, self.person = size, Person(telegram)
        self.number = str(telegram.number())
        self.first, *_ = [self.send() for _ in range(size)]

    def send(self) -> int:
        document = self.person.document(DIRTY["png"], "a.png")
        return self.person.send(document=document, media_group_id=self.number)

    def answers(self) -> list[Call]:
        return self.person.answers(self.first)

    def is_answered(self) -> bool:
        return len(self.answers()) > self.size  # a report, and the copies


def test_albums_outlive_a_restart_and_a_late_item_is_answered(tmp_path: Path) -> None:
    telegram = Telegram()
    with listening(telegram) as url:
        process = Process(url, tmp_path)
        try:
            albums = [Album(telegram, size) for size in (2, 5, 10)]
            telegram.wait(lambda: "setMessageReaction" in telegram.tried, "seen")
            process.end()  # killed in the middle of it
            process = Process(url, tmp_path)
            for album in albums:
                telegram.wait(album.is_answered, "album")
                assert album.person.copy(album.send()).method == "sendDocument"
            assert process.stop() == 0
        finally:
            process.end()
    for album in albums:
        answers = album.answers()
        # The report and the copies, once; or one of the two again, and then it says so.
        once = album.size + 1
        assert len(answers) in (once, once + 1, once + album.size)
        assert len(answers) == once or any("🔁" in call.text for call in answers)
        order = [call.message for call in answers]
        assert order == sorted(order)
    assert telegram.wrong == []
