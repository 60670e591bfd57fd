"""Jobs are claimed, kept, given back, closed. A claim that is not renewed in time is void.

Every step on a job asks whether it still is ours: a replica that slept through its claim
must not answer what another answers meanwhile.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, and_, delete, exists, func, select, text, update
from sqlalchemy.sql.elements import ColumnElement

from bot.store.schema import jobs

LEASE = 15.0  # seconds that a claim holds; renewed three times as often
OF_A_CHAT = 3  # jobs of a kind in work at once in one group: nobody there waits for one file
LOCK = 0x5341_5056  # "SAPV": of claims; PostgreSQL names locks by numbers


@dataclass(frozen=True, slots=True)
class Job:
    """A job that is ours for a while."""

    id: int
    chat: int
    event: str
    heavy: bool
    busy: bool
    age: float  # seconds since it arrived
    tries: int
    done: int
    sending: bool  # an answer may have been given, and nobody knows


def claim(owner: str, light: int, heavy: int) -> Callable[[Connection, float], list[Job]]:
    """Claim so many jobs at most: of each kind one a lane, a few a chat, the oldest first."""

    def operation(connection: Connection, now: float) -> list[Job]:
        if connection.dialect.name == "postgresql":  # or two replicas take one chat's two files
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        numbers = [
            *_free(connection, now, False, light),
            *_free(connection, now, True, heavy),
        ]
        if not numbers:
            return []
        mine = jobs.c.id.in_(numbers)
        connection.execute(
            update(jobs).where(mine).values(owner=owner, until=now + LEASE, tries=jobs.c.tries + 1)
        )
        columns = {**jobs.c, "age": now - jobs.c.arrived}
        told = [columns[name].label(name) for name in Job.__slots__]
        return [Job(*row) for row in connection.execute(select(*told).where(mine).order_by("id"))]

    return operation


def keep(owner: str) -> Callable[[Connection, float], None]:
    """Renew all claims of a replica."""

    def operation(connection: Connection, now: float) -> None:
        mine = update(jobs).where(jobs.c.owner == owner)
        connection.execute(mine.values(until=now + LEASE))

    return operation


def send(job: int, owner: str) -> Callable[[Connection, float], bool]:
    """Note that an answer is about to go; tell whether the job still is ours."""
    return _changed(job, owner, sending=True)


def sent(job: int, owner: str, done: int) -> Callable[[Connection, float], bool]:
    """Note that so many answers were given."""
    return _changed(job, owner, sending=False, done=done)


def close(job: int, owner: str) -> Callable[[Connection, float], None]:
    """Forget a job: it is done, or nobody is there any more."""

    def operation(connection: Connection, _now: float) -> None:
        connection.execute(delete(jobs).where(_mine(job, owner)))

    return operation


def give_back(job: int, owner: str, pause: float = 0.0) -> Callable[[Connection, float], None]:
    """Let anybody begin a job again after a pause in seconds."""

    def operation(connection: Connection, now: float) -> None:
        values = {"owner": None, "due": now + pause}
        connection.execute(update(jobs).where(_mine(job, owner)).values(values))

    return operation


def _changed(job: int, owner: str, **values: object) -> Callable[[Connection, float], bool]:
    def operation(connection: Connection, _now: float) -> bool:
        return (
            connection.execute(update(jobs).where(_mine(job, owner)).values(**values)).rowcount > 0
        )

    return operation


def _mine(job: int, owner: str) -> ColumnElement[bool]:
    return and_(jobs.c.id == job, jobs.c.owner == owner)


def _free(connection: Connection, now: float, heavy: bool, most: int) -> list[int]:
    """Return the oldest job of each lane that has none in work, and few in work of a chat."""
    if not most:
        return []
    other = jobs.alias()
    kind = jobs.c.heavy == heavy
    same = other.c.lane == jobs.c.lane, other.c.heavy == heavy
    in_work = exists().where(*same, other.c.owner.is_not(None))
    older = exists().where(
        *same, other.c.owner.is_(None), other.c.due <= now, other.c.id < jobs.c.id
    )
    beside = other.c.chat == jobs.c.chat, other.c.heavy == heavy, other.c.owner.is_not(None)
    of_chat = select(func.count()).where(*beside).scalar_subquery()
    free = jobs.c.owner.is_(None), jobs.c.due <= now, kind, ~in_work, ~older
    found = select(jobs.c.id, jobs.c.chat, of_chat).where(*free).order_by(jobs.c.id)
    told, seats = list[int](), Counter[int]()
    for number, chat, taken in connection.execute(found):
        seats[chat] += 1
        if taken + seats[chat] <= OF_A_CHAT and len(told) < most:
            told.append(number)
    return told
