"""A job's life, on one page: its states, and every operation that moves it on.

    arrived ─(time)─> due ─(claim)─> claimed ─(begin_send)─> sending ─(finish_send)─> done
       ^               │ ^                                      ^                      │
       └────(join)─────┘ │                                      └─────(begin_send)─────┘
                         │
    given back ─(time)───┤
       ^                 └─(release)─── from claimed, sending, done
       └─────(give_back)─────────────── from claimed, sending, done
    closed <─(close)─────────────────── from claimed, sending, done
    closed <─(erase)─────────────────── from arrived, due, given back

A closed job has no row. Claimed, sending and done have an owner: a replica whose lease ends
unless it is renewed. Every operation asks in SQL whether the job is in a state that it may
come from, and whether its caller still is the owner: a replica that slept through its lease
must not answer what another answers meanwhile. The marks `sending` and `answers_sent` outlive
an owner, so a claimed job goes on where it was: an answer that may have been sent is known
as one.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from sqlalchemy import Connection, and_, delete, exists, func, or_, select, update
from sqlalchemy.sql.elements import ColumnElement

from bot.store.schema import Lock, jobs, leaders, lock

LEASE = 15.0  # seconds that a claim holds; renewed three times as often
PER_CHAT = 3  # jobs of a kind in work at once in one chat: in a group nobody waits for another
ALBUM_PAUSE = 1.5  # seconds after an album's latest item, before it is due
ALBUM_PAUSE_WEBHOOK = 4.0  # the same where Telegram calls: it repeats a call after two seconds


class State(Enum):
    """Where a job is in its life."""

    ARRIVED = auto()  # an album whose items still come
    DUE = auto()  # any replica may claim it
    CLAIMED = auto()  # a replica works on it; none of its answers is sent
    SENDING = auto()  # an answer is on its way, or may have been sent
    DONE = auto()  # so many answers are sent, and none is on its way
    GIVEN_BACK = auto()  # waits for its next try
    CLOSED = auto()  # no row: it is answered, or its chat is gone


class Step(Enum):
    """What moves a job from one state to another."""

    JOIN = auto()
    CLAIM = auto()
    RENEW = auto()
    BEGIN_SEND = auto()
    FINISH_SEND = auto()
    GIVE_BACK = auto()
    RELEASE = auto()
    CLOSE = auto()
    ERASE = auto()


OWNED = (State.CLAIMED, State.SENDING, State.DONE)
# Step -> the states it starts from, and those it leads to. RENEW leaves a job where it is;
# CLAIM leads to the state that the marks of an earlier owner tell.
TRANSITIONS: Mapping[Step, tuple[tuple[State, ...], tuple[State, ...]]] = {
    Step.JOIN: ((State.ARRIVED, State.DUE), (State.ARRIVED,)),
    Step.CLAIM: ((State.DUE,), OWNED),
    Step.RENEW: (OWNED, OWNED),
    Step.BEGIN_SEND: (OWNED, (State.SENDING,)),
    Step.FINISH_SEND: ((State.SENDING,), (State.DONE,)),
    Step.GIVE_BACK: (OWNED, (State.GIVEN_BACK, State.DUE)),  # due at once without a pause
    Step.RELEASE: (OWNED, (State.DUE,)),
    Step.CLOSE: (OWNED, (State.CLOSED,)),
    Step.ERASE: ((State.ARRIVED, State.DUE, State.GIVEN_BACK), (State.CLOSED,)),
}


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed job, as it was when it was claimed."""

    id: int
    chat_id: int
    events: str  # a JSON list
    heavy: bool  # a file is to be worked on
    busy: bool  # too many were waiting when it arrived: its answer says so
    age: float  # seconds since it arrived
    tries: int  # times it was claimed, this one included
    answers_sent: int
    sending: bool  # the answer after those may have been sent by an earlier owner


def conditions(now: float) -> Mapping[State, ColumnElement[bool]]:
    """Return the SQL condition of every state that a row can be in."""
    waits, owned = jobs.c.owner.is_(None), jobs.c.owner.is_not(None)
    return {
        State.ARRIVED: and_(waits, jobs.c.due_at > now, jobs.c.tries == 0),
        State.DUE: and_(waits, jobs.c.due_at <= now),
        State.CLAIMED: and_(owned, ~jobs.c.sending, jobs.c.answers_sent == 0),
        State.SENDING: and_(owned, jobs.c.sending),
        State.DONE: and_(owned, ~jobs.c.sending, jobs.c.answers_sent > 0),
        State.GIVEN_BACK: and_(waits, jobs.c.due_at > now, jobs.c.tries > 0),
    }


def can_take(step: Step, now: float) -> ColumnElement[bool]:
    """Return the SQL condition that a job is in a state from which the step may be taken."""
    sources, _targets = TRANSITIONS[step]
    return or_(*(conditions(now)[state] for state in sources))


def claim(owner: str, light: int, heavy: int) -> Callable[[Connection, float], list[Job]]:
    """Claim at most so many light and heavy jobs, the oldest first; return them.

    Of each kind a queue has one job in work, and a chat has PER_CHAT.
    """

    def operation(connection: Connection, now: float) -> list[Job]:
        lock(connection, Lock.CLAIM)  # or two replicas take two files of one sender
        ids = [
            *_claimable(connection, now, heavy=False, limit=light),
            *_claimable(connection, now, heavy=True, limit=heavy),
        ]
        if not ids:
            return []
        claimed = jobs.c.id.in_(ids)
        values = {"owner": owner, "lease_until": now + LEASE, "tries": jobs.c.tries + 1}
        connection.execute(update(jobs).where(claimed).values(values))
        expressions = {**jobs.c, "age": now - jobs.c.arrived_at}
        columns = [expressions[name].label(name) for name in Job.__slots__]
        rows = connection.execute(select(*columns).where(claimed).order_by("id"))
        return [Job(*row) for row in rows]

    return operation


