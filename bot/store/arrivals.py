"""Updates become jobs: each update once, the items of an album together, floods bounded."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select, update

from bot.store.jobs import ALBUM_PAUSE, Step, can_take
from bot.store.leader import advance_cursor
from bot.store.schema import (
    insert_new,
    jobs,
    lock,
    message_files,
    quarantine,
    seen_albums,
    seen_updates,
)

FILES_PER_CHAT = 300  # files of one chat that wait; more is a flood
JOBS_IN_ALL = 20_000  # jobs that wait, of everybody
ALBUM_TIME = 10.0  # seconds that an album may take to arrive


@dataclass(frozen=True, slots=True)
class MessageFile:
    """Which file a message holds."""

    message_id: int
    digest: str  # at most 16 characters


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update's event, and how it is to be queued."""

    update_id: int
    chat_id: int
    event: str  # JSON
    heavy: bool = False  # a file is to be worked on
    album: str | None = None  # Telegram's media group
    first_only: bool = False  # of an album only the first item is answered
    queue_key: int | None = None  # in whose queue it waits; None: the chat's
    file: MessageFile | None = None
    edited: bool = False  # it counts only where the message held another file before


@dataclass(frozen=True, slots=True)
class Batch:
    """Updates as Telegram handed them out, together."""

    arrivals: Sequence[Arrival] = ()
    unreadable: Sequence[tuple[int, str]] = ()  # number and error class of an update
    cursor: int | None = None  # the next update's number, where updates are polled
    album_pause: float = ALBUM_PAUSE  # seconds


def accept(batch: Batch) -> Callable[[Connection, float], int]:
    """Store a batch, after which Telegram may forget it; return how many jobs are new."""

    def operation(connection: Connection, now: float) -> int:
        for update_id, error in batch.unreadable:
            if _is_new(connection, update_id, now):
                row = {"update_id": update_id, "error": error[:80], "seen_at": now}
                insert_new(connection, quarantine, row)
        added = [_add(connection, arrival, now, batch.album_pause) for arrival in batch.arrivals]
        if batch.cursor is not None:
            advance_cursor(connection, batch.cursor)
        return sum(added)

    return operation


def _add(connection: Connection, arrival: Arrival, now: float, pause: float) -> bool:
    """Store an arrival; return whether it became a job of its own."""
    if not _is_new(connection, arrival.update_id, now):
        return False
    if arrival.file and not _has_new_file(connection, arrival, arrival.file, now):
        return False
    album_key = f"{arrival.chat_id}:{arrival.album}" if arrival.album else None
    if album_key and arrival.first_only:
        if not insert_new(connection, seen_albums, {"album_key": album_key, "seen_at": now}):
            return False
        album_key = None
    if album_key and _join(connection, album_key, arrival.event, now, pause):
        return False
    busy = arrival.heavy and _is_full(connection, arrival.chat_id)
    connection.execute(
        insert(jobs).values(
            chat_id=arrival.chat_id,
            queue_key=arrival.chat_id if arrival.queue_key is None else arrival.queue_key,
            events=f"[{arrival.event}]",
            album_key=album_key,
            heavy=arrival.heavy and not busy,
            busy=busy,
            arrived_at=now,
            due_at=now + pause if album_key else now,
        )
    )
    return True


def _is_new(connection: Connection, update_id: int, now: float) -> bool:
    return insert_new(connection, seen_updates, {"update_id": update_id, "seen_at": now})


def _has_new_file(connection: Connection, arrival: Arrival, file: MessageFile, now: float) -> bool:
    """Store which file a message holds; return whether it is not a mere edit of its text."""
    key = {"chat_id": arrival.chat_id, "message_id": file.message_id}
    value = {"file_digest": file.digest, "seen_at": now}
    if insert_new(connection, message_files, {**key, **value}):
        return True
    stored = [message_files.c[name] == number for name, number in key.items()]
    changed = update(message_files).where(*stored, message_files.c.file_digest != file.digest)
    return connection.execute(changed.values(value)).rowcount > 0 or not arrival.edited


def _join(connection: Connection, album_key: str, event: str, now: float, pause: float) -> bool:
    """Add an item to a job of its album that nobody claimed yet; return whether there is one."""
    lock(connection, album_key)  # two replicas may be called with two items at once
    never_claimed = jobs.c.album_key == album_key, can_take(Step.JOIN, now), jobs.c.tries == 0
    row = connection.execute(
        select(jobs.c.id, jobs.c.events, jobs.c.arrived_at).where(*never_claimed)
    ).first()
    if row is None:
        return False
    values = {
        "events": json.dumps([*json.loads(row.events), json.loads(event)]),
        "due_at": min(now + pause, row.arrived_at + ALBUM_TIME),
    }
    connection.execute(update(jobs).where(jobs.c.id == row.id).values(values))
    return True


def _is_full(connection: Connection, chat_id: int) -> bool:
    of_chat = select(func.count()).select_from(jobs).where(jobs.c.chat_id == chat_id, jobs.c.heavy)
    if (connection.scalar(of_chat) or 0) >= FILES_PER_CHAT:
        return True
    return (connection.scalar(select(func.count()).select_from(jobs)) or 0) >= JOBS_IN_ALL
