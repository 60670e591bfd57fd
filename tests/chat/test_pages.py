"""Answers where a file was not processed: each reason has its own."""

import pytest

from bot.chat import failure_message
from bot.chat.events import Address
from bot.chat.pages import FAILURES
from bot.outcomes import (
    Busy,
    CardDrawn,
    Failed,
    FileGone,
    Forbidden,
    KillsSandbox,
    Outcome,
    QuotaSpent,
    TooBig,
)
from bot.wording import Wording

ADDRESS = Address(7, 42)
WORDING = Wording()
OUTCOMES: list[Outcome] = [
    TooBig(),
    FileGone(),
    Busy(),
    QuotaSpent(60.0),
    Forbidden(),
    KillsSandbox(),
    Failed(),
]


def html_of(outcome: Outcome) -> str:
    message = failure_message(ADDRESS, outcome, WORDING)
    assert message.address == ADDRESS
    return message.html


def test_every_reason_has_its_own_answer() -> None:
    assert {type(outcome) for outcome in OUTCOMES} == set(FAILURES)
    assert len({html_of(outcome) for outcome in OUTCOMES}) == len(OUTCOMES)
    assert html_of(CardDrawn(7)) == html_of(Failed())


@pytest.mark.parametrize(("seconds", "minutes"), [(0.5, 1), (59.9, 1), (60.0, 2), (3599.0, 60)])
def test_a_spent_quota_says_how_many_minutes_are_left(seconds: float, minutes: int) -> None:
    assert f" {minutes} menit" in html_of(QuotaSpent(seconds))
