"""The soak run finds what it is there to find: a wrong verdict; and it passes on sound ones."""

import runpy
from dataclasses import replace
from pathlib import Path

import mpmath
import pytest
import sympy as sp

import gdtutor as gd

SOAK = runpy.run_path(str(Path(__file__).with_name("soak.py")))
X = sp.Symbol("x")


def test_a_short_run_finds_nothing(capsys):
    assert SOAK["main"](["--minutes", "0.1", "--every", "3", "--seed", "5", "--growth", "0.5"]) == 0
    assert "0 faults" in capsys.readouterr().out.splitlines()[-1]


def test_the_slope_is_that_of_calculus():
    for at in (sp.Rational(-3, 7), sp.Rational(5, 2)):
        point = mpmath.mpf(int(at.p)) / int(at.q)
        assert SOAK["slope_at"](sp.sin(X**2), at) == pytest.approx(float(2 * point * mpmath.cos(point**2)), rel=1e-14)


@pytest.mark.parametrize(
    ("answer", "verdict", "fault"),
    [("3*x", gd.CheckVerdict.CORRECT, "differs at"), ("2*x", gd.CheckVerdict.WRONG, "does not show it")],
)
def test_a_wrong_verdict_is_found(answer, verdict, fault):
    found = gd.check("x^2", "x", "3x")
    assert SOAK["judged_wrongly"](X**2, "3*x", found) == ""
    assert fault in SOAK["judged_wrongly"](X**2, answer, replace(found, verdict=verdict))


def test_growing_memory_is_found():
    soak = SOAK["Soak"](seed=0)
    soak.used = [60, 80, 100, 100, 100, 100, 104, 106, 108]
    assert soak.growth() == pytest.approx(0.06)
    soak.used = [10, 50, 90, 100, 100, 100, 101, 99, 100]
    assert soak.growth() == pytest.approx(0)


@pytest.mark.parametrize(
    ("function", "answer", "point", "told"),
    [
        (sp.exp(400 * X), 401 * sp.exp(400 * X), -1, "TooSmall"),
        (sp.sin(sp.exp(50 * X**2)), sp.cos(sp.exp(50 * X**2)), 5, "TooLarge"),
        ((X + 3) ** sp.Rational(3, 2), sp.Integer(0), -3, "TooSmall"),  # the slope at the end of a graph, from its side
        ((3 - X) ** sp.Rational(3, 2), sp.Rational(1, 10**6), 3, False),
        (X**3, 3 * X**2, 2, True),
        (sp.sqrt(X - 2), sp.Integer(1), 1, "NotReal"),
    ],
)
def test_the_oracle_says_what_it_cannot_tell(function, answer, point, told):
    assert SOAK["agree"](function, answer, sp.Integer(point)) == told
