"""Threads of talk: kept for minutes, by ids alone, and not for ever many."""

from bot.advisor import Classification, find
from bot.telegram.follow_ups import CHATS, MINUTES, FollowUps

HEARD = Classification(("matikan_riwayat",), "chatgpt", 1.0, ())


def test_a_thread_is_kept_for_minutes() -> None:
    now = [0.0]
    talks = FollowUps(lambda: now[0])
    assert talks.last((7, 7)) is None
    talks.remember((7, 7), HEARD)
    now[0] = MINUTES
    assert talks.last((7, 7)) == HEARD
    now[0] += 1
    assert talks.last((7, 7)) is None


def test_the_oldest_thread_goes_first() -> None:
    talks = FollowUps(lambda: 0.0)
    for chat in range(CHATS + 1):
        talks.remember((chat, 1), HEARD)
    assert talks.last((0, 1)) is None
    assert talks.last((CHATS, 1)) == HEARD


def test_a_follow_up_keeps_the_topic() -> None:
    first = find("cara matikan riwayat di chatgpt gimana?")
    then = find("kalau gemini?", first)
    assert then.topics == first.topics
    assert then.service == "gemini"
