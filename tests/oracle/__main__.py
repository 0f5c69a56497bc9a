"""python -m tests.oracle --seconds 60 --seed 123 --only check,equal --jobs 2 --trials 500."""

from __future__ import annotations

import argparse
import sys

from tests.oracle.runner import fresh_seed, run_jobs, say
from tests.oracle.trials import KINDS


def main() -> int:
    names = [kind.name for kind in KINDS]
    parser = argparse.ArgumentParser(
        prog="python -m tests.oracle", description="Hold the package against values of its own."
    )
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=None, help="a fresh one if it is not given")
    parser.add_argument("--only", default=",".join(names), help="kinds, joined by commas: " + ", ".join(names))
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--trials", type=int, default=0, help="at most so many of each kind in each job")
    parser.add_argument("--keep", default="", help="a file to which the failures are added, as in regressions.jsonl")
    given = parser.parse_args()
    only = given.only.split(",")
    if unknown := sorted(set(only) - set(names)):
        parser.error(f"no such kind: {', '.join(unknown)}")
    seed = fresh_seed() if given.seed is None else given.seed
    say(f"seed {seed}")
    report = run_jobs(given.seconds, seed, only, given.trials, max(1, given.jobs))
    for failure in sorted(report.failures, key=lambda one: (one.kind, one.what, len(one.line))):
        say(str(failure))
    if given.keep:
        with open(given.keep, "a", encoding="utf-8") as file:
            file.writelines(failure.record + "\n" for failure in report.failures)
    say(report.table())
    say(f"{len(report.failures)} different failures, seed {seed}")
    return 1 if report.failures else 0


if __name__ == "__main__":
    sys.exit(main())
