"""The table of a job's states is what the operations do in the database, and nothing else."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select

from bot.store import Database
from bot.store.arrivals import Batch, accept
from bot.store.database import Operation
from bot.store.jobs import (
    TRANSITIONS,
    State,
    Step,
    begin_send,
    claim,
    close,
    conditions,
    finish_send,
    give_back,
    release_expired,
    renew,
)
from bot.store.schema import jobs
from bot.store.settings import erase
from tests.store.builders import ONE, TWO, file

JOB_ID, CHAT_ID = 1_000, 7
WAITS: dict[str, Any] = {"owner": None, "lease_until": 0.0}
OWNED: dict[str, Any] = {"owner": ONE, "due_at": -10.0, "tries": 1}
# What differs between the states; times are relative to now.
ROWS: Mapping[State, dict[str, Any]] = {
    State.ARRIVED: {**WAITS, "due_at": 10.0, "tries": 0},
    State.DUE: {**WAITS, "due_at": -10.0, "tries": 0},
    State.CLAIMED: OWNED,
    State.SENDING: {**OWNED, "sending": True},
    State.DONE: {**OWNED, "answers_sent": 1},
    State.GIVEN_BACK: {**WAITS, "due_at": 10.0, "tries": 1},
}
OPERATIONS: Mapping[Step, Operation[object]] = {
    Step.JOIN: accept(Batch([file(9, CHAT_ID, album="x")])),
    Step.CLAIM: claim(ONE, 9, 9),
    Step.RENEW: renew(ONE),
    Step.BEGIN_SEND: begin_send(JOB_ID, ONE),
    Step.FINISH_SEND: finish_send(JOB_ID, ONE, 1),
    Step.GIVE_BACK: give_back(JOB_ID, ONE, 60),
    Step.RELEASE: release_expired,
    Step.CLOSE: close(JOB_ID, ONE),
    Step.ERASE: erase(CHAT_ID),
}
COUNTING = (Step.JOIN, Step.CLAIM, Step.RELEASE)  # they return no bool


async def put(database: Database, state: State, lease: float = 0.0) -> None:
    """Store one job in a state; its lease ends in so many seconds."""
    common = {"chat_id": CHAT_ID, "queue_key": CHAT_ID, "events": '[{"n":1}]', "heavy": True}
    row = {"id": JOB_ID, "album_key": f"{CHAT_ID}:x", "busy": False, **common, **ROWS[state]}

    def operation(connection: Connection, now: float) -> None:
        row.update(arrived_at=now, due_at=now + row["due_at"], lease_until=now + lease)
        connection.execute(insert(jobs).values(row))

    await database.run(operation)


async def state_of(database: Database) -> State:
    """Return the job's state; a row is in exactly one."""

    def operation(connection: Connection, now: float) -> list[State]:
        job = jobs.c.id == JOB_ID
        return [
            state
            for state, condition in conditions(now).items()
            if connection.execute(select(jobs.c.id).where(job, condition)).first()
        ]

    states = await database.run(operation)
    assert len(states) <= 1
    return states[0] if states else State.CLOSED


def test_every_step_and_every_state_is_in_the_table() -> None:
    assert set(TRANSITIONS) == set(Step) == set(OPERATIONS)
    assert set(ROWS) == set(State) - {State.CLOSED}
    assert all(State.CLOSED not in sources for sources, _ in TRANSITIONS.values())


@pytest.mark.parametrize("state", ROWS)
async def test_a_step_moves_a_job_from_the_states_of_the_table_alone(
    url: str, state: State
) -> None:
    async with Database(url) as database:
        for step, operation in OPERATIONS.items():
            await put(database, state, lease=-1.0 if step is Step.RELEASE else 60.0)
            before = await database.run(whole_row)
            moved = await database.run(operation)
            sources, targets = TRANSITIONS[step]
            assert moved in (None, state in sources) or step in COUNTING, step
            if state in sources:
                assert await state_of(database) in targets, step
            else:
                assert await database.run(whole_row) == before, step
            await database.run(clear)


@pytest.mark.parametrize("state", [State.CLAIMED, State.SENDING, State.DONE])
async def test_another_replica_moves_a_job_nowhere(url: str, state: State) -> None:
    async with Database(url) as database:
        await put(database, state, lease=60.0)
        before = await database.run(whole_row)
        for operation in (
            renew(TWO),
            begin_send(JOB_ID, TWO),
            finish_send(JOB_ID, TWO, 5),
            give_back(JOB_ID, TWO),
            close(JOB_ID, TWO),
            claim(TWO, 9, 9),
            release_expired,
        ):
            await database.run(operation)
            assert await database.run(whole_row) == before


def whole_row(connection: Connection, _now: float) -> tuple[Any, ...]:
    row = connection.execute(select(jobs).where(jobs.c.id == JOB_ID)).first()
    return tuple(row or ())


def clear(connection: Connection, _now: float) -> None:
    for table in jobs.metadata.sorted_tables:
        connection.execute(table.delete())
