"""Roles that one replica at a time has: it renews its lease, or another takes over."""

from collections.abc import Callable
from enum import StrEnum

from sqlalchemy import Connection, or_, select, update

from bot.store.jobs import LEASE
from bot.store.schema import insert_new, leaders


class Role(StrEnum):
    """What only one replica does."""

    POLL = "poll"  # asks Telegram for updates; the cursor is the next update's number


def acquire_leadership(role: Role, owner: str) -> Callable[[Connection, float], int | None]:
    """Take a role or renew its lease; return the cursor, None where another replica leads."""

    def operation(connection: Connection, now: float) -> int | None:
        insert_new(connection, leaders, {"role": role, "lease_until": 0.0, "cursor": 0})
        vacant = or_(
            leaders.c.owner.is_(None), leaders.c.owner == owner, leaders.c.lease_until < now
        )
        taking = update(leaders).where(leaders.c.role == role, vacant)
        taking = taking.values(owner=owner, lease_until=now + LEASE)
        if not connection.execute(taking).rowcount:
            return None
        return connection.scalar(select(leaders.c.cursor).where(leaders.c.role == role))

    return operation


def advance_cursor(connection: Connection, cursor: int) -> None:
    """Move the poll's cursor forward; a late one of a former leader moves it nowhere."""
    behind = leaders.c.role == Role.POLL, leaders.c.cursor < cursor
    connection.execute(update(leaders).where(*behind).values(cursor=cursor))


def resign_leadership(role: Role, owner: str) -> Callable[[Connection, float], None]:
    """Leave a role to whichever replica comes first."""

    def operation(connection: Connection, _now: float) -> None:
        own = leaders.c.role == role, leaders.c.owner == owner
        connection.execute(update(leaders).where(*own).values(owner=None))

    return operation
