"""What is known of a chat: a group's own quiet hours, and the topics where the bot may speak."""

from dataclasses import replace
from datetime import date

import pytest

from bot.chat.context import Context
from bot.chat.settings import QUIET_HOURS, ZONES, GroupSettings

CONTEXT = Context(date(2026, 11, 23))


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("quiet", QUIET_HOURS)
def test_quiet_hours_are_the_groups_own(quiet: str, zone: str) -> None:
    context = replace(CONTEXT, group=GroupSettings(quiet=quiet, zone=zone))
    quiet_hours = {
        (hour + ZONES[zone]) % 24
        for hour in range(24)
        if replace(context, hour=hour).in_quiet_hours
    }
    begin, _, end = quiet.partition("-")
    expected = {*range(int(begin), 24), *range(int(end))} if quiet else set[int]()
    assert quiet_hours == expected


@pytest.mark.parametrize(
    ("topics", "thread_id", "may_speak"),
    [
        ((), None, True),
        ((), 5, True),
        ((5,), 5, True),
        ((5,), 6, False),
        ((5,), None, False),
        ((0, 5), None, True),
    ],
)
def test_where_no_topic_is_chosen_the_bot_may_speak_everywhere(
    topics: tuple[int, ...], thread_id: int | None, may_speak: bool
) -> None:
    assert replace(CONTEXT, group=GroupSettings(topics=topics)).may_speak(thread_id) is may_speak
