"""Follow-ups: the last question is kept for minutes, and not of any number of conversations."""

from bot.advisor import Classification, classify
from bot.telegram.follow_ups import LIFETIME, MAX_CONVERSATIONS, FollowUps

CLASSIFICATION = Classification(("matikan_riwayat",), "chatgpt", 1.0, ())


def test_a_question_is_kept_for_minutes() -> None:
    now = [0.0]
    follow_ups = FollowUps(lambda: now[0])
    assert follow_ups.last((7, 7)) is None
    follow_ups.store((7, 7), CLASSIFICATION)
    now[0] = LIFETIME
    assert follow_ups.last((7, 7)) == CLASSIFICATION
    now[0] += 1
    assert follow_ups.last((7, 7)) is None


def test_the_oldest_conversation_goes_first() -> None:
    follow_ups = FollowUps(lambda: 0.0)
    for chat in range(MAX_CONVERSATIONS):
        follow_ups.store((chat, 1), CLASSIFICATION)
    follow_ups.store((0, 1), CLASSIFICATION)  # it goes on, and is the youngest
    follow_ups.store((MAX_CONVERSATIONS, 1), CLASSIFICATION)
    assert follow_ups.last((1, 1)) is None
    assert follow_ups.last((0, 1)) == CLASSIFICATION
    assert follow_ups.last((0, 2)) is None  # somebody else in the same chat
    assert follow_ups.last((MAX_CONVERSATIONS, 1)) == CLASSIFICATION


def test_a_follow_up_keeps_the_topic() -> None:
    first = classify("cara matikan riwayat di chatgpt gimana?")
    then = classify("kalau gemini?", first)
    assert then.topics == first.topics
    assert then.service == "gemini"
