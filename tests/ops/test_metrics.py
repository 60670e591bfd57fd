"""What operators see: numbers as they were set, and which defences hold."""

from bot.ops import metrics
from bot.sandbox.probe import ATTEMPTS, Isolation
from bot.store.retention import QueueStatistics


def value(name: str, **labels: str) -> float | None:
    return metrics.REGISTRY.get_sample_value(f"sapujejak_{name}", labels)


def test_a_defence_that_is_missing_is_seen() -> None:
    first, *others = ATTEMPTS
    metrics.set_isolation(Isolation((first,)))
    assert metrics.isolation() == {first: True, **dict.fromkeys(others, False)}
    assert value("isolation", defence=others[0]) == 0.0


def test_a_file_is_counted_by_outcome_and_format() -> None:
    before = value("file_bytes_total") or 0.0
    metrics.count_file("Cleaned", "TEST", 7, 0.2)
    assert value("files_total", outcome="Cleaned", format="TEST") == 1.0
    assert value("file_bytes_total") == before + 7


def test_the_queue_is_what_the_store_told_last() -> None:
    metrics.set_queue(QueueStatistics(3, 1.5, 2))
    numbers = [value(n) for n in ("jobs_waiting", "oldest_job_seconds", "quarantined", "store_up")]
    assert numbers == [3.0, 1.5, 2.0, 1.0]
    metrics.set_store_away()
    assert value("store_up") == 0.0
