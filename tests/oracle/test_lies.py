"""Packages that lie: the oracle has to find each lie."""

from __future__ import annotations

import pytest

from tests.oracle import cases, liar
from tests.oracle.cases import tried
from tests.oracle.reading import read
from tests.oracle.runner import run
from tests.oracle.test_itself import AT
from tests.oracle.trials import KINDS
from tests.oracle.values import value


@pytest.mark.parametrize("lie", liar.LIES, ids=lambda lie: f"{lie.kind}: {lie.what}")
def test_each_lie_is_found(lie: liar.Lie) -> None:
    kind = next(kind for kind in KINDS if kind.name == lie.kind)
    outcome = tried(kind, lie.api(), lie.case)
    assert (outcome.status, outcome.what) == ("failure", lie.what)


def test_a_package_that_calls_everything_correct_is_found_out() -> None:
    kinds = [kind for kind in KINDS if kind.name in ("check", "equal")]
    report = run(liar.AlwaysRight(), 20, 1, kinds, trials=30)
    assert {failure.what for failure in report.failures} == {"a wrong answer passes"}
    assert all(len(failure.line) < 120 for failure in report.failures), "they are shrunk"


def test_slow_answers_and_answers_without_end_are_failures(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(cases.StoppedError, match="processor time"):
        cases.ask(liar.AlwaysRight(), lambda: [value(read("x^x"), AT) for _ in range(2000)], 1e-4)
    monkeypatch.setattr(cases, "HANG", 0.2)
    with pytest.raises(cases.StoppedError, match="no answer"):
        cases.ask(liar.AlwaysRight(), lambda: [value(read("x^x"), AT) for _ in range(10**6)])
