"""How large the tables of places are, how fast they load, and how fast the nearest is found."""

import random
import statistics
import subprocess
import sys
import time
from pathlib import Path

from bot.places import DATA, nearest
from bot.places.gazetteer import _gazetteer, distance

ASKED = 300
LOAD = "import time; t = time.perf_counter(); from bot.places import nearest; nearest(-6.2, 106.8);"
LOAD += " print(time.perf_counter() - t)"


def size() -> int:
    """Return the bytes of all tables in the package."""
    return sum(path.stat().st_size for path in Path(DATA).glob("*.bin"))


def load() -> float:
    """Return the seconds of a fresh process's first question."""
    told = [subprocess.check_output([sys.executable, "-c", LOAD]) for _ in range(5)]
    return statistics.median(map(float, told))


def lookups() -> tuple[float, float, float]:
    """Return the seconds of a question in Indonesia, anywhere, and by looking at every place."""
    chance = random.Random(1)
    home = [(chance.uniform(-8, -6), chance.uniform(106, 113)) for _ in range(ASKED)]
    world = [(chance.uniform(-90, 90), chance.uniform(-180, 180)) for _ in range(ASKED)]
    return _each(home), _each(world), _every()


def _each(points: list[tuple[float, float]]) -> float:
    began = time.perf_counter()
    for point in points:
        nearest(*point)
    return (time.perf_counter() - began) / len(points)


def _every() -> float:
    table = _gazetteer("nearest.bin")
    began = time.perf_counter()
    min(distance((-6.2, 106.8), table.position(at)) for at in range(len(table)))
    return time.perf_counter() - began
