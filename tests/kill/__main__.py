"""The kill matrix: every transport on every store, alone and with others."""

import argparse
import tempfile
from itertools import product
from pathlib import Path

from tests.kill.trial import Plan, Trial


def main() -> int:
    """Run the matrix; the exit code says whether anything was lost, or too much sent twice."""
    options = argparse.ArgumentParser(prog="tests.kill")
    options.add_argument("--documents", type=int, default=400)
    options.add_argument("--kills", type=int, default=8)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--database", choices=("sqlite", "postgresql"))
    options.add_argument("--mode", choices=("polling", "webhook"))
    options.add_argument("--replicas", type=int)
    options.add_argument("--logs", action="store_true")
    told = options.parse_args()
    bad = 0
    for database, mode, replicas in product(
        [told.database] if told.database else ["sqlite", "postgresql"],
        [told.mode] if told.mode else ["polling", "webhook"],
        [told.replicas] if told.replicas else [1, 3],
    ):
        if database == "sqlite" and replicas > 1:
            continue  # a file serves one process
        plan = Plan(database, mode, replicas, told.documents, kills=told.kills, seed=told.seed)
        with tempfile.TemporaryDirectory() as home:
            result = Trial(plan, Path(home)).run()
        if told.logs:
            print(result.logs)
        print(
            f"{database:10} {mode:8} {replicas} replica: lost {result.lost}, "
            f"twice {result.twice} (unmarked {result.unmarked}), albums split {result.split}, "
            f"{result.seconds:.0f} s"
        )
        bad += result.lost > 0 or result.twice * 100 > told.documents or bool(result.wrong)
        for line in result.wrong[:5]:
            print("   ", line)
    return min(bad, 1)


if __name__ == "__main__":
    raise SystemExit(main())
