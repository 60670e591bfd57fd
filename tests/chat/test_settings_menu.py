"""The menu of settings: who may change what, which values are taken, what is saved and erased."""

import json
from dataclasses import replace
from datetime import date

import pytest

from bot.chat import on_event
from bot.chat.actions import (
    Action,
    AnswerCallback,
    CallbackButton,
    Clean,
    EditMessage,
    SendMessage,
    SendTextFile,
)
from bot.chat.context import Context, Rights
from bot.chat.effects import EraseData, LeaveGroup, SaveSettings
from bot.chat.events import Address, BotAdded, ButtonTapped, CommandSent, FileSent
from bot.chat.settings import QUIET_HOURS, ZONES, GroupSettings, Guard, PersonSettings
from bot.engine.choices import Choice
from bot.wording import Wording
from tests.chat.actions import data_of, texts

GROUP, HOME = Address(-100, 42), Address(7, 1)
CONTEXT = Context(date(2026, 11, 23))
ADMIN = replace(CONTEXT, is_admin=True, rights=Rights(True, True))
WORDING = Wording()


def tap(data: str, context: Context, address: Address = GROUP) -> tuple[Action, ...]:
    return on_event(ButtonTapped("q", data, address, None, sender_id=7), WORDING, context)


def saved(actions: tuple[Action, ...]) -> GroupSettings | PersonSettings | None:
    return next((action.settings for action in actions if isinstance(action, SaveSettings)), None)


def menu(address: Address, context: Context) -> SendMessage:
    (action,) = on_event(CommandSent(address, "setelan", sender_id=7), WORDING, context)
    assert isinstance(action, SendMessage)
    return action


@pytest.mark.parametrize(
    ("data", "settings"),
    [
        ("atur:jaga:ganti", GroupSettings(Guard.REPLACE)),
        ("atur:jaga:ingatkan", GroupSettings(Guard.WARN)),
        ("atur:tenang:22-6", GroupSettings(quiet="22-6")),
        ("atur:zona:WIT", GroupSettings(zone="WIT")),
        ("atur:bahasa:en", GroupSettings(language="en")),
        ("atur:topik:5", GroupSettings(topics=(5,))),
        ("atur:jaga:hapus", None),
        ("atur:jaga:ganti:ganti", None),
        ("atur:bahasa:xx", None),
        ("atur:topik:-1", None),
        ("atur:apa:ganti", None),
        ("aku:cara:location", None),
        ("atur:", None),
    ],
)
def test_a_button_saves_the_value_that_it_carries(
    data: str, settings: GroupSettings | None
) -> None:
    actions = tap(data, ADMIN)
    assert saved(actions) == settings
    assert isinstance(actions[0], AnswerCallback)


@pytest.mark.parametrize(
    ("data", "settings"),
    [
        ("aku:cara:location", PersonSettings(choice=Choice.LOCATION)),
        ("aku:bahasa:en", PersonSettings(language="en")),
        ("aku:cara:ganti", None),
        ("aku:jaga:mati", None),
        ("atur:bahasa:en", None),
        ("atur:buka", None),
    ],
)
def test_in_private_a_person_changes_what_is_ones_own(
    data: str, settings: PersonSettings | None
) -> None:
    actions = tap(data, CONTEXT, HOME)
    assert saved(actions) == settings
    if settings is None:
        (answer,) = actions
        assert isinstance(answer, AnswerCallback)
        assert "Tombol ini" in (answer.text or "")


def test_what_is_saved_is_shown() -> None:
    _, save, shown = tap("atur:jaga:ganti", ADMIN)
    assert isinstance(save, SaveSettings)
    assert save.owner_id == -100
    assert isinstance(shown, EditMessage)
    context = replace(ADMIN, group=GroupSettings(Guard.REPLACE))
    assert shown.keyboard == menu(GROUP, context).keyboard
    labels = texts((shown,))
    assert [label for label in labels if label.startswith("• ")] == [
        "• Penjaga: ganti file",
        "• Indonesia",
    ]


def test_a_new_language_is_spoken_at_once() -> None:
    *_, shown = tap("atur:bahasa:en", ADMIN)
    assert isinstance(shown, EditMessage)
    assert "Guard: off" in " ".join(texts((shown,)))


def test_a_topic_that_is_tapped_twice_is_as_before() -> None:
    context = replace(ADMIN, group=GroupSettings(topics=(5,)))
    assert saved(tap("atur:topik:5", context)) == GroupSettings()


@pytest.mark.parametrize(
    ("topics", "label"),
    [((), "boleh"), ((5,), "boleh"), ((6,), "diam")],
)
def test_a_topics_button_says_whether_the_bot_may_speak(
    topics: tuple[int, ...], label: str
) -> None:
    context = replace(ADMIN, group=GroupSettings(topics=topics))
    (shown,) = [
        text
        for text in texts((menu(replace(GROUP, thread_id=5), context),))
        if text.startswith("Topik ini")
    ]
    assert label in shown


