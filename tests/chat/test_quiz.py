"""The check before an upload: every path ends in a verdict, and no risk makes it milder."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.actions import CallbackButton
from bot.chat.quiz import LETTERS, chosen_answers, quiz_screen
from bot.wording import Wording
from tests.loopback import markup

QUIZ = Wording().quiz()
choices = [LETTERS[: len(question.answers)] for question in QUIZ.questions]
paths = st.tuples(*map(st.sampled_from, choices)).map("".join)


def verdict_of(letters: str) -> int:
    """Return which verdict is shown: its level."""
    text = markup.parsed(quiz_screen(letters, QUIZ)[0])
    (level,) = (n for n, verdict in enumerate(QUIZ.verdicts) if text.startswith(verdict))
    return level


def test_every_path_ends_after_five_taps_in_the_verdict_of_its_worst_answer() -> None:
    for path in map("".join, product(*choices)):
        assert verdict_of(path) == max(answer.level for answer in chosen_answers(path, QUIZ))


@given(paths, st.data())
def test_one_more_risk_is_never_milder(path: str, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(QUIZ.questions) - 1))
    answers = QUIZ.questions[index].answers
    before = answers[LETTERS.index(path[index])].level
    worse = [letter for letter, a in zip(LETTERS, answers, strict=False) if a.level >= before]
    other = path[:index] + data.draw(st.sampled_from(worse)) + path[index + 1 :]
    assert verdict_of(other) >= verdict_of(path)


@given(paths)
def test_every_reason_is_told_once_and_the_worst_first(path: str) -> None:
    _, *rows = quiz_screen(path, QUIZ)[0].splitlines()
    answers = chosen_answers(path, QUIZ)
    assert set(rows) == {f"• {answer.reason}" for answer in answers if answer.reason}
    assert len(rows) == len(set(rows))
    levels = [max(a.level for a in answers if f"• {a.reason}" == row) for row in rows]
    assert levels == sorted(levels, reverse=True)


@given(paths, st.integers(0, len(QUIZ.questions) - 1))
def test_each_question_offers_its_answers(path: str, length: int) -> None:
    html, keyboard = quiz_screen(path[:length], QUIZ)
    assert markup.parsed(html).startswith(f"{length + 1} dari 5.")
    buttons = [button for row in keyboard for button in row]
    assert [button.label for button in buttons] == [a.label for a in QUIZ.questions[length].answers]
    for letter, button in zip(LETTERS, buttons, strict=False):
        assert isinstance(button, CallbackButton)
        assert button.data == f"cek:{path[:length]}{letter}"
        assert len(button.label) <= 40


def test_after_the_verdict_it_begins_again() -> None:
    _, ((again,),) = quiz_screen("aaaaa", QUIZ)
    assert isinstance(again, CallbackButton)
    assert again.data == "cek:"


@pytest.mark.parametrize("letters", ["z", "d", "aaaaaa", "a b", "aé"])
def test_letters_that_are_no_answers_are_refused(letters: str) -> None:
    with pytest.raises(KeyError):
        quiz_screen(letters, QUIZ)
