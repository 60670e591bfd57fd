"""The quiz in both languages: the same questions and levels, and a reason for every risk."""

import pytest

from bot.wording import Wording
from tests.wording.test_laws import Telegram

QUIZZES = {language: Wording(language).quiz() for language in ("id", "en")}


def test_both_languages_weigh_the_same_answers_alike() -> None:
    ours, theirs = (
        [[answer.level for answer in question.answers] for question in quiz.questions]
        for quiz in QUIZZES.values()
    )
    assert ours == theirs
    assert ours == [[0, 1, 1], [0, 0, 1, 2], [0, 1, 1, 2, 2], [0, 1, 2], [0, 1, 1]]


@pytest.mark.parametrize("language", QUIZZES)
def test_a_quiz_is_whole(language: str) -> None:
    quiz = QUIZZES[language]
    assert len(quiz.verdicts) == 3
    assert quiz.again
    for question in quiz.questions:
        assert question.text
        for answer in question.answers:
            assert answer.label
            assert bool(answer.reason) == (answer.level > 0)
            Telegram(answer.reason)
