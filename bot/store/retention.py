"""What is old is deleted, and what waits is counted."""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, exists, func, select

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
    # Seconds that the longest waiting sender waits of whom nothing is in work: who sent a
    # hundred files waits for their own, and nobody else does.
    unserved: float = 0.0


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
    other = jobs.alias()
    in_work = exists().where(other.c.queue_key == jobs.c.queue_key, other.c.owner.is_not(None))
    waiting = jobs.c.owner.is_(None), jobs.c.due_at <= now, ~in_work
    due_at = connection.scalar(select(func.min(jobs.c.due_at)).where(*waiting))
    oldest_age, unserved = (max(now - at, 0.0) if at else 0.0 for at in (oldest, due_at))
    return QueueStatistics(count, oldest_age, quarantined, unserved)