def renew(owner: str) -> Callable[[Connection, float], None]:
    """Let all claims of a replica hold for another LEASE seconds."""

    def operation(connection: Connection, now: float) -> None:
        own = jobs.c.owner == owner, can_take(Step.RENEW, now)
        connection.execute(update(jobs).where(*own).values(lease_until=now + LEASE))

    return operation


def begin_send(job_id: int, owner: str) -> Callable[[Connection, float], bool]:
    """Note that an answer is about to be sent; return whether the job still is the owner's."""
    return _changed(Step.BEGIN_SEND, job_id, owner, {"sending": True})


def finish_send(job_id: int, owner: str, sent: int) -> Callable[[Connection, float], bool]:
    """Note that `sent` answers are sent; return whether the job still is the owner's."""
    return _changed(Step.FINISH_SEND, job_id, owner, {"sending": False, "answers_sent": sent})


def give_back(job_id: int, owner: str, pause: float = 0.0) -> Callable[[Connection, float], bool]:
    """Let any replica claim a job again after `pause` seconds; return whether it was owned."""

    def operation(connection: Connection, now: float) -> bool:
        values = {"owner": None, "due_at": now + pause}
        return _changed(Step.GIVE_BACK, job_id, owner, values)(connection, now)

    return operation


def close(job_id: int, owner: str) -> Callable[[Connection, float], bool]:
    """Delete a job: it is answered, or its chat is gone. Return whether it was owned."""

    def operation(connection: Connection, now: float) -> bool:
        own = jobs.c.id == job_id, jobs.c.owner == owner, can_take(Step.CLOSE, now)
        return connection.execute(delete(jobs).where(*own)).rowcount > 0

    return operation


def release_expired(connection: Connection, now: float) -> int:
    """Take the jobs of replicas that stopped renewing from them; return how many."""
    expired = can_take(Step.RELEASE, now), jobs.c.lease_until < now
    return connection.execute(update(jobs).where(*expired).values(owner=None)).rowcount


def release_previous_instance(replica_id: str, owner: str) -> Callable[[Connection, float], int]:
    """Take jobs and roles from what ran as this replica before `owner`; return how many jobs.

    An owner is "replica id/instance". Albums that were arriving get their pause again: the
    rest of them may wait at Telegram.
    """

    def operation(connection: Connection, now: float) -> int:
        prefix = f"{replica_id}/"
        roles = leaders.c.owner.startswith(prefix, autoescape=True), leaders.c.owner != owner
        connection.execute(update(leaders).where(*roles).values(owner=None))
        _postpone_albums(connection, now)
        previous = jobs.c.owner.startswith(prefix, autoescape=True), jobs.c.owner != owner
        releasing = update(jobs).where(*previous, can_take(Step.RELEASE, now))
        return connection.execute(releasing.values(owner=None)).rowcount

    return operation


def extend_leases(connection: Connection, now: float) -> None:
    """Renew every claim and album's pause: while the database was away nobody could."""
    short = can_take(Step.RENEW, now), jobs.c.lease_until < now + LEASE
    connection.execute(update(jobs).where(*short).values(lease_until=now + LEASE))
    _postpone_albums(connection, now)


def _postpone_albums(connection: Connection, now: float) -> None:
    due_at = now + ALBUM_PAUSE_WEBHOOK
    arriving = jobs.c.album_key.is_not(None), can_take(Step.JOIN, now), jobs.c.tries == 0
    connection.execute(update(jobs).where(*arriving, jobs.c.due_at < due_at).values(due_at=due_at))


def _changed(
    step: Step, job_id: int, owner: str, values: Mapping[str, object]
) -> Callable[[Connection, float], bool]:
    """Return an operation that takes a step with an owned job; it returns whether it could."""

    def operation(connection: Connection, now: float) -> bool:
        own = jobs.c.id == job_id, jobs.c.owner == owner, can_take(step, now)
        return connection.execute(update(jobs).where(*own).values(**values)).rowcount > 0

    return operation


def _claimable(connection: Connection, now: float, *, heavy: bool, limit: int) -> list[int]:
    """Return ids of the oldest due job of each queue that has none in work, at most `limit`."""
    if not limit:
        return []
    other = jobs.alias()
    owned = other.c.owner.is_not(None)
    same_queue = other.c.queue_key == jobs.c.queue_key, other.c.heavy == heavy
    in_work = exists().where(*same_queue, owned)
    older = exists().where(*same_queue, ~owned, other.c.due_at <= now, other.c.id < jobs.c.id)
    of_chat = other.c.chat_id == jobs.c.chat_id, other.c.heavy == heavy, owned
    working = select(func.count()).where(*of_chat).scalar_subquery()
    due = can_take(Step.CLAIM, now), jobs.c.heavy == heavy, ~in_work, ~older
    rows = connection.execute(
        select(jobs.c.id, jobs.c.chat_id, working).where(*due).order_by(jobs.c.id)
    )
    ids, per_chat = list[int](), Counter[int]()
    for job_id, chat_id, in_work_there in rows:
        per_chat[chat_id] += 1
        if in_work_there + per_chat[chat_id] <= PER_CHAT and len(ids) < limit:
            ids.append(job_id)
    return ids
