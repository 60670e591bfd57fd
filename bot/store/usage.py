"""How much was worked for a person or a group in this hour: charged when done, never before."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from bot.store.arrivals import insert_new
from bot.store.schema import usages

HOUR = 3_600.0  # seconds


@dataclass(frozen=True, slots=True)
class Used:
    """Work done in this hour; `left` is the seconds until the next."""

    files: int
    bytes: int
    left: float


def used(who: int) -> Callable[[Connection, float], Used]:
    """Return what was worked for somebody in this hour."""

    def operation(connection: Connection, now: float) -> Used:
        hour, into = divmod(now, HOUR)
        row = connection.execute(
            select(usages.c.files, usages.c.bytes).where(
                usages.c.who == who, usages.c.hour == int(hour)
            )
        ).first()
        return Used(row.files if row else 0, row.bytes if row else 0, HOUR - into)

    return operation


def charge(who: int, files: int, size: int) -> Callable[[Connection, float], None]:
    """Count work that was done for somebody."""

    def operation(connection: Connection, now: float) -> None:
        row = {"who": who, "hour": int(now // HOUR)}
        insert_new(connection, usages, {**row, "files": 0, "bytes": 0})
        mine = usages.c.who == who, usages.c.hour == row["hour"]
        more = {"files": usages.c.files + files, "bytes": usages.c.bytes + size}
        connection.execute(update(usages).where(*mine).values(more))

    return operation
