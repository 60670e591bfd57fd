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


def isolation(isolation: Isolation) -> None:
    """Show what a child was seen to be unable to do."""
    for name in (*isolation.prevented, *isolation.missing):
        _ISOLATION.labels(name).set(name in isolation.prevented)


def isolated() -> dict[str, bool]:
    """Return what is shown of it."""
    samples = (sample for metric in _ISOLATION.collect() for sample in metric.samples)
    return {sample.labels["defence"]: bool(sample.value) for sample in samples}


def death(cause: str) -> None:
    """Count a child that died."""
    _DEATHS.labels(cause).inc()


def file(outcome: str, kind: str, size: int, seconds: float) -> None:
    """Count a file."""
    _FILES.labels(outcome, kind).inc()
    _BYTES.inc(size)
    _TIME.observe(seconds)


def flood() -> None:
    """Count an answer that says wait."""
    _FLOODS.inc()


def retry(why: str) -> None:
    """Count a job that is begun again, by the error's class."""
    _RETRIES.labels(why).inc()


def waiting(statistics: QueueStatistics) -> None:
    """Show how much is waiting."""
    _STORE.set(1)
    _JOBS.set(statistics.jobs)
    _OLDEST.set(statistics.oldest)
    _QUARANTINE.set(statistics.quarantined)


def away() -> None:
    """Show that the store does not answer."""
    _STORE.set(0)
