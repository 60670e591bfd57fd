"""What a dead replica held is freed; what is old is forgotten; what there is, is counted."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Column, Connection, delete, func, select, update
from sqlalchemy.sql.elements import ColumnElement

from bot.store.arrivals import QUIET_CALLS
from bot.store.claims import LEASE
from bot.store.schema import albums, doors, duties, jobs, media, quarantine, seen, usages

HOUR = 3_600.0
DAY = 24 * HOUR
SEEN = 3 * DAY  # Telegram repeats an update for a day
ALBUMS = DAY
QUARANTINE = 30 * DAY  # time for somebody to look
MEDIA = 2 * DAY  # a message can be edited for as long


@dataclass(frozen=True, slots=True)
class Load:
    """How much is waiting."""

    jobs: int
    oldest: float  # seconds since the oldest job arrived; 0 where there is none
    quarantined: int


def free_expired(connection: Connection, now: float) -> int:
    """Free the jobs of replicas that went silent; return how many."""
    lost = jobs.c.owner.is_not(None), jobs.c.until < now
    return connection.execute(update(jobs).where(*lost).values(owner=None)).rowcount


def free_former(replica: str, owner: str) -> Callable[[Connection, float], int]:
    """Free what a replica held before it was started again; return how many jobs."""

    def operation(connection: Connection, now: float) -> int:
        connection.execute(
            update(duties).where(*_former(duties.c.owner, replica, owner)).values(owner=None)
        )
        _wait_for_albums(connection, now)
        former = update(jobs).where(*_former(jobs.c.owner, replica, owner))
        return connection.execute(former.values(owner=None)).rowcount

    return operation


def breathe(connection: Connection, now: float) -> None:
    """Let claims and arriving albums have their time again: while we were away none could be."""
    claimed = jobs.c.owner.is_not(None), jobs.c.until < now + LEASE
    connection.execute(update(jobs).where(*claimed).values(until=now + LEASE))
    _wait_for_albums(connection, now)


def _wait_for_albums(connection: Connection, now: float) -> None:
    arriving = jobs.c.album.is_not(None), jobs.c.owner.is_(None), jobs.c.tries == 0
    later = now + QUIET_CALLS
    connection.execute(update(jobs).where(*arriving, jobs.c.due < later).values(due=later))


def forget(connection: Connection, now: float) -> None:
    """Delete what nobody needs any more."""
    connection.execute(delete(seen).where(seen.c.at < now - SEEN))
    connection.execute(delete(albums).where(albums.c.at < now - ALBUMS))
    connection.execute(delete(quarantine).where(quarantine.c.at < now - QUARANTINE))
    connection.execute(delete(media).where(media.c.at < now - MEDIA))
    connection.execute(delete(doors).where(doors.c.until < now))
    connection.execute(delete(usages).where(usages.c.hour < now // HOUR))


def load(connection: Connection, now: float) -> Load:
    """Count what is waiting."""
    count, oldest = connection.execute(select(func.count(), func.min(jobs.c.arrived))).one()
    held = connection.scalar(select(func.count()).select_from(quarantine)) or 0
    return Load(count, max(now - oldest, 0.0) if oldest else 0.0, held)


def _former(
    column: Column[str], replica: str, owner: str
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return column.startswith(f"{replica}/", autoescape=True), column != owner
