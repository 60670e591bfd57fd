"""How much was worked for a person or a group in this hour: counted when done, never before."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from bot.store.schema import insert_new, usages

HOUR = 3_600.0  # seconds


@dataclass(frozen=True, slots=True)
class Usage:
    """Work done in this hour."""

    files: int
    bytes: int
    seconds_left: float  # until the next hour


def load_usage(owner_id: int) -> Callable[[Connection, float], Usage]:
    """Return what was worked for a person or a group in this hour."""

    def operation(connection: Connection, now: float) -> Usage:
        hour, seconds = divmod(now, HOUR)
        row = connection.execute(
            select(usages.c.files, usages.c.bytes).where(
                usages.c.owner_id == owner_id, usages.c.hour == int(hour)
            )
        ).first()
        return Usage(row.files if row else 0, row.bytes if row else 0, HOUR - seconds)

    return operation


def charge(owner_id: int, files: int, size: int) -> Callable[[Connection, float], None]:
    """Add so many files of `size` bytes together to this hour's work."""

    def operation(connection: Connection, now: float) -> None:
        key = {"owner_id": owner_id, "hour": int(now // HOUR)}
        insert_new(connection, usages, {**key, "files": 0, "bytes": 0})
        this_hour = usages.c.owner_id == owner_id, usages.c.hour == key["hour"]
        sums = {"files": usages.c.files + files, "bytes": usages.c.bytes + size}
        connection.execute(update(usages).where(*this_hour).values(sums))

    return operation
