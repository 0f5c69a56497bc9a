"""The package against the oracle; ORACLE_SECONDS says for how long."""

from __future__ import annotations

import os

import pytest

import gdtutor
from tests.oracle.cases import tried
from tests.oracle.regressions import regressions
from tests.oracle.runner import fresh_seed, run

SECONDS = float(os.environ.get("ORACLE_SECONDS", "25"))


@pytest.mark.parametrize("part", [0, 1])
def test_the_package_agrees_with_the_oracle(part: int) -> None:
    seed = fresh_seed()
    report = run(gdtutor, SECONDS, seed, part=part, parts=2)
    print(f"seed {seed}, part {part}")
    print(report.table())
    # how long an answer takes is for `make oracle` and the benchmarks: this machine may be slow, or busy
    failures = [failure for failure in report.failures if failure.what != "slow"]
    assert not failures, f"seed {seed}, part {part}:\n" + "\n".join(map(str, failures))


def test_what_failed_once_does_not_fail_again() -> None:
    again = []
    for kind, case, record in regressions():
        outcome = tried(kind, gdtutor, case)
        if outcome.status == "failure" and outcome.what != "slow":
            again.append(f"{kind.line(case)}: {outcome.what}: {outcome.truth} (once: {record['what']})")
    assert not again, "\n".join(again)
