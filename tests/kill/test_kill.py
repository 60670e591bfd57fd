"""A small part of the kill matrix; `python -m tests.kill` runs the whole."""

from pathlib import Path

import pytest

from tests.kill.trial import Plan, Trial
from tests.telegram.process import SECRETS

pytestmark = pytest.mark.slow

PLANS = [
    Plan("sqlite", "polling", 1, documents=60, chats=12, kills=3, faults=8, seed=1),
    Plan("sqlite", "webhook", 1, documents=60, chats=12, kills=3, faults=8, seed=2),
    Plan("postgresql", "polling", 3, documents=60, chats=12, kills=4, faults=8, seed=3),
    Plan("postgresql", "webhook", 3, documents=60, chats=12, kills=4, faults=8, seed=4),
]


@pytest.mark.parametrize("plan", PLANS, ids=lambda p: f"{p.database}-{p.mode}-{p.replicas}")
def test_nothing_is_lost_and_no_repeat_is_silent(plan: Plan, tmp_path: Path) -> None:
    result = Trial(plan, tmp_path).run()
    assert result.lost == 0, result.logs
    assert result.unmarked == 0, result.logs
    assert result.wrong == []
    assert {secret for secret in SECRETS if secret in result.logs} == set()
    assert "Traceback" not in result.logs
    for path in (path for path in tmp_path.rglob("*") if path.is_file()):
        data = path.read_bytes()
        assert {secret for secret in SECRETS if secret.encode() in data} == set(), path.name
