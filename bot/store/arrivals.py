"""Updates become jobs: each once, albums together, floods bounded."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Table, func, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.schema import albums, duties, jobs, media, quarantine, seen

OF_A_CHAT = 300  # files of one chat that wait; more is a flood
OF_ALL = 20_000
QUIET = 1.5  # seconds after an album's last item, before it is answered
QUIET_CALLS = 4.0  # the same where Telegram calls: it comes again after two seconds
LONGEST = 10.0  # seconds that an album may take to arrive


@dataclass(frozen=True, slots=True)
class Arrival:
    """What an update asks for; `event` is JSON of numbers."""

    update: int
    chat: int
    event: str
    heavy: bool = False  # a file to work on
    album: str | None = None
    once: bool = False  # of an album only the first is answered
    lane: int | None = None  # whose turn it is; None: the chat's
    medium: tuple[int, str] | None = None  # the message, and the mark of the file it holds
    edited: bool = False  # it counts only where the message held another file before


@dataclass(frozen=True, slots=True)
class Taken:
    """Updates that Telegram may forget, once they are here; `cursor` is the next one's number."""

    arrivals: Sequence[Arrival] = ()
    broken: Sequence[tuple[int, str]] = ()  # number and error of what nobody can read
    cursor: int | None = None
    quiet: float = QUIET

    def __call__(self, connection: Connection, now: float) -> int:
        """Keep them; return how many jobs there are to do."""
        for number, error in self.broken:
            if insert_new(connection, seen, {"update": number, "at": now}):
                row = {"update": number, "error": error[:80], "at": now}
                insert_new(connection, quarantine, row)
        new = sum(_take(connection, arrival, now, self.quiet) for arrival in self.arrivals)
        if self.cursor is not None:
            poll = duties.c.name == "poll", duties.c.value < self.cursor
            connection.execute(update(duties).where(*poll).values(value=self.cursor))
        return new


def insert_new(connection: Connection, table: Table, row: dict[str, object]) -> bool:
    """Insert a row unless its key is there already; tell whether it was new."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    command = dialect.insert(table).values(row).on_conflict_do_nothing()
    return connection.execute(command.returning(*table.primary_key)).first() is not None


def _take(connection: Connection, arrival: Arrival, now: float, quiet: float) -> bool:
    if not insert_new(connection, seen, {"update": arrival.update, "at": now}):
        return False
    if arrival.medium and not _is_news(connection, arrival, now):
        return False
    album = f"{arrival.chat}:{arrival.album}" if arrival.album else None
    if album and arrival.once:
        album, first = None, insert_new(connection, albums, {"album": album, "at": now})
        if not first:
            return False
    if album and _joined(connection, album, arrival.event, now, quiet):
        return False
    busy = arrival.heavy and _is_full(connection, arrival.chat)
    connection.execute(
        insert(jobs).values(
            chat=arrival.chat,
            lane=arrival.chat if arrival.lane is None else arrival.lane,
            event=f"[{arrival.event}]",
            album=album,
            heavy=arrival.heavy and not busy,
            busy=busy,
            arrived=now,
            due=now + quiet if album else now,
        )
    )
    return True


def _is_news(connection: Connection, arrival: Arrival, now: float) -> bool:
    """Keep which file a message holds; tell whether it is another than before."""
    message, mark = arrival.medium or (0, "")
    row = {"chat": arrival.chat, "message": message, "mark": mark, "at": now}
    if insert_new(connection, media, row):
        return True
    same = media.c.chat == arrival.chat, media.c.message == message
    changed = update(media).where(*same, media.c.mark != mark).values(mark=mark, at=now)
    return connection.execute(changed).rowcount > 0 or not arrival.edited


def _joined(connection: Connection, album: str, event: str, now: float, quiet: float) -> bool:
    """Add an item to an album that is still arriving; tell whether there is one."""
    if connection.dialect.name == "postgresql":  # two replicas may be told of two items at once
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:album))"), {"album": album})
    waiting = jobs.c.album == album, jobs.c.owner.is_(None), jobs.c.tries == 0
    row = connection.execute(
        select(jobs.c.id, jobs.c.event, jobs.c.arrived).where(*waiting)
    ).first()
    if row is None:
        return False
    together = json.dumps([*json.loads(row.event), json.loads(event)])
    due = min(now + quiet, row.arrived + LONGEST)
    connection.execute(update(jobs).where(jobs.c.id == row.id).values(event=together, due=due))
    return True


def _is_full(connection: Connection, chat: int) -> bool:
    of_chat = select(func.count()).select_from(jobs).where(jobs.c.chat == chat, jobs.c.heavy)
    if (connection.scalar(of_chat) or 0) >= OF_A_CHAT:
        return True
    return (connection.scalar(select(func.count()).select_from(jobs)) or 0) >= OF_ALL
