"""What people and groups set, and the doors from a group into the private chat."""

from collections.abc import Callable

from sqlalchemy import Connection, delete, insert, select, update

from bot.store.arrivals import insert_new
from bot.store.schema import doors, jobs, media, settings, usages

HOURS = 24 * 3_600.0  # seconds that a door stays open


def told(*who: int) -> Callable[[Connection, float], dict[int, str]]:
    """Return what was set by people and groups: number -> JSON, where anything was."""

    def operation(connection: Connection, _now: float) -> dict[int, str]:
        rows = connection.execute(
            select(settings.c.who, settings.c.told).where(settings.c.who.in_(who))
        )
        return {row.who: row.told for row in rows}

    return operation


def save(who: int, told: str) -> Callable[[Connection, float], None]:
    """Keep what somebody set."""

    def operation(connection: Connection, now: float) -> None:
        row = {"who": who, "told": told, "at": now}
        if not insert_new(connection, settings, row):
            connection.execute(update(settings).where(settings.c.who == who).values(row))

    return operation


def erase(who: int) -> Callable[[Connection, float], None]:
    """Forget everything of a person or a group, what waits included."""

    def operation(connection: Connection, _now: float) -> None:
        connection.execute(delete(settings).where(settings.c.who == who))
        connection.execute(delete(usages).where(usages.c.who == who))
        connection.execute(delete(media).where(media.c.chat == who))
        connection.execute(delete(doors).where((doors.c.person == who) | (doors.c.chat == who)))
        connection.execute(delete(jobs).where(jobs.c.chat == who, jobs.c.owner.is_(None)))

    return operation


def move(old: int, new: int) -> Callable[[Connection, float], None]:
    """Let a group keep what it set, and what waits, under its new number."""

    def operation(connection: Connection, _now: float) -> None:
        connection.execute(delete(settings).where(settings.c.who == new))
        connection.execute(update(settings).where(settings.c.who == old).values(who=new))
        connection.execute(update(doors).where(doors.c.chat == old).values(chat=new))

    return operation


def open_door(
    token: str, chat: int, person: int, event: str
) -> Callable[[Connection, float], None]:
    """Let one person come from a group to what the bot saw of a file, for a while."""

    def operation(connection: Connection, now: float) -> None:
        row = {"token": token, "chat": chat, "person": person, "event": event}
        connection.execute(insert(doors).values(**row, until=now + HOURS))

    return operation


def behind(token: str) -> Callable[[Connection, float], tuple[int, str] | None]:
    """Return whose a door is, and the file's event; None where it is none or shut."""

    def operation(connection: Connection, now: float) -> tuple[int, str] | None:
        row = connection.execute(
            select(doors.c.person, doors.c.event).where(
                doors.c.token == token, doors.c.until >= now
            )
        ).first()
        return (row.person, row.event) if row else None

    return operation
