"""The check before uploading: every path ends in a verdict, and no risk makes it milder."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.actions import CallbackButton
from bot.chat.quiz import LETTERS, QUESTIONS, VERDICTS, asked, level, verdict
from bot.wording import Wording
from tests.loopback import markup

WORDING = Wording()
paths = st.tuples(*(st.sampled_from(LETTERS[: len(q.answers)]) for q in QUESTIONS)).map("".join)


def test_every_path_ends_after_five_taps_in_a_verdict() -> None:
    for path in map("".join, product(*(LETTERS[: len(q.answers)] for q in QUESTIONS))):
        told = verdict(path, WORDING)
        assert told
        assert markup.parsed(told[0]).startswith(WORDING.say(VERDICTS[level(path)]))


@given(paths, st.data())
def test_one_more_risk_is_never_milder(path: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(QUESTIONS) - 1))
    answers = QUESTIONS[at].answers
    before = answers[LETTERS.index(path[at])].level
    worse = [LETTERS[n] for n, answer in enumerate(answers) if answer.level >= before]
    other = path[:at] + data.draw(st.sampled_from(worse)) + path[at + 1 :]
    assert level(other) >= level(path)


@given(paths)
def test_every_reason_is_told_and_the_worst_first(path: str) -> None:
    told = verdict(path, WORDING)
    assert told
    reasons = {q.answers[LETTERS.index(c)] for q, c in zip(QUESTIONS, path, strict=True)}
    for answer in reasons:
        if answer.reason:
            assert WORDING.say(answer.reason) in told[0]
    if level(path) == 2:
        first = told[0].splitlines()[1].removeprefix("• ")
        assert first in {WORDING.say(a.reason) for a in reasons if a.level == 2}


@given(paths, st.integers(0, len(QUESTIONS) - 1))
def test_each_question_offers_the_next_state(path: str, length: int) -> None:
    html, keyboard = asked(path[:length], WORDING)
    assert markup.parsed(html).startswith(f"{length + 1} dari 5.")
    for row in keyboard:
        (button,) = row
        assert isinstance(button, CallbackButton)
        assert button.data.startswith(f"cek:{path[:length]}")
        assert len(button.data.encode()) <= 64
        assert len(button.label) <= 40


@pytest.mark.parametrize("state", ["z", "aaaaaa", "a b", "aé"])
def test_what_is_no_state_is_refused(state: str) -> None:
    with pytest.raises(KeyError):
        verdict(state, WORDING)
