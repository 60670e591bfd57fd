"""Counts for Prometheus: how much, how long, how it ended. No chat, no person, no file.

Spec: Prometheus naming; units are seconds and bytes.
"""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from bot.sandbox import Isolation
from bot.store.retention import QueueStatistics

REGISTRY = CollectorRegistry()
SECONDS = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)

_JOBS = Gauge("sapujejak_jobs_waiting", "Jobs that are not done", registry=REGISTRY)
_OLDEST = Gauge("sapujejak_oldest_job_seconds", "Age of the oldest job", registry=REGISTRY)
_UNSERVED = Gauge(
    "sapujejak_longest_unserved_seconds",
    "Longest wait of a sender of whom nothing is in work",
    registry=REGISTRY,
)
_QUARANTINE = Gauge("sapujejak_quarantined", "Updates nobody can read", registry=REGISTRY)
_STORE = Gauge("sapujejak_store_up", "Whether the store answers", registry=REGISTRY)
_FILES = Counter("sapujejak_files", "Files by outcome", ("outcome", "format"), registry=REGISTRY)
_TIME = Histogram(
    "sapujejak_file_seconds", "From fetched to cleaned", buckets=SECONDS, registry=REGISTRY
)
_BYTES = Counter("sapujejak_file_bytes", "Bytes of files that were read", registry=REGISTRY)
_FLOODS = Counter("sapujejak_telegram_429", "Times Telegram said wait", registry=REGISTRY)
_RETRIES = Counter("sapujejak_job_retries", "Jobs begun again", ("why",), registry=REGISTRY)
_DEATHS = Counter("sapujejak_child_deaths", "Children that died", ("cause",), registry=REGISTRY)
_ISOLATION = Gauge("sapujejak_isolation", "Whether it holds", ("defence",), registry=REGISTRY)


def set_isolation(isolation: Isolation) -> None:
    """Set which defences prevented what a child tried."""
    for name in (*isolation.prevented, *isolation.missing):
        _ISOLATION.labels(name).set(name in isolation.prevented)


def isolation() -> dict[str, bool]:
    """Return what was set: defence, whether it holds."""
    samples = (sample for metric in _ISOLATION.collect() for sample in metric.samples)
    return {sample.labels["defence"]: bool(sample.value) for sample in samples}


def count_death(cause: str) -> None:
    """Count a child that died; the cause is a limit or a signal."""
    _DEATHS.labels(cause).inc()


def count_file(outcome: str, detail: str, size: int, seconds: float) -> None:
    """Count a file of `size` bytes; the detail is its format, or why it was refused."""
    _FILES.labels(outcome, detail).inc()
    _BYTES.inc(size)
    _TIME.observe(seconds)


def count_flood() -> None:
    """Count a refusal with 429 Too Many Requests."""
    _FLOODS.inc()


def count_retry(error: str) -> None:
    """Count a job that is begun again, by the error's class."""
    _RETRIES.labels(error).inc()


def set_queue(statistics: QueueStatistics) -> None:
    """Set how many jobs wait; so the store answers."""
    _STORE.set(1)
    _JOBS.set(statistics.jobs)
    _OLDEST.set(statistics.oldest)
    _UNSERVED.set(statistics.unserved)
    _QUARANTINE.set(statistics.quarantined)


def set_store_away() -> None:
    """Set that the store does not answer."""
    _STORE.set(0)
