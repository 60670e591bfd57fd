"""What people and groups set, and everything of one of them erased or moved.

An owner is a person (positive number) or a group (negative).
"""

from collections.abc import Callable

from sqlalchemy import Connection, delete, select, update

from bot.store.jobs import Step, can_take
from bot.store.schema import deep_links, insert_new, jobs, message_files, settings, usages


def load_settings(*owner_ids: int) -> Callable[[Connection, float], dict[int, str]]:
    """Return the settings of those owners who set any: number -> JSON."""

    def operation(connection: Connection, _now: float) -> dict[int, str]:
        rows = connection.execute(
            select(settings.c.owner_id, settings.c.json).where(settings.c.owner_id.in_(owner_ids))
        )
        return {row.owner_id: row.json for row in rows}

    return operation


def save_settings(owner_id: int, json: str) -> Callable[[Connection, float], None]:
    """Store an owner's settings in the place of earlier ones."""

    def operation(connection: Connection, now: float) -> None:
        row = {"owner_id": owner_id, "json": json, "saved_at": now}
        if not insert_new(connection, settings, row):
            connection.execute(update(settings).where(settings.c.owner_id == owner_id).values(row))

    return operation


def erase(owner_id: int) -> Callable[[Connection, float], None]:
    """Delete everything of an owner, waiting jobs included; a job in work ends by itself."""

    def operation(connection: Connection, now: float) -> None:
        links = (deep_links.c.user_id == owner_id) | (deep_links.c.chat_id == owner_id)
        connection.execute(delete(settings).where(settings.c.owner_id == owner_id))
        connection.execute(delete(usages).where(usages.c.owner_id == owner_id))
        connection.execute(delete(message_files).where(message_files.c.chat_id == owner_id))
        connection.execute(delete(deep_links).where(links))
        connection.execute(
            delete(jobs).where(jobs.c.chat_id == owner_id, can_take(Step.ERASE, now))
        )

    return operation


def move_group(old_id: int, new_id: int) -> Callable[[Connection, float], None]:
    """Give a group's settings and deep links the number that Telegram changed it to."""

    def operation(connection: Connection, _now: float) -> None:
        connection.execute(delete(settings).where(settings.c.owner_id == new_id))
        connection.execute(
            update(settings).where(settings.c.owner_id == old_id).values(owner_id=new_id)
        )
        connection.execute(
            update(deep_links).where(deep_links.c.chat_id == old_id).values(chat_id=new_id)
        )

    return operation
