"""Runs of a file's bytes: what an item, a strip or a sample is made of, and where it will be.

A run is a start and an end, offsets in the file; runs are in the order in which they are read.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import chain

Range = tuple[int, int]
Ranges = tuple[Range, ...]


def cut(runs: Ranges, start: int, end: int) -> Iterator[Range]:
    """Yield what bytes `start` to `end` of an item are in the file."""
    at = 0
    for first, last in runs:
        size = last - first
        low, high = max(start - at, 0), min(end - at, size)
        if low < high:
            yield first + low, first + high
        at += size


def total(runs: Ranges) -> int:
    """Return an item's bytes."""
    return sum(end - start for start, end in runs)


def joined(runs: Iterable[Range]) -> Iterator[Range]:
    """Yield runs as they come; one where they touch, none where there is nothing in them."""
    start = end = 0
    for begin, behind in runs:
        if begin == behind:
            continue
        if begin != end:
            if end > start:
                yield start, end
            start = begin
        end = behind
    if end > start:
        yield start, end


def union(all_runs: Iterable[Ranges]) -> list[Range]:
    """Merge runs that touch or overlap."""
    merged: list[Range] = []
    for start, end in sorted(chain.from_iterable(all_runs)):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def without(run: Range, others: list[Range]) -> Iterator[Range]:
    """Yield what of a run lies in none of the others."""
    start, end = run
    for low, high in others:
        if high <= start:
            continue
        if low >= end:
            break
        if low > start:
            yield start, low
        start = max(start, high)
    if start < end:
        yield start, end


class Relocation:
    """Where bytes will lie when runs, in order and apart, are written one after the other."""

    def __init__(self, runs: list[Range]) -> None:
        self._starts = [start for start, _ in runs]
        self._shifts: list[int] = []
        at = 0
        for start, end in runs:
            self._shifts.append(at - start)
            at += end - start

    def __call__(self, at: int) -> int:
        """Return where the byte at offset `at` will lie, counted from the first run's start."""
        return at + self._shifts[bisect_right(self._starts, at) - 1]

    def joined(self, runs: Ranges, start: int) -> Iterator[Range]:
        """Yield where runs will lie if the first of all begins at `start`; one where they touch."""
        low = high = 0
        for begin, end in runs:
            first = self(begin) + start
            if high and first == high:
                high += end - begin
                continue
            if high:
                yield low, high
            low, high = first, first + end - begin
        if high:
            yield low, high
