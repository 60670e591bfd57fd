"""Deep links from a group into the private chat: for one person, and for a day."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from bot.store.schema import deep_links

VALID = 24 * 3_600.0  # seconds


@dataclass(frozen=True, slots=True)
class StoredLink:
    """What a deep link leads to."""

    user_id: int  # the only one who may follow it
    event: str  # JSON: the file's


def create_link(
    token: str, chat_id: int, user_id: int, event: str
) -> Callable[[Connection, float], None]:
    """Store a deep link from the group `chat_id` to a file, for one person.

    Raises IntegrityError where the token exists.
    """

    def operation(connection: Connection, now: float) -> None:
        row = {"token": token, "chat_id": chat_id, "user_id": user_id, "event": event}
        connection.execute(insert(deep_links).values(**row, expires_at=now + VALID))

    return operation


def find_link(token: str) -> Callable[[Connection, float], StoredLink | None]:
    """Return what a deep link leads to; None where there is none or it expired."""

    def operation(connection: Connection, now: float) -> StoredLink | None:
        valid = deep_links.c.token == token, deep_links.c.expires_at >= now
        row = connection.execute(
            select(deep_links.c.user_id, deep_links.c.event).where(*valid)
        ).first()
        return StoredLink(row.user_id, row.event) if row else None

    return operation