def test_the_next_value_is_offered_and_after_the_last_the_first() -> None:
    for prefix, groups in (
        ("atur:tenang:", {quiet: GroupSettings(quiet=quiet) for quiet in QUIET_HOURS}),
        ("atur:zona:", {zone: GroupSettings(zone=zone) for zone in ZONES}),
    ):
        offered = []
        for group in groups.values():
            data = data_of(menu(GROUP, replace(ADMIN, group=group)).keyboard)
            offered += [each.removeprefix(prefix) for each in data if each.startswith(prefix)]
        first, *rest = groups
        assert offered == [*rest, first]


@pytest.mark.parametrize("data", ["atur:jaga:mati", "data:hapus", "data:simpan", "atur:buka"])
def test_a_button_of_admins_is_nobody_elses(data: str) -> None:
    (answer,) = tap(data, CONTEXT)
    assert isinstance(answer, AnswerCallback)
    assert "Hanya admin" in (answer.text or "")


@pytest.mark.parametrize(
    ("guard", "rights", "text"),
    [
        ("ganti", Rights(True, False), "izin menghapus"),
        ("ingatkan", Rights(False, False), "admin dulu"),
        ("ganti", Rights(False, True), None),
        ("ingatkan", Rights(True, False), None),
        ("mati", Rights(False, False), None),
    ],
)
def test_what_the_bot_may_not_do_is_said_before_it_is_set(
    guard: str, rights: Rights, text: str | None
) -> None:
    actions = tap(f"atur:jaga:{guard}", replace(ADMIN, rights=rights))
    assert (saved(actions) is None) is bool(text)
    assert isinstance(actions[0], AnswerCallback)
    assert (text or "") in (actions[0].text or "")


@pytest.mark.parametrize("choice", Choice)
def test_a_persons_default_choice_is_used_for_every_file(choice: Choice) -> None:
    settings = saved(tap(f"aku:cara:{choice}", CONTEXT, HOME))
    assert settings == PersonSettings(choice=choice)
    assert isinstance(settings, PersonSettings)
    file = FileSent(HOME, "f", 3, sender_id=7)
    _, task = on_event(file, WORDING, replace(CONTEXT, person=settings))
    assert isinstance(task, Clean)
    assert (task.choice, task.is_default_choice) == (choice, choice is not Choice.EVERYTHING)


def test_a_persons_data_are_exported_and_erased() -> None:
    context = replace(CONTEXT, person=PersonSettings(declined_groups=(-100,)), files_this_hour=3)
    (page,) = on_event(CommandSent(HOME, "hapusdata", sender_id=7), WORDING, context)
    assert isinstance(page, SendMessage)
    assert "(3)" in page.html
    assert data_of(page.keyboard) == ["data:simpan", "data:hapus"]
    _, export = tap("data:simpan", context, HOME)
    assert isinstance(export, SendTextFile)
    assert json.loads(export.text) == {
        "language": "id",
        "choice": "everything",
        "declined_groups": [-100],
        "files": 3,
    }
    _, erased, shown = tap("data:hapus", context, HOME)
    assert erased == EraseData(7)
    assert isinstance(shown, EditMessage)


def test_a_groups_data_are_its_own() -> None:
    context = replace(ADMIN, group=GroupSettings(Guard.WARN))
    (page,) = on_event(CommandSent(GROUP, "hapusdata", sender_id=7), WORDING, context)
    assert isinstance(page, SendMessage)
    assert page.html == WORDING.page("data_grup", files="0")
    assert page.silent
    _, export = tap("data:simpan", context)
    assert isinstance(export, SendTextFile)
    assert json.loads(export.text)["guard"] == "ingatkan"
    assert EraseData(-100) in tap("data:hapus", context)


def test_leaving_erases_first() -> None:
    actions = on_event(CommandSent(GROUP, "keluar", sender_id=7), WORDING, ADMIN)
    goodbye, erased, left = actions
    assert isinstance(goodbye, SendMessage)
    assert (erased, left) == (EraseData(-100), LeaveGroup(-100))


def test_a_groups_settings_open_from_the_greeting_and_close_into_it() -> None:
    (greeting,) = on_event(BotAdded(GROUP), WORDING, CONTEXT)
    assert isinstance(greeting, SendMessage)
    assert data_of(greeting.keyboard) == ["atur:buka"]
    _, opened = tap("atur:buka", ADMIN)
    assert isinstance(opened, EditMessage)
    assert opened.keyboard == menu(GROUP, ADMIN).keyboard
    assert "Penjaga" in (opened.html or "")
    _, closed = tap("atur:selesai", ADMIN)
    assert closed == EditMessage(GROUP, greeting.keyboard, greeting.html)


def test_a_persons_settings_close_without_buttons() -> None:
    _, closed = tap("aku:selesai", CONTEXT, HOME)
    assert isinstance(closed, EditMessage)
    assert closed.keyboard == ()


def test_every_button_fits_into_telegrams_64_bytes() -> None:
    for shown in (menu(replace(GROUP, thread_id=5), ADMIN), menu(HOME, CONTEXT)):
        for row in shown.keyboard:
            for button in row:
                assert isinstance(button, CallbackButton)
                assert len(button.data.encode()) <= 64
                assert len(button.label) <= 34
