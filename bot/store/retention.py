"""What is old is deleted, and what waits is counted."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select

from bot.store.schema import (
    deep_links,
    jobs,
    message_files,
    quarantine,
    seen_albums,
    seen_updates,
    usages,
)
from bot.store.usage import HOUR

DAY = 24 * HOUR
SEEN_UPDATES = 3 * DAY  # seconds; Telegram repeats an update for a day
SEEN_ALBUMS = DAY
QUARANTINE = 30 * DAY  # time for the operator to look
MESSAGE_FILES = 2 * DAY  # a message can be edited for as long


@dataclass(frozen=True, slots=True)
class QueueStatistics:
    """How much is waiting."""

    jobs: int
    oldest: float  # seconds since the oldest job arrived; 0 where there is none
    quarantined: int  # updates that could not be read


def delete_old(connection: Connection, now: float) -> None:
    """Delete what nobody needs any more; jobs are closed, never too old."""
    for table, keep in (
        (seen_updates, SEEN_UPDATES),
        (seen_albums, SEEN_ALBUMS),
        (quarantine, QUARANTINE),
        (message_files, MESSAGE_FILES),
    ):
        connection.execute(delete(table).where(table.c.seen_at < now - keep))
    connection.execute(delete(deep_links).where(deep_links.c.expires_at < now))
    connection.execute(delete(usages).where(usages.c.hour < now // HOUR))


def queue_statistics(connection: Connection, now: float) -> QueueStatistics:
    """Count what is waiting."""
    count, oldest = connection.execute(select(func.count(), func.min(jobs.c.arrived_at))).one()
    quarantined = connection.scalar(select(func.count()).select_from(quarantine)) or 0
    return QueueStatistics(count, max(now - oldest, 0.0) if oldest else 0.0, quarantined)
