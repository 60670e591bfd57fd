"""Runs of bytes: joined where they touch, moved where they will lie."""

from hypothesis import example, given
from hypothesis import strategies as st

from bot.engine.binary.ranges import Relocation, joined, total, union, without

spans = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9)), max_size=8).map(
    lambda rows: [(start, start + size) for start, size in rows]
)


def covered(runs: list[tuple[int, int]]) -> list[int]:
    return [at for start, end in runs for at in range(start, end)]


@given(spans)
@example([(32, 41), (0, 0), (41, 42)])
def test_joining_changes_no_byte_and_leaves_nothing_that_touches(
    runs: list[tuple[int, int]],
) -> None:
    once = list(joined(runs))
    assert covered(once) == covered(runs)
    assert list(joined(once)) == once
    assert all(start < end for start, end in once)


@given(spans, spans)
def test_a_union_holds_what_each_holds_and_without_what_only_one_does(
    one: list[tuple[int, int]], two: list[tuple[int, int]]
) -> None:
    both = union([tuple(one), tuple(two)])
    assert set(covered(both)) == {*covered(one), *covered(two)}
    others = union([tuple(two)])
    for run in one:
        left = set(covered(list(without(run, others))))
        assert left == set(covered([run])) - set(covered(two))


@given(spans)
def test_bytes_move_to_where_they_are_written(runs: list[tuple[int, int]]) -> None:
    kept = [run for run in union([tuple(runs)]) if run[0] < run[1]]
    written = covered(kept)
    moved = Relocation(kept)
    assert [moved(at) for at in written] == list(range(len(written)))
    for run in kept:
        (new,) = moved.joined((run,), 100)
        assert new[1] - new[0] == total((run,))


def test_ranges_that_touch_are_one() -> None:
    assert union([((0, 4), (9, 12)), ((4, 9),)]) == [(0, 12)]
    assert union([((0, 4),), ((5, 9),)]) == [(0, 4), (5, 9)]
