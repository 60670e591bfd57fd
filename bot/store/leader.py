"""Duties that one replica at a time has: it renews its claim, or another takes over."""

from collections.abc import Callable

from sqlalchemy import Connection, or_, select, update

from bot.store.arrivals import insert_new
from bot.store.claims import LEASE
from bot.store.schema import duties

POLL = "poll"  # asking Telegram for updates; its value is the next update's number


def lead(name: str, owner: str) -> Callable[[Connection, float], int | None]:
    """Take or renew a duty; return what it hands on, or None where another has it."""

    def operation(connection: Connection, now: float) -> int | None:
        insert_new(connection, duties, {"name": name, "until": 0.0, "value": 0})
        free = or_(duties.c.owner.is_(None), duties.c.owner == owner, duties.c.until < now)
        taken = update(duties).where(duties.c.name == name, free)
        if not connection.execute(taken.values(owner=owner, until=now + LEASE)).rowcount:
            return None
        return connection.scalar(select(duties.c.value).where(duties.c.name == name))

    return operation


def resign(name: str, owner: str) -> Callable[[Connection, float], None]:
    """Leave a duty to whoever comes first."""

    def operation(connection: Connection, _now: float) -> None:
        mine = duties.c.name == name, duties.c.owner == owner
        connection.execute(update(duties).where(*mine).values(owner=None))

    return operation
