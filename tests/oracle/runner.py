"""Trials of every kind in turn, for some seconds; what failed is shrunk and reported."""

from __future__ import annotations

import multiprocessing
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.oracle.cases import Case, Kind, Outcome, Tally, tried
from tests.oracle.generate import order_of_strata
from tests.oracle.regressions import dumped
from tests.oracle.shrink import shrink
from tests.oracle.trials import KINDS

MOST_SHRUNK = 5


@dataclass(frozen=True)
class Failure:
    """One failing case in its smallest form."""

    kind: str
    what: str
    line: str
    truth: str
    record: str = ""

    def __str__(self) -> str:
        return f"[{self.kind}] {self.what}\n    {self.line}\n    {self.truth}"


@dataclass
class Report:
    """What a run came to."""

    seed: int
    tallies: dict[str, Tally] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)

    def join(self, other: Report) -> None:
        for name, tally in other.tallies.items():
            mine = self.tallies.setdefault(name, Tally())
            mine.trials += tally.trials
            mine.seconds += tally.seconds
            for word, count in tally.counts.items():
                mine.counts[word] = mine.counts.get(word, 0) + count
        self.failures += [new for new in other.failures if new not in self.failures]

    def table(self) -> str:
        lines = [f"{'kind':22} {'trials':>6} {'a second':>8} {'undecided':>9} {'refused':>8} {'failures':>8}"]
        for name, tally in self.tallies.items():
            share = [
                f"{100 * tally.counts.get(word, 0) / max(1, tally.trials):.1f} %" for word in ("undecided", "refused")
            ]
            rate = tally.trials / max(tally.seconds, 1e-9)
            lines.append(
                f"{name:22} {tally.trials:6} {rate:8.1f} {share[0]:>9} {share[1]:>8} {tally.counts.get('failure', 0):8}"
            )
            for word in sorted(set(tally.counts) - {"fine", "undecided", "refused", "failure"}):
                lines.append(f"    {word}: {tally.counts[word]}")
        return "\n".join(lines)


def _worth(kind: Kind) -> float:
    return getattr(kind, "share", 1.0)


def run(
    api: Any, seconds: float, seed: int, kinds: Sequence[Kind] = KINDS, trials: int = 0, part: int = 0, parts: int = 1
) -> Report:
    """Give each kind its share of the time; ``trials`` bounds the number of each, ``part`` takes every parts-th."""
    report = Report(seed, {kind.name: Tally() for kind in kinds})
    shrunk: dict[tuple[str, str], int] = {}
    for kind, case, outcome in outcomes(api, seconds, report, kinds, trials, part, parts):
        if outcome.status == "failure":
            _report(api, kind, case, outcome, report, shrunk)
    return report


def outcomes(
    api: Any,
    seconds: float,
    report: Report,
    kinds: Sequence[Kind] = KINDS,
    trials: int = 0,
    part: int = 0,
    parts: int = 1,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[tuple[Kind, Case, Outcome]]:
    """Trial after trial, as ``run`` makes them; what they come to is counted in the report."""
    rng = random.Random(f"{report.seed} {part}")
    orders = {kind.name: order_of_strata(random.Random(f"{report.seed} {kind.name}")) for kind in kinds}
    end = clock() + seconds
    while clock() < end:
        open_kinds = [kind for kind in kinds if not trials or report.tallies[kind.name].trials < trials]
        if not open_kinds:
            return
        kind = min(open_kinds, key=lambda one: report.tallies[one.name].seconds / _worth(one))
        tally, order = report.tallies[kind.name], orders[kind.name]
        began = clock()
        turn, place = divmod(tally.trials * parts + part, len(order))
        case = kind.draw(rng, turn * len(order) + order[place])
        try:
            outcome = tried(kind, api, case)
        except Exception as error:
            raise RuntimeError(f"the oracle itself fails on {kind.line(case)}") from error
        tally.add(outcome, clock() - began)
        yield kind, case, _of_all(kind, tally) or outcome


def _of_all(kind: Kind, tally: Tally) -> Outcome | None:
    """What all trials of a kind together say, which no single one does; told once."""
    overall = getattr(kind, "overall", None)
    found: Outcome | None = overall(tally) if overall and not tally.is_told else None
    if found is not None:
        tally.is_told = True
        tally.count("failure")
    return found


def _report(
    api: Any, kind: Kind, case: Case, outcome: Outcome, report: Report, shrunk: dict[tuple[str, str], int]
) -> None:
    """The first failures of each sort are shrunk and told; further ones are only counted."""
    key = (kind.name, outcome.what)
    shrunk[key] = shrunk.get(key, 0) + 1
    if shrunk[key] > MOST_SHRUNK:
        return
    case, outcome = shrink(kind, api, case, outcome, 1.0 if outcome.what in ("slow", "does not end") else 3.0)
    found = Failure(
        kind.name, outcome.what, kind.line(case), outcome.truth, dumped(kind.name, case, outcome.what, outcome.truth)
    )
    if found not in report.failures:
        report.failures.append(found)


def _job(arguments: tuple[float, int, list[str], int, int, int]) -> Report:
    import gdtutor as gd

    seconds, seed, only, trials, part, parts = arguments
    return run(gd, seconds, seed, [kind for kind in KINDS if kind.name in only], trials, part, parts)


def run_jobs(seconds: float, seed: int, only: Sequence[str], trials: int, jobs: int) -> Report:
    """The same on several processes, each with its own part of the trials."""
    work = [(seconds, seed, list(only), trials, part, jobs) for part in range(jobs)]
    if jobs == 1:
        return _job(work[0])
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        reports = pool.map(_job, work, chunksize=1)
    for other in reports[1:]:
        reports[0].join(other)
    return reports[0]


def fresh_seed() -> int:
    return random.SystemRandom().randrange(10**9)


def say(text: str) -> None:
    print(text, flush=True, file=sys.stdout)
